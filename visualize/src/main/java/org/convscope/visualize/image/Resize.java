package org.convscope.visualize.image;

/**
 * Bilinear resizing with antialiasing: a triangle filter as wide as the reduction, in two passes,
 * rounded to 8 bits after each. The same arithmetic as Pillow's {@code Image.resize(...,
 * BILINEAR)}, which torchvision uses, so that networks see the pixels that they were trained on.
 */
final class Resize {
  private static final int PRECISION = 32 - 8 - 2;

  /**
   * The weights of one axis in fixed point.
   *
   * @param first first source index per output index
   * @param weights weights of the source pixels from there, per output index
   */
  private record Filter(int[] first, int[][] weights) {}

  private Resize() {}

  /** The photo at another size. */
  static Photo to(Photo photo, int width, int height) {
    Photo wide = width == photo.width() ? photo : horizontally(photo, width);
    return height == photo.height() ? wide : vertically(wide, height);
  }

  private static Filter filter(int in, int out) {
    double scale = (double) in / out;
    double support = Math.max(scale, 1);
    int[] first = new int[out];
    int[][] weights = new int[out][];
    for (int o = 0; o < out; o++) {
      double centre = (o + 0.5) * scale;
      int from = Math.max(0, (int) (centre - support + 0.5));
      int to = Math.min(in, (int) (centre + support + 0.5));
      double[] w = new double[to - from];
      double sum = 0;
      for (int i = 0; i < w.length; i++) {
        w[i] = Math.max(0, 1 - Math.abs((i + from - centre + 0.5) / support));
        sum += w[i];
      }
      first[o] = from;
      weights[o] = new int[w.length];
      for (int i = 0; i < w.length; i++) {
        weights[o][i] = (int) (0.5 + w[i] / sum * (1 << PRECISION));
      }
    }
    return new Filter(first, weights);
  }

  private static Photo horizontally(Photo photo, int width) {
    Filter filter = filter(photo.width(), width);
    byte[] from = photo.rgb();
    byte[] to = new byte[3 * width * photo.height()];
    for (int y = 0; y < photo.height(); y++) {
      for (int x = 0; x < width; x++) {
        int source = 3 * (y * photo.width() + filter.first()[x]);
        weigh(from, source, 3, filter.weights()[x], to, 3 * (y * width + x));
      }
    }
    return new Photo(width, photo.height(), to);
  }

  private static Photo vertically(Photo photo, int height) {
    Filter filter = filter(photo.height(), height);
    int width = photo.width();
    byte[] to = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source = 3 * (filter.first()[y] * width + x);
        weigh(photo.rgb(), source, 3 * width, filter.weights()[y], to, 3 * (y * width + x));
      }
    }
    return new Photo(width, height, to);
  }

  /** One output pixel: the weighted sum of source pixels {@code step} bytes apart. */
  private static void weigh(byte[] from, int source, int step, int[] weights, byte[] to, int at) {
    int r = 1 << PRECISION - 1;
    int g = r;
    int b = r;
    int i = source;
    for (int w : weights) {
      r += w * (from[i] & 0xff);
      g += w * (from[i + 1] & 0xff);
      b += w * (from[i + 2] & 0xff);
      i += step;
    }
    to[at] = clip(r);
    to[at + 1] = clip(g);
    to[at + 2] = clip(b);
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
  }
}
