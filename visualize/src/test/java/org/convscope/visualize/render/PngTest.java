package org.convscope.visualize.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngTest {
  @ParameterizedTest(name = "type {0}")
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void anotherDecoderReadsTheSamePixels(int type) throws IOException {
    BufferedImage image = new BufferedImage(37, 23, type);
    Random random = new Random(type);
    for (int i = 0; i < 37 * 23; i++) {
      image.setRGB(i % 37, i / 37, random.nextInt(1 << 24));
    }
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png(image, Map.of())));
    assertThat(read.getColorModel().getNumComponents())
        .isEqualTo(type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 3);
    assertThat(read.getRGB(0, 0, 37, 23, null, 0, 37))
        .isEqualTo(image.getRGB(0, 0, 37, 23, null, 0, 37));
  }

  @Test
  void textsComeBackInTheirOrder() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("Title", "Größe 3×3 – ∑ 🙂");
    texts.put("convscope", "{\n  \"seed\" : 1\n}");
    texts.put("Author", "");
    byte[] png = png(new BufferedImage(1, 2, BufferedImage.TYPE_INT_RGB), texts);
    assertThat(Png.texts(new ByteArrayInputStream(png))).containsExactlyEntriesOf(texts);
  }

  @Test
  void transparencyIsRefused() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> png(image, Map.of()))
        .withMessageContaining("opaque");
  }

  private static byte[] png(BufferedImage image, Map<String, String> texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Png.write(image, texts, bytes);
    return bytes.toByteArray();
  }
}
