package org.convscope.visualize.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class OverlayTest {
  @Test
  void aMapWithoutAnyValueLeavesTheFadedPhotograph() {
    BufferedImage photo = plain(5, 3, 0x808080);
    BufferedImage shown = Overlay.over(photo, new float[6], 2, 3);
    assertThat(shown.getRGB(4, 2) & 0xffffff).isEqualTo(0x808080);
  }

  @Test
  void theStrongestPlaceIsTheMostColoured() {
    float[] map = {0, 0, 0, 0, 0, 1};
    BufferedImage shown = Overlay.over(plain(30, 20, 0x404040), map, 2, 3);
    assertThat(red(shown, 28, 18)).isGreaterThan(red(shown, 15, 15)).isGreaterThan(150);
    assertThat(red(shown, 2, 2)).isEqualTo(0x40);
  }

  @Test
  void signsAreToldApart() {
    BufferedImage shown = Overlay.map(new float[] {-1, 0, 1}, 1, 3);
    assertThat(red(shown, 0, 0)).isLessThan(shown.getRGB(0, 0) & 0xff);
    assertThat(red(shown, 2, 0)).isGreaterThan(shown.getRGB(2, 0) & 0xff);
    assertThat(shown.getRGB(1, 0) & 0xffffff).isEqualTo(0xf7f7f7);
  }

  private static int red(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >> 16 & 0xff;
  }

  private static BufferedImage plain(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }
}
