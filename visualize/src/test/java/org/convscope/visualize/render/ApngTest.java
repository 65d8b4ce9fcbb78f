package org.convscope.visualize.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ApngTest {
  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;
  private static final int SIGNATURE = 8;

  private final List<BufferedImage> frames = List.of(frame(1), frame(2), frame(3));

  /** A chunk as it is in the file, with its checksum. */
  private record Chunk(String type, ByteBuffer data) {}

  private static BufferedImage frame(int seed) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.setRGB(i % WIDTH, i / WIDTH, (i + 1) * seed * 0x1f3d57 & 0xffffff);
    }
    return image;
  }

  private static List<Chunk> chunks(byte[] file) {
    List<Chunk> chunks = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE);
    while (in.hasRemaining()) {
      int length = in.getInt();
      CRC32 crc = new CRC32();
      crc.update(file, in.position(), 4 + length);
      byte[] type = new byte[4];
      byte[] data = new byte[length];
      in.get(type).get(data);
      assertThat(in.getInt()).isEqualTo((int) crc.getValue());
      chunks.add(new Chunk(new String(type, StandardCharsets.US_ASCII), ByteBuffer.wrap(data)));
    }
    return chunks;
  }

  private static List<Chunk> of(String type, List<Chunk> chunks) {
    return chunks.stream().filter(c -> c.type().equals(type)).toList();
  }

  @Test
  void saysHowManyFramesThereAreAndHowLongEachIsShown() throws IOException {
    List<Chunk> chunks = chunks(Apng.of(frames, 8, Map.of()));

    assertThat(chunks.get(0).type()).isEqualTo("IHDR");
    assertThat(chunks.get(1).type()).isEqualTo("acTL");
    assertThat(chunks.get(1).data().getInt(0)).isEqualTo(3);
    assertThat(chunks.get(1).data().getInt(4)).isZero();
    List<Chunk> controls = of("fcTL", chunks);
    assertThat(controls).hasSize(3);
    for (Chunk c : controls) {
      assertThat(c.data().getInt(4)).isEqualTo(WIDTH);
      assertThat(c.data().getInt(8)).isEqualTo(HEIGHT);
      assertThat(c.data().getLong(12)).isZero();
      assertThat(c.data().getShort(20) / (double) c.data().getShort(22)).isEqualTo(0.08);
    }
    assertThat(chunks.get(chunks.size() - 1).type()).isEqualTo("IEND");
  }

  @Test
  void numbersItsFramesInOneSequenceBehindTheStillImage() throws IOException {
    List<Chunk> chunks = chunks(Apng.of(frames, 8, Map.of()));
    int sequence = 0;
    boolean still = false;
    for (Chunk c : chunks) {
      still |= c.type().equals("IDAT");
      if (c.type().equals("fcTL") || c.type().equals("fdAT")) {
        assertThat(still).isTrue();
        assertThat(c.data().getInt(0)).isEqualTo(sequence++);
      }
    }
    assertThat(sequence).isGreaterThanOrEqualTo(6);
  }

  @Test
  void framesComeBackPixelByPixel() throws IOException {
    byte[] file = Apng.of(frames, 8, Map.of());
    List<Chunk> chunks = chunks(file);
    int frame = -1;
    List<ByteArrayOutputStream> pixels = new ArrayList<>();
    for (Chunk c : chunks) {
      if (c.type().equals("fcTL")) {
        pixels.add(new ByteArrayOutputStream());
        frame++;
      } else if (c.type().equals("fdAT")) {
        byte[] data = c.data().array();
        pixels.get(frame).write(data, 4, data.length - 4);
      }
    }

    assertThat(pixels).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertSame(decoded(chunks.get(0), pixels.get(i).toByteArray()), frames.get(i));
    }
    assertSame(ImageIO.read(new ByteArrayInputStream(file)), frames.get(2));
  }

  /** A still PNG file of one frame's pixels. */
  private static BufferedImage decoded(Chunk header, byte[] pixels) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(200 + pixels.length);
    file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    put(file, "IHDR", header.data().array());
    put(file, "IDAT", pixels);
    put(file, "IEND", new byte[0]);
    return ImageIO.read(new ByteArrayInputStream(Arrays.copyOf(file.array(), file.position())));
  }

  private static void put(ByteBuffer file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    file.putInt(data.length).put(name).put(data).putInt((int) crc.getValue());
  }

  private static void assertSame(BufferedImage a, BufferedImage b) {
    assertThat(a.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH))
        .isEqualTo(b.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH));
  }

  @Test
  void keepsItsTexts() throws IOException {
    byte[] file = Apng.of(frames, 8, Map.of("Title", "α → β", "Software", "visualize"));

    assertThat(Png.texts(new ByteArrayInputStream(file)))
        .containsEntry("Title", "α → β")
        .containsEntry("Software", "visualize");
  }

  @Test
  void framesOfTwoSizesAreRefused() {
    List<BufferedImage> two =
        List.of(frame(1), new BufferedImage(5, 7, BufferedImage.TYPE_INT_RGB));

    assertThatThrownBy(() -> Apng.of(two, 8, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5×7 and 7×5");
  }
}
