package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Max pooling by windows of at most three rows and columns, as most networks have them: the maxima
 * of every column over the rows that an output row sees, then those of neighbouring columns. The
 * three poolings of SqueezeNet take 0.45 to 0.47 instead of 0.55 to 0.58 ms on one thread ({@code
 * benchmarks.jar profile}, 256 bits). Of zeros of both signs the first in this order wins.
 */
final class ShortMaxPool {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Rows and columns that a window may have here. */
  private static final int MOST = 3;

  private final Window window;
  private final Inside vertical;
  private final Inside horizontal;
  private final int pitch;
  private final int outPitch;
  private final int[][] columns;

  /**
   * @param window the pool's, which {@link #applies}
   * @param input shape of its input
   * @param shape of its output
   */
  ShortMaxPool(Window window, Shape input, Shape shape) {
    this.window = window;
    vertical = Inside.of(window.h(), shape.dim(2), input.dim(2));
    horizontal = Inside.of(window.w(), shape.dim(3), input.dim(3));
    pitch = input.dim(3) * Blocked.LANES;
    outPitch = shape.dim(3) * Blocked.LANES;
    columns = columns();
  }

  /** True where every window sees one to three rows and columns. */
  static boolean applies(Window window, Shape input, Shape shape) {
    return isShort(Inside.of(window.h(), shape.dim(2), input.dim(2)))
        && isShort(Inside.of(window.w(), shape.dim(3), input.dim(3)));
  }

  private static boolean isShort(Inside axis) {
    return Arrays.stream(axis.taps()).allMatch(taps -> taps >= 1 && taps <= MOST);
  }

  /** Pools all planes of blocked tensors. */
  void run(float[] in, float[] out, Shape input, Shape shape, Workers workers) {
    int planes = shape.dim(0) * Blocked.groups(shape.dim(1));
    int rows = shape.dim(2);
    int pieces = workers.pieces(planes, rows);
    workers.forEach(
        planes * pieces,
        task -> {
          int piece = task % pieces;
          int plane = task / pieces;
          int at = plane * input.dim(2) * pitch;
          int to = plane * rows * outPitch;
          rows(in, at, out, to, rows * piece / pieces, rows * (piece + 1) / pieces, null);
        });
  }

  /** The first input row that an output row sees. */
  int firstRow(int y) {
    return vertical.at()[y];
  }

  /** The input row behind the last that an output row sees. */
  int endRow(int y) {
    return vertical.at()[y] + (vertical.taps()[y] - 1) * window.h().dilation() + 1;
  }

  /** Where the first, second and third column of each window are; the last again for a missing. */
  private int[][] columns() {
    int[][] columns = new int[MOST][horizontal.at().length];
    for (int tap = 0; tap < MOST; tap++) {
      for (int x = 0; x < horizontal.at().length; x++) {
        int inside = Math.min(tap, horizontal.taps()[x] - 1);
        columns[tap][x] = (horizontal.at()[x] + inside * window.w().dilation()) * V;
      }
    }
    return columns;
  }

  /**
   * Some output rows of one plane.
   *
   * @param at where the plane's first row is in {@code in}, or would be if it were there
   * @param target where the plane's first output row is
   * @param places where the tap that each maximum comes from is written, at the maximum's own
   *     place, see {@link MaximaPlaces}; or null
   */
  void rows(float[] in, int at, float[] out, int target, int from, int to, MaximaPlaces places) {
    int rowStep = window.h().dilation() * pitch;
    float[] maxima = new float[pitch / Blocked.LANES * V];
    for (int y = from; y < to; y++) {
      int last = vertical.taps()[y] - 1;
      for (int lane = 0; lane < Blocked.LANES; lane += V) {
        int a = at + vertical.at()[y] * pitch + lane;
        int b = a + Math.min(1, last) * rowStep;
        int o = target + y * outPitch + lane;
        boolean nan = down(in, a, b, a + last * rowStep, maxima);
        across(maxima, columns[0], columns[1], columns[2], out, o);
        if (nan) {
          MaxPool.keepNan(in, a, last + 1, rowStep, horizontal, window.w().dilation(), out, o);
        }
        if (places != null) {
          places.row(in, a, y, out, o, nan);
        }
      }
    }
  }

  /**
   * Maxima of each column of three rows. A comparison with NaN holds for none; a sum of all values
   * shows whether there was one.
   *
   * @return whether there may be a NaN among the values (∞ − ∞ looks the same)
   */
  private static boolean down(float[] in, int a, int b, int c, float[] maxima) {
    FloatVector sum = FloatVector.zero(S);
    for (int i = 0, p = 0; i < maxima.length; i += V, p += Blocked.LANES) {
      FloatVector u = FloatVector.fromArray(S, in, a + p);
      FloatVector v = FloatVector.fromArray(S, in, b + p);
      FloatVector w = FloatVector.fromArray(S, in, c + p);
      sum = sum.add(u.add(v).add(w));
      FloatVector best = u.blend(v, u.lt(v));
      best.blend(w, best.lt(w)).intoArray(maxima, i);
    }
    return sum.compare(VectorOperators.NE, sum).anyTrue();
  }

  private static void across(
      float[] maxima, int[] first, int[] second, int[] third, float[] out, int target) {
    for (int x = 0; x < first.length; x++) {
      FloatVector u = FloatVector.fromArray(S, maxima, first[x]);
      FloatVector v = FloatVector.fromArray(S, maxima, second[x]);
      FloatVector w = FloatVector.fromArray(S, maxima, third[x]);
      FloatVector best = u.blend(v, u.lt(v));
      best.blend(w, best.lt(w)).intoArray(out, target + x * Blocked.LANES);
    }
  }
}
