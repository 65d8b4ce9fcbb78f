package org.convscope.visualize.trust;

import org.convscope.engine.CounterRandom;
import org.convscope.visualize.attribute.Plane;
import org.convscope.visualize.attribute.Subject;

/**
 * Infidelity (Yeh et al. 2019) with square removal: random squares of the image are replaced by the
 * baseline; the map's sum m over a square should tell the fall d of the score. As maps have
 * different units, m is scaled by the β that fits best, and the error is relative: {@code mean (βm
 * − d)²/mean d²}, from 0 (the map tells all) to 1 (it tells nothing).
 */
public final class Infidelity {
  private Infidelity() {}

  /** The relative error. */
  public static double of(Subject subject, Plane map, TrustOptions options) {
    CounterRandom random = CounterRandom.of(options.seed()).stream("infidelity");
    Square[] squares = new Square[options.squares()];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Square.random(random.stream(i), subject.height(), subject.width());
    }
    double score = subject.value();
    double[] falls = new double[squares.length];
    subject.forScores(
        squares.length,
        (item, into, at) -> squares[item].hide(subject, options, into, at),
        (item, s) -> falls[item] = score - s);
    double products = 0;
    double sums = 0;
    double total = 0;
    for (int i = 0; i < squares.length; i++) {
      double m = squares[i].sum(map);
      products += m * falls[i];
      sums += m * m;
      total += falls[i] * falls[i];
    }
    return total == 0 || sums == 0 ? 1 : 1 - products * products / (sums * total);
  }

  /** A square with a side of an eighth to a half of the image's shorter one. */
  private record Square(int top, int left, int side) {
    static Square random(CounterRandom random, int height, int width) {
      int shorter = Math.min(height, width);
      int side = Math.max(1, (int) random.uniform(0, shorter / 8.0, shorter / 2.0));
      return new Square(
          random.below(1, height - side + 1), random.below(2, width - side + 1), side);
    }

    void hide(Subject subject, TrustOptions options, float[] into, int at) {
      float[] image = subject.image().floats();
      System.arraycopy(image, 0, into, at, image.length);
      for (int c = 0; c < subject.channels(); c++) {
        for (int y = top; y < top + side; y++) {
          int row = at + (c * subject.height() + y) * subject.width();
          java.util.Arrays.fill(into, row + left, row + left + side, options.baseline().get(c));
        }
      }
    }

    double sum(Plane map) {
      double sum = 0;
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          sum += map.values()[y * map.width() + x];
        }
      }
      return sum;
    }
  }
}
