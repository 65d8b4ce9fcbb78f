package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Convolution with one filter per channel: channels are independent, so a vector of channels meets
 * a vector of weights, tap by tap. Otherwise as {@link Sweep}.
 */
record Depthwise(
    float[] in,
    Padded form,
    int inRow,
    Taps taps,
    float[] weights,
    float[] init,
    Target out,
    int rows,
    int width) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Pixels of the main tile: enough independent sums to hide the latency of an FMA. */
  private static final int TILE = 8;

  /** Keys of the packed weights. */
  enum Weights {
    FORWARD
  }

  static boolean applies(Shape weight, Window window) {
    return window.groups() > 1 && weight.dim(1) == 1 && weight.dim(0) == window.groups();
  }

  /** The selected taps of weights [C×1×kH×kW] as block, tap, lane. */
  static float[] pack(Tensor weight, Panels.Selection selection) {
    int channels = weight.shape().dim(0);
    int kernelWidth = weight.shape().dim(3);
    int all = weight.shape().dim(2) * kernelWidth;
    int taps = selection.rows().length * selection.columns().length;
    float[] w = weight.floats();
    float[] packed = new float[Blocked.groups(channels) * taps * Blocked.LANES];
    for (int c = 0; c < channels; c++) {
      int to = c / Blocked.LANES * taps * Blocked.LANES + c % Blocked.LANES;
      for (int row : selection.rows()) {
        for (int column : selection.columns()) {
          packed[to] = w[c * all + row * kernelWidth + column];
          to += Blocked.LANES;
        }
      }
    }
    return packed;
  }

  /** Computes all channels of {@code images} images. */
  void run(int images, Workers workers) {
    int[] off = Arrays.copyOf(taps.off(), taps.perBlock());
    int blocks = form.blocks();
    workers.forEach(
        images * blocks * rows,
        task -> {
          int y = task % rows;
          int image = task / rows / blocks;
          int block = task / rows % blocks;
          int source = image * form.imagePitch() + block * form.blockPitch() + y * inRow;
          int target = out.at() + image * out.image() + block * out.block() + y * out.row();
          for (int lane = 0; lane < Blocked.LANES; lane += V) {
            row(source + lane, target + lane, block, lane, off);
          }
        });
  }

  private void row(int source, int target, int block, int lane, int[] off) {
    int w = block * off.length * Blocked.LANES + lane;
    int b = block * Blocked.LANES + lane;
    for (int done = 0; done < width; ) {
      if (width >= TILE) {
        int x = Math.min(done, width - TILE);
        tile(source + x * Blocked.LANES, off, w, b, target + x * out.step());
        done = x + TILE;
      } else {
        pixel(source + done * Blocked.LANES, off, w, b, target + done * out.step());
        done++;
      }
    }
    if (out.gate() != null) {
      new TileEnd(out, null).gate(target, width, out.step());
    }
  }

  private void tile(int at, int[] off, int w, int b, int o) {
    FloatVector a0 = FloatVector.fromArray(S, init, b);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector a4 = a0;
    FloatVector a5 = a0;
    FloatVector a6 = a0;
    FloatVector a7 = a0;
    for (int t = 0; t < off.length; t++) {
      int x = at + off[t];
      FloatVector k = FloatVector.fromArray(S, weights, w + t * 16);
      a0 = FloatVector.fromArray(S, in, x).fma(k, a0);
      a1 = FloatVector.fromArray(S, in, x + 16).fma(k, a1);
      a2 = FloatVector.fromArray(S, in, x + 32).fma(k, a2);
      a3 = FloatVector.fromArray(S, in, x + 48).fma(k, a3);
      a4 = FloatVector.fromArray(S, in, x + 64).fma(k, a4);
      a5 = FloatVector.fromArray(S, in, x + 80).fma(k, a5);
      a6 = FloatVector.fromArray(S, in, x + 96).fma(k, a6);
      a7 = FloatVector.fromArray(S, in, x + 112).fma(k, a7);
    }
    int step = out.step();
    store(a0, o);
    store(a1, o + step);
    store(a2, o + 2 * step);
    store(a3, o + 3 * step);
    store(a4, o + 4 * step);
    store(a5, o + 5 * step);
    store(a6, o + 6 * step);
    store(a7, o + 7 * step);
  }

  private void pixel(int at, int[] off, int w, int b, int o) {
    FloatVector a = FloatVector.fromArray(S, init, b);
    for (int t = 0; t < off.length; t++) {
      FloatVector k = FloatVector.fromArray(S, weights, w + t * 16);
      a = FloatVector.fromArray(S, in, at + off[t]).fma(k, a);
    }
    store(a, o);
  }

  /** A pixel may be computed twice, so the residual is added to the sum, not to what is stored. */
  private void store(FloatVector sum, int o) {
    FloatVector y = sum;
    if (out.residual() != null) {
      y = y.add(FloatVector.fromArray(S, out.residual(), o));
    }
    FloatVector low = FloatVector.broadcast(S, out.relu() ? 0f : Float.NEGATIVE_INFINITY);
    y.blend(low, y.lt(low)).intoArray(out.data(), o);
  }
}
