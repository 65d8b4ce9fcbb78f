package org.convscope.engine;

/**
 * Index arithmetic of the blocked layout NCHW16c: channels in groups of 16 that lie together.
 *
 * <p>Element (n, c, y, x) of an [N×C×H×W] tensor is at {@code (((n·CB + c/16)·H + y)·W + x)·16 +
 * c%16} with {@code CB = ⌈C/16⌉}. The lanes of the last group beyond C are zero, always: kernels
 * rely on it.
 */
public final class Blocked {
  /** Channels per group: one 512-bit vector of floats. */
  public static final int LANES = 16;

  private Blocked() {}

  /** Number of channel groups, ⌈channels/16⌉. */
  public static int groups(int channels) {
    return (channels + LANES - 1) / LANES;
  }

  /** Length of the array that holds an NCHW shape in this layout. */
  public static int length(Shape nchw) {
    return Math.toIntExact(
        (long) nchw.dim(0) * groups(nchw.dim(1)) * LANES * nchw.dim(2) * nchw.dim(3));
  }

  /** True for the shapes that have a blocked form: rank 4. */
  public static boolean applies(Shape shape) {
    return shape.rank() == 4;
  }

  /** Copies NCHW numbers into the blocked layout. */
  public static void fromPlain(float[] plain, Shape nchw, float[] blocked) {
    int c = nchw.dim(1);
    int plane = nchw.dim(2) * nchw.dim(3);
    int groups = groups(c);
    for (int n = 0; n < nchw.dim(0); n++) {
      for (int g = 0; g < groups; g++) {
        int to = (n * groups + g) * plane * LANES;
        for (int lane = 0; lane < LANES; lane++) {
          int channel = g * LANES + lane;
          int from = (n * c + channel) * plane;
          for (int p = 0; p < plane; p++) {
            blocked[to + p * LANES + lane] = channel < c ? plain[from + p] : 0f;
          }
        }
      }
    }
  }

  /** Copies blocked numbers into NCHW order. */
  public static void toPlain(float[] blocked, Shape nchw, float[] plain) {
    int c = nchw.dim(1);
    int plane = nchw.dim(2) * nchw.dim(3);
    int groups = groups(c);
    for (int n = 0; n < nchw.dim(0); n++) {
      for (int channel = 0; channel < c; channel++) {
        int from = (n * groups + channel / LANES) * plane * LANES + channel % LANES;
        int to = (n * c + channel) * plane;
        for (int p = 0; p < plane; p++) {
          plain[to + p] = blocked[from + p * LANES];
        }
      }
    }
  }
}
