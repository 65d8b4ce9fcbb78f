package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/** One number per channel repeated over its plane: the adjoint of the sum over space. */
record Stretch(Workers workers, Buffers buffers) {

  /** True for [N×C×1×1] to [N×C×H×W] where the channels fill a block. */
  static boolean applies(Shape x, Shape whole) {
    return whole.rank() == 4
        && whole.size() > 0
        && whole.dim(1) >= Blocked.LANES
        && x.equals(whole.with(2, 1).with(3, 1));
  }

  Tensor run(Tensor x, Shape whole, GradientEpilogue epilogue) {
    float[] in = x.blocked();
    float[] out = buffers.take(Blocked.length(whole));
    int pixels = whole.dim(2) * whole.dim(3);
    int plane = pixels * Blocked.LANES;
    float[] sum = epilogue.sum().map(Tensor::blocked).orElse(null);
    float[] gate = epilogue.rectified().map(Tensor::blocked).orElse(null);
    Target target = new Target(out, 0, 0, plane, plane, Blocked.LANES, sum, gate, false);
    TileEnd end = new TileEnd(target, null);
    workers.forEach(
        whole.dim(0) * Blocked.groups(whole.dim(1)),
        block -> {
          repeat(in, block * Blocked.LANES, out, block * plane, plane);
          end.finish(block * plane, pixels);
        });
    return Tensor.blocked(whole, out);
  }

  private static void repeat(float[] in, int from, float[] out, int to, int length) {
    for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
      FloatVector v = FloatVector.fromArray(Lanes.FLOATS, in, from + lane);
      for (int i = lane; i < length; i += Blocked.LANES) {
        v.intoArray(out, to + i);
      }
    }
  }
}
