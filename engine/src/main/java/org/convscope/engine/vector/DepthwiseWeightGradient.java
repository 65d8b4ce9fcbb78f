package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Gradient of depthwise convolution by its weight: per tap the products of a vector of channels
 * with its output gradients, summed over all pixels row by row in a fixed order.
 */
record DepthwiseWeightGradient(Workers workers, Buffers buffers) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;

  Tensor run(Tensor x, Tensor gy, Window window, Shape weight) {
    int blocks = Blocked.groups(x.shape().dim(1));
    Padded form = Padded.of(window, Blocked.LANES, blocks, x.shape().dim(2), x.shape().dim(3));
    float[] from = x.blocked();
    float[] in = form.apply(Planes.all(from, form.blocks()), x.shape().dim(0), workers, buffers);
    float[] g = gy.blocked();
    float[] gw = buffers.take(weight.size());
    int taps = weight.dim(2) * weight.dim(3);
    workers.forEach(
        blocks * taps,
        task -> {
          int block = task / taps;
          int tap = task % taps;
          float[] sums = new float[Blocked.LANES];
          for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
            sum(in, form, g, gy.shape(), window, block, tap, lane, sums);
          }
          int end = Math.min(Blocked.LANES, weight.dim(0) - block * Blocked.LANES);
          for (int c = 0; c < end; c++) {
            gw[(block * Blocked.LANES + c) * taps + tap] = sums[c];
          }
        });
    form.release(from, in, buffers);
    return Tensor.of(weight, gw);
  }

  private static void sum(
      float[] in,
      Padded form,
      float[] g,
      Shape out,
      Window window,
      int block,
      int tap,
      int lane,
      float[] sums) {
    int tapRow = tap / window.w().kernel();
    int tapColumn = tap % window.w().kernel();
    int width = out.dim(3);
    int plane = out.dim(2) * width * Blocked.LANES;
    int origin =
        block * form.blockPitch()
            + tapRow * window.h().dilation() * form.rowPitch()
            + form.column(tapColumn * window.w().dilation())
            + lane;
    int inRow = form.outputRow(window);
    for (int n = 0; n < out.dim(0); n++) {
      for (int y = 0; y < out.dim(2); y++) {
        int p = n * form.imagePitch() + origin + y * inRow;
        int q = (n * form.blocks() + block) * plane + y * width * Blocked.LANES + lane;
        FloatVector a = FloatVector.zero(S);
        for (int i = 0; i < width * Blocked.LANES; i += Blocked.LANES) {
          a = FloatVector.fromArray(S, in, p + i).fma(FloatVector.fromArray(S, g, q + i), a);
        }
        a.add(FloatVector.fromArray(S, sums, lane)).intoArray(sums, lane);
      }
    }
  }
}
