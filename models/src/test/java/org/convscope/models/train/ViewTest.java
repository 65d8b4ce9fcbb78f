package org.convscope.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final int H = 3;
  private static final int W = 4;

  @Test
  void theCentreIsTheImageItself() {
    assertThat(View.CENTRE.of(pixels(), H, W)).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void aShiftRepeatsTheEdges() {
    assertThat(new View(1, -2, false).of(pixels(), H, W))
        .startsWith(4, 4, 4, 5, 8, 8, 8, 9, 8, 8, 8, 9);
  }

  @Test
  void aMirrorSwapsLeftAndRightOfWhatTheViewShows() {
    assertThat(new View(0, 0, true).of(pixels(), H, W))
        .startsWith(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8);
  }

  @Test
  void theTenViewsAreTheCentreAndTheCornersEachAlsoMirrored() {
    List<View> ten = View.ten(2);
    assertThat(new HashSet<>(ten)).hasSize(10);
    assertThat(ten).contains(View.CENTRE, new View(-2, 2, false), new View(2, 2, true));
    assertThat(ten.stream().filter(View::mirrored)).hasSize(5);
    assertThatThrownBy(() -> View.ten(0))
        .hasMessage("ten crops: a margin of at least 1 pixel is needed, got 0");
  }

  /** 0, 1, 2, … in each plane. */
  private static byte[] pixels() {
    byte[] pixels = new byte[3 * H * W];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % (H * W));
    }
    return pixels;
  }
}
