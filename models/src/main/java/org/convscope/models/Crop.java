package org.convscope.models;

import java.util.Arrays;
import org.convscope.engine.Blocked;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Rectangles of one size cut out of a batch of values that equal a clean one except in a patch
 * each.
 *
 * @param tops first row of each item's rectangle; rows may lie outside of the value
 * @param lefts first column of each item's rectangle; columns may lie outside of the value
 * @param height rows
 * @param width columns
 * @param outside what lies outside of the value
 */
record Crop(int[] tops, int[] lefts, int height, int width, double outside) {
  /** All of the value, for a batch of {@code items}. */
  static Crop everything(int items, Shape value) {
    return new Crop(new int[items], new int[items], value.dim(2), value.dim(3), 0);
  }

  /**
   * Cuts.
   *
   * @param clean the value [1×C×H×W]
   * @param patch what differs, or null if nothing does
   * @return [B×C×height×width]
   */
  Tensor of(Kernels kernels, Tensor clean, Patch patch) {
    Shape from = clean.shape();
    Shape to = Shape.of(tops.length, from.dim(1), height, width);
    if (clean.type() == DType.FLOAT && clean.isBlocked()) {
      float[] made = kernels.buffers().take(Blocked.length(to));
      Object[] parts = {clean.blocked(), patch == null ? null : patch.values().blocked(), made};
      cut(parts, from, patch, Blocked.groups(from.dim(1)), Blocked.LANES);
      clearUnusedLanes(made, to);
      return Tensor.blocked(to, made);
    }
    Object[] parts = {clean.plain(), patch == null ? null : patch.values().plain(), null};
    switch (clean.type()) {
      case FLOAT -> {
        float[] made = kernels.buffers().take(to.size());
        parts[2] = made;
        cut(parts, from, patch, from.dim(1), 1);
        return Tensor.of(to, made);
      }
      case DOUBLE -> {
        double[] made = new double[to.size()];
        parts[2] = made;
        cut(parts, from, patch, from.dim(1), 1);
        return Tensor.of(to, made);
      }
      default -> {
        long[] made = new long[to.size()];
        parts[2] = made;
        cut(parts, from, patch, from.dim(1), 1);
        return Tensor.of(clean.type(), to, made);
      }
    }
  }

  /** Rows of {@code lanes} numbers per place; parts are the clean value, the patch, the result. */
  private void cut(Object[] parts, Shape from, Patch patch, int groups, int lanes) {
    int rows = from.dim(2);
    int columns = from.dim(3);
    for (int n = 0; n < tops.length; n++) {
      int first = Math.max(0, -lefts[n]);
      int end = Math.max(first, Math.min(width, columns - lefts[n]));
      for (int g = 0; g < groups; g++) {
        for (int r = 0; r < height; r++) {
          int y = tops[n] + r;
          int to = ((n * groups + g) * height + r) * width;
          if (y < 0 || y >= rows) {
            fill(parts[2], to * lanes, (to + width) * lanes);
            continue;
          }
          fill(parts[2], to * lanes, (to + first) * lanes);
          fill(parts[2], (to + end) * lanes, (to + width) * lanes);
          int source = (g * rows + y) * columns + lefts[n];
          copy(parts[0], source + first, parts[2], to + first, end - first, lanes);
          if (patch != null) {
            overlay(parts, patch, n, new int[] {groups, g, y, to}, lanes);
          }
        }
      }
    }
  }

  private void overlay(Object[] parts, Patch patch, int n, int[] at, int lanes) {
    int patchRows = patch.values().shape().dim(2);
    int patchColumns = patch.values().shape().dim(3);
    int top = patch.isWhole() ? 0 : patch.tops()[n];
    int left = patch.isWhole() ? 0 : patch.lefts()[n];
    int y = at[2];
    if (y < top || y >= top + patchRows) {
      return;
    }
    int first = Math.max(0, left - lefts[n]);
    int end = Math.min(width, left + patchColumns - lefts[n]);
    if (first < end) {
      int row = ((n * at[0] + at[1]) * patchRows + y - top) * patchColumns;
      copy(parts[1], row + lefts[n] + first - left, parts[2], at[3] + first, end - first, lanes);
    }
  }

  private static void copy(Object from, int source, Object to, int target, int places, int lanes) {
    System.arraycopy(from, source * lanes, to, target * lanes, places * lanes);
  }

  private void fill(Object array, int from, int to) {
    if (array instanceof float[] f) {
      Arrays.fill(f, from, to, (float) outside);
    } else if (array instanceof double[] d) {
      Arrays.fill(d, from, to, outside);
    } else {
      Arrays.fill((long[]) array, from, to, (long) outside);
    }
  }

  /** The lanes beyond the last channel are 0, whatever lies outside. */
  private void clearUnusedLanes(float[] blocked, Shape shape) {
    int used = shape.dim(1) % Blocked.LANES;
    if (used == 0 || outside == 0) {
      return;
    }
    int groups = Blocked.groups(shape.dim(1));
    int plane = height * width * Blocked.LANES;
    for (int n = 0; n < tops.length; n++) {
      int group = (n * groups + groups - 1) * plane;
      for (int at = group; at < group + plane; at += Blocked.LANES) {
        Arrays.fill(blocked, at + used, at + Blocked.LANES, 0);
      }
    }
  }
}
