package org.convscope.visualize.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Image files that tests draw themselves. */
final class Drawn {
  private Drawn() {}

  /** Left third red, the rest blue, a green corner at the bottom right: no symmetry. */
  static BufferedImage flag(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.BLUE);
    g.fillRect(0, 0, width, height);
    g.setColor(Color.RED);
    g.fillRect(0, 0, width / 3, height);
    g.setColor(Color.GREEN);
    g.fillRect(width / 2, height / 2, width, height);
    g.dispose();
    return image;
  }

  static Path write(Path file, BufferedImage image, String format) throws IOException {
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException("no writer for " + format);
    }
    return file;
  }

  static byte[] bytes(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  /** A JPEG with the EXIF orientation {@code code}. */
  static Path oriented(Path file, BufferedImage image, int code) throws IOException {
    byte[] exif = {
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) code,
      0,
      0,
      0,
      0,
      0,
      0
    };
    return Files.write(file, withSegment(bytes(image, "jpg"), 0xE1, exif));
  }

  /** A JPEG of four components in CMYK, inverted and marked as Adobe's programs do. */
  static Path cmyk(Path file, int width, int height, int... cmyk) throws IOException {
    WritableRaster raster =
        java.awt.image.Raster.createInterleavedRaster(0, width, height, 4, null);
    int[] inverted = {255 - cmyk[0], 255 - cmyk[1], 255 - cmyk[2], 255 - cmyk[3]};
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, inverted);
      }
    }
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    return Files.write(file, withSegment(jpeg(raster), 0xEE, adobe));
  }

  private static byte[] jpeg(WritableRaster raster) throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    ImageWriter writer = writers.next();
    while (!writer.getClass().getName().startsWith("com.sun.") && writers.hasNext()) {
      writer = writers.next();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** Puts an application segment right after the start of a JPEG. */
  private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    int length = content.length + 2;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(0xFF);
    out.write(marker);
    out.write(length >> 8);
    out.write(length & 0xff);
    out.writeBytes(content);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
