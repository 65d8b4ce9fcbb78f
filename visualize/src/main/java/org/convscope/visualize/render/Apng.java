package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Animated PNG files in full colour that run for ever (PNG specification, third edition, §11.3.6).
 * Programs that do not know animations show the last frame: it is the file's still image, and the
 * animation's frames follow it.
 */
public final class Apng {
  private static final int PER_SECOND = 100;

  private Apng() {}

  /**
   * An animation.
   *
   * @param frames pictures of one size
   * @param hundredths how long each is shown, in hundredths of a second
   * @param texts what {@link Png#texts} reads again
   */
  public static byte[] of(List<BufferedImage> frames, int hundredths, Map<String, String> texts)
      throws IOException {
    requireOneSize(frames);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Png.SIGNATURE);
    BufferedImage still = frames.get(frames.size() - 1);
    for (PngChunk chunk : PngChunk.of(png(still, texts))) {
      if (chunk.type().equals("IEND")) {
        animation(frames, hundredths, out);
      }
      chunk.write(out);
      if (chunk.type().equals("IHDR")) {
        int forEver = 0;
        byte[] control = ByteBuffer.allocate(8).putInt(frames.size()).putInt(forEver).array();
        new PngChunk("acTL", control).write(out);
      }
    }
    return out.toByteArray();
  }

  private static void requireOneSize(List<BufferedImage> frames) {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("animation: at least one frame is needed, got none");
    }
    BufferedImage first = frames.get(0);
    for (BufferedImage f : frames) {
      if (f.getWidth() != first.getWidth() || f.getHeight() != first.getHeight()) {
        throw new IllegalArgumentException(
            "animation: frames of one size are needed, got %d×%d and %d×%d"
                .formatted(first.getHeight(), first.getWidth(), f.getHeight(), f.getWidth()));
      }
    }
  }

  /** Per frame its control and its pixels, numbered in one sequence. */
  private static void animation(List<BufferedImage> frames, int hundredths, OutputStream out)
      throws IOException {
    int sequence = 0;
    for (BufferedImage frame : frames) {
      byte[] control =
          ByteBuffer.allocate(26)
              .putInt(sequence++)
              .putInt(frame.getWidth())
              .putInt(frame.getHeight())
              .putInt(0)
              .putInt(0)
              .putShort((short) hundredths)
              .putShort((short) PER_SECOND)
              .array();
      new PngChunk("fcTL", control).write(out);
      for (PngChunk chunk : PngChunk.of(png(frame, Map.of()))) {
        if (chunk.type().equals("IDAT")) {
          byte[] data = chunk.data();
          byte[] numbered =
              ByteBuffer.allocate(4 + data.length).putInt(sequence++).put(data).array();
          new PngChunk("fdAT", numbered).write(out);
        }
      }
    }
  }

  /** Always 8 bits of red, green and blue, so that all frames fit the one header. */
  private static byte[] png(BufferedImage picture, Map<String, String> texts) throws IOException {
    BufferedImage rgb =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    rgb.createGraphics().drawImage(picture, 0, 0, null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Png.write(rgb, texts, bytes);
    return bytes.toByteArray();
  }
}
