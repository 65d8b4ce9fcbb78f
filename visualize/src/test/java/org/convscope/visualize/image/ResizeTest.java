package org.convscope.visualize.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.convscope.visualize.image.Resize.Span;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void halvingARowWeighsEachSourcePixelByATriangleTwoPixelsWide() {
    // out 0: (0·3 + 100·3 + 200)/7 = 71.4; out 1: (100 + 200·3 + 40·3)/7 = 117.1
    Photo half = resized(row(0, 100, 200, 40), 2, 1);
    assertThat(levels(half)).containsExactly(71, 117);
  }

  @Test
  void doublingARowInterpolatesBetweenPixelCentres() {
    // centres at −0.25, 0.25, 0.75, 1.25 of the source: 0, 25, 75, 100
    Photo twice = resized(row(0, 100), 4, 1);
    assertThat(levels(twice)).containsExactly(0, 25, 75, 100);
  }

  @Test
  void bothAxesAreResizedIndependently() {
    byte[] rgb = new byte[3 * 2 * 4];
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 2; x++) {
        rgb[3 * (y * 2 + x)] = (byte) new int[] {0, 100, 200, 40}[y];
        rgb[3 * (y * 2 + x) + 1] = (byte) (x * 100);
      }
    }
    Photo to = resized(new Photo(2, 4, rgb), 4, 2);
    assertThat(to.width()).isEqualTo(4);
    assertThat(to.height()).isEqualTo(2);
    assertThat(to.level(3, 0, 0)).isEqualTo(71);
    assertThat(to.level(0, 1, 0)).isEqualTo(117);
    assertThat(to.level(1, 1, 1)).isEqualTo(25);
    assertThat(to.level(2, 0, 1)).isEqualTo(75);
  }

  @Test
  void aCheckerboardFinerThanTheResultBecomesGreyNotAliased() {
    byte[] rgb = new byte[3 * 60 * 60];
    for (int p = 0; p < 3600; p++) {
      byte level = (byte) ((p % 60 + p / 60) % 2 == 0 ? 255 : 0);
      rgb[3 * p] = level;
    }
    Photo small = resized(new Photo(60, 60, rgb), 7, 9);
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 7; x++) {
        assertThat(small.level(x, y, 0)).isBetween(120, 136);
      }
    }
  }

  @Test
  void aPartIsWhatTheWholeHasThere() {
    byte[] rgb = new byte[3 * 50 * 37];
    new Random(1).nextBytes(rgb);
    Photo photo = new Photo(50, 37, rgb);
    for (int[] size : new int[][] {{50, 37}, {29, 31}, {75, 60}}) {
      Photo whole = resized(photo, size[0], size[1]);
      Photo part = Resize.part(photo, new Span(size[0], 7, 20), new Span(size[1], 5, 25));
      for (int y = 0; y < 25; y++) {
        for (int x = 0; x < 20; x++) {
          for (int c = 0; c < 3; c++) {
            assertThat(part.level(x, y, c)).isEqualTo(whole.level(x + 7, y + 5, c));
          }
        }
      }
    }
  }

  @Test
  void aPhotoOfTheSameSizeIsLeftAsItIs() {
    byte[] rgb = new byte[3 * 5 * 4];
    new Random(2).nextBytes(rgb);
    assertThat(resized(new Photo(5, 4, rgb), 5, 4).rgb()).isEqualTo(rgb);
  }

  private static Photo resized(Photo photo, int width, int height) {
    return Resize.part(photo, Span.all(width), Span.all(height));
  }

  private static Photo row(int... levels) {
    byte[] rgb = new byte[3 * levels.length];
    for (int i = 0; i < levels.length; i++) {
      rgb[3 * i] = (byte) levels[i];
    }
    return new Photo(levels.length, 1, rgb);
  }

  private static int[] levels(Photo photo) {
    int[] levels = new int[photo.width()];
    for (int x = 0; x < levels.length; x++) {
      levels[x] = photo.level(x, 0, 0);
    }
    return levels;
  }
}
