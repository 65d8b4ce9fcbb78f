package org.convscope.visualize.image;

import java.util.Arrays;

/**
 * Bilinear resizing with antialiasing: a triangle filter as wide as the reduction, in two passes,
 * rounded to 8 bits after each. The same arithmetic as Pillow's {@code Image.resize(...,
 * BILINEAR)}, which torchvision uses, so that networks see the pixels that they were trained on.
 */
final class Resize {
  private static final int PRECISION = 32 - 8 - 2;
  private static final int HALF = 1 << PRECISION - 1;

  /**
   * A part of an axis: {@code count} pixels from {@code from} on.
   *
   * @param whole length of the resized axis
   */
  record Span(int whole, int from, int count) {
    static Span all(int whole) {
      return new Span(whole, 0, whole);
    }
  }

  /**
   * The weights of a part of an axis in fixed point.
   *
   * @param first first source index per output index
   * @param taps weights per output index
   * @param weights of the source pixels from the first on, output by output
   */
  private record Filter(int[] first, int taps, int[] weights) {

    static Filter of(int in, Span out) {
      double scale = (double) in / out.whole();
      double support = Math.max(scale, 1);
      int taps = (int) Math.min(in, Math.ceil(2 * support));
      int[] first = new int[out.count()];
      int[] weights = new int[out.count() * taps];
      for (int i = 0; i < first.length; i++) {
        double centre = (out.from() + i + 0.5) * scale;
        int from = Math.max(0, (int) (centre - support + 0.5));
        int to = Math.min(in, (int) (centre + support + 0.5));
        double[] w = new double[to - from];
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
          w[j] = Math.max(0, 1 - Math.abs((j + from - centre + 0.5) / support));
          sum += w[j];
        }
        // All have as many weights: those that are left over are zero and lie inside the source.
        first[i] = Math.min(from, in - taps);
        for (int j = 0; j < w.length; j++) {
          int weight = (int) (0.5 + w[j] / sum * (1 << PRECISION));
          weights[i * taps + from - first[i] + j] = weight;
        }
      }
      return new Filter(first, taps, weights);
    }

    /** First source index that any output reads. */
    int from() {
      return first[0];
    }

    /** End of the source indices that are read. */
    int to() {
      return first[first.length - 1] + taps;
    }
  }

  private Resize() {}

  /**
   * A part of the photo at another size; only what the part is made of is computed.
   *
   * @param columns of the resized photo
   * @param rows of the resized photo
   */
  static Photo part(Photo photo, Span columns, Span rows) {
    Filter down = Filter.of(photo.height(), rows);
    int[][] source = horizontally(photo, columns, down.from(), down.to());
    int width = 3 * columns.count();
    byte[] to = new byte[width * rows.count()];
    int[] sums = new int[width];
    for (int y = 0; y < rows.count(); y++) {
      Arrays.fill(sums, HALF);
      for (int t = 0; t < down.taps(); t++) {
        int weight = down.weights()[y * down.taps() + t];
        int[] row = source[down.first()[y] + t - down.from()];
        for (int i = 0; i < width; i++) {
          sums[i] += weight * row[i];
        }
      }
      for (int i = 0; i < width; i++) {
        to[y * width + i] = (byte) level(sums[i]);
      }
    }
    return new Photo(columns.count(), rows.count(), to);
  }

  /** Rows {@code top} to {@code bottom} of the photo, as levels of R, G and B side by side. */
  private static int[][] horizontally(Photo photo, Span columns, int top, int bottom) {
    Filter filter = Filter.of(photo.width(), columns);
    int[] first = filter.first();
    int[] weights = filter.weights();
    int taps = filter.taps();
    byte[] from = photo.rgb();
    int[][] rows = new int[bottom - top][3 * first.length];
    for (int y = top; y < bottom; y++) {
      int[] row = rows[y - top];
      for (int x = 0, w = 0; x < first.length; x++) {
        int r = HALF;
        int g = HALF;
        int b = HALF;
        int i = 3 * (y * photo.width() + first[x]);
        for (int end = w + taps; w < end; w++, i += 3) {
          r += weights[w] * (from[i] & 0xff);
          g += weights[w] * (from[i + 1] & 0xff);
          b += weights[w] * (from[i + 2] & 0xff);
        }
        row[3 * x] = level(r);
        row[3 * x + 1] = level(g);
        row[3 * x + 2] = level(b);
      }
    }
    return rows;
  }

  /** The level of a sum of levels, whose weights are not negative. */
  private static int level(int sum) {
    return Math.min(255, sum >> PRECISION);
  }
}
