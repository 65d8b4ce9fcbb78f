package org.convscope.visualize.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoReaderTest {
  private static final int[] RED = {255, 0, 0};
  private static final int[] GREEN = {0, 255, 0};
  private static final int[] BLUE = {0, 0, 255};

  @TempDir Path dir;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "bmp", "gif"})
  void losslessFormatsComeBackExactly(String format) throws IOException {
    BufferedImage flag = Drawn.flag(30, 20, BufferedImage.TYPE_INT_RGB);
    Photo photo = PhotoReader.read(Drawn.write(dir.resolve("flag"), flag, format));
    assertThat(photo.width()).isEqualTo(30);
    assertThat(photo.height()).isEqualTo(20);
    assertThat(pixel(photo, 3, 15)).isEqualTo(RED);
    assertThat(pixel(photo, 12, 15)).isEqualTo(BLUE);
    assertThat(pixel(photo, 29, 19)).isEqualTo(GREEN);
  }

  @Test
  void jpegComesBackNearly() throws IOException {
    BufferedImage flag = Drawn.flag(60, 40, BufferedImage.TYPE_INT_RGB);
    Photo photo = PhotoReader.read(Drawn.write(dir.resolve("flag.jpg"), flag, "jpg"));
    assertNear(photo, 5, 30, RED, 12);
    assertNear(photo, 25, 10, BLUE, 12);
  }

  @Test
  void webpIsRead() throws IOException {
    byte[] webp =
        Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    Photo photo = PhotoReader.read(Files.write(dir.resolve("dot.webp"), webp));
    assertThat(new int[] {photo.width(), photo.height()}).containsExactly(1, 1);
  }

  @Test
  void greyLevelsStayAsStored() throws IOException {
    BufferedImage grey = new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(2, 3, 0, 128);
    Photo png = PhotoReader.read(Drawn.write(dir.resolve("grey.png"), grey, "png"));
    assertThat(pixel(png, 2, 3)).containsExactly(128, 128, 128);
    BufferedImage flat = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(
        ((java.awt.image.DataBufferByte) flat.getRaster().getDataBuffer()).getData(), (byte) 77);
    Photo jpeg = PhotoReader.read(Drawn.write(dir.resolve("grey.jpg"), flat, "jpg"));
    assertNear(jpeg, 9, 4, new int[] {77, 77, 77}, 2);
  }

  @Test
  void sixteenBitsAreScaledToEight() throws IOException {
    BufferedImage deep = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(1, 1, 0, 65535);
    deep.getRaster().setSample(2, 0, 0, 32896);
    Photo photo = PhotoReader.read(Drawn.write(dir.resolve("deep.png"), deep, "png"));
    assertThat(pixel(photo, 1, 1)).containsExactly(255, 255, 255);
    assertThat(pixel(photo, 2, 0)).containsExactly(128, 128, 128);
    assertThat(pixel(photo, 0, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void transparencyIsLaidOnWhite() throws IOException {
    BufferedImage glass = new BufferedImage(4, 3, BufferedImage.TYPE_INT_ARGB);
    glass.setRGB(0, 0, 0xFF0000FF);
    glass.setRGB(1, 0, 0x80FF0000);
    Photo photo = PhotoReader.read(Drawn.write(dir.resolve("glass.png"), glass, "png"));
    assertThat(pixel(photo, 0, 0)).isEqualTo(BLUE);
    assertThat(pixel(photo, 1, 0)).containsExactly(255, 127, 127);
    assertThat(pixel(photo, 3, 2)).containsExactly(255, 255, 255);
  }

  @Test
  void transparentGreyIsLaidOnWhite() throws IOException {
    var model =
        new java.awt.image.ComponentColorModel(
            java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_GRAY),
            true,
            false,
            java.awt.Transparency.TRANSLUCENT,
            java.awt.image.DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(3, 2);
    raster.setPixel(1, 0, new int[] {100, 255});
    BufferedImage glass = new BufferedImage(model, raster, false, null);
    Photo photo = PhotoReader.read(Drawn.write(dir.resolve("glass.png"), glass, "png"));
    assertThat(pixel(photo, 1, 0)).containsExactly(100, 100, 100);
    assertThat(pixel(photo, 0, 0)).containsExactly(255, 255, 255);
  }

  @Test
  void cmykJpegBecomesRgb() throws IOException {
    Photo cyan = PhotoReader.read(Drawn.cmyk(dir.resolve("c.jpg"), 24, 16, 255, 0, 0, 0));
    assertThat(cyan.level(10, 8, 0)).isLessThan(60);
    assertThat(cyan.level(10, 8, 2)).isGreaterThan(150);
    Photo yellow = PhotoReader.read(Drawn.cmyk(dir.resolve("y.jpg"), 24, 16, 0, 0, 255, 0));
    assertThat(yellow.level(10, 8, 0)).isGreaterThan(200);
    assertThat(yellow.level(10, 8, 2)).isLessThan(100);
    Photo black = PhotoReader.read(Drawn.cmyk(dir.resolve("k.jpg"), 24, 16, 0, 0, 0, 255));
    assertThat(black.level(10, 8, 1)).isLessThan(60);
  }

  @ParameterizedTest(name = "orientation {0}: the first stored pixel goes to ({1}, {2})")
  @CsvSource({
    "1, 0, 0, 30", "2, 29, 0, 30", "3, 29, 19, 30", "4, 0, 19, 30",
    "5, 0, 0, 20", "6, 19, 0, 20", "7, 19, 29, 20", "8, 0, 29, 20"
  })
  void cameraOrientationIsUndone(int code, int x, int y, int width) throws IOException {
    BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, 0xFFFFFF);
    }
    Photo photo = PhotoReader.read(Drawn.oriented(dir.resolve("o.jpg"), image, code));
    assertThat(photo.width()).isEqualTo(width);
    assertThat(photo.level(x, y, 0)).isGreaterThan(200);
    int opposite = photo.level(photo.width() - 1 - x, photo.height() - 1 - y, 0);
    assertThat(opposite).isLessThan(50);
  }

  @Test
  void anImageWithNoPlaceOnEarthIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] png = Drawn.bytes(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 100_000).putInt(20, 90_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    Path bomb = Files.write(dir.resolve("bomb.png"), png);
    assertThatThrownBy(() -> PhotoReader.read(bomb))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 178956970 pixels, got 100000×90000");
  }

  @Test
  void whatIsNoImageIsSaidSo() throws IOException {
    Path text = Files.writeString(dir.resolve("notes.jpg"), "not a photograph");
    assertThatThrownBy(() -> PhotoReader.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(text + ": must be a JPEG, PNG, GIF, BMP or WebP image, got 16");
    assertThatThrownBy(() -> PhotoReader.read(dir)).hasMessageContaining("got a folder");
    assertThatThrownBy(() -> PhotoReader.read(dir.resolve("none.jpg")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void aFileThatEndsEarlyIsAnError(String format) throws IOException {
    BufferedImage noise = new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 90 * 70; i++) {
      noise.setRGB(i % 90, i / 90, (i * 7919) & 0xF0F0F0);
    }
    byte[] whole = Drawn.bytes(noise, format);
    Path half = Files.write(dir.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> PhotoReader.read(half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be complete, got a damaged one");
  }

  private static int[] pixel(Photo photo, int x, int y) {
    return new int[] {photo.level(x, y, 0), photo.level(x, y, 1), photo.level(x, y, 2)};
  }

  private static void assertNear(Photo photo, int x, int y, int[] expected, int within) {
    for (int c = 0; c < 3; c++) {
      assertThat(photo.level(x, y, c)).isBetween(expected[c] - within, expected[c] + within);
    }
  }
}
