package org.convscope.engine.view;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * A sparse linear map along one axis: each output position is a weighted sum of a few input
 * positions. Interpolation and averaging over uneven windows are products of such maps.
 *
 * @param taps one entry per output position
 */
public record Resampling(List<Taps> taps) {

  /**
   * What one output position sums up.
   *
   * @param positions input positions
   * @param weights one per position
   */
  public record Taps(int[] positions, double[] weights) {
    public Taps {
      if (positions.length != weights.length) {
        throw new IllegalArgumentException(
            "resampling: one weight per position is needed, got %d positions and %d weights"
                .formatted(positions.length, weights.length));
      }
    }
  }

  public Resampling {
    taps = List.copyOf(taps);
  }

  /** Applies the map along {@code axis} of a floating tensor. */
  public Tensor apply(Tensor x, int axis, Buffers buffers) {
    return run(x, x.shape().with(axis, taps.size()), axis, false, buffers);
  }

  /**
   * The adjoint of {@link #apply}.
   *
   * @param gy gradient by the output
   * @param length input positions along {@code axis}
   */
  public Tensor adjoint(Tensor gy, int axis, int length, Buffers buffers) {
    return run(gy, gy.shape().with(axis, length), axis, true, buffers);
  }

  private Tensor run(Tensor from, Shape to, int axis, boolean adjoint, Buffers buffers) {
    int outer = to.size(0, axis);
    int inner = to.size(axis + 1, to.rank());
    int fromBlock = from.shape().dim(axis) * inner;
    int toBlock = to.dim(axis) * inner;
    if (from.type() == DType.DOUBLE) {
      double[] out = new double[to.size()];
      double[] in = from.doubles();
      forTaps(
          (o, p, weight) -> {
            int a = (adjoint ? o : p) * inner;
            int b = (adjoint ? p : o) * inner;
            for (int n = 0; n < outer; n++) {
              for (int i = 0; i < inner; i++) {
                out[n * toBlock + b + i] += weight * in[n * fromBlock + a + i];
              }
            }
          });
      return Tensor.of(to, out);
    }
    float[] out = buffers.take(to.size());
    Arrays.fill(out, 0f);
    float[] in = from.floats();
    forTaps(
        (o, p, weight) -> {
          int a = (adjoint ? o : p) * inner;
          int b = (adjoint ? p : o) * inner;
          float w = (float) weight;
          for (int n = 0; n < outer; n++) {
            for (int i = 0; i < inner; i++) {
              out[n * toBlock + b + i] += w * in[n * fromBlock + a + i];
            }
          }
        });
    return Tensor.of(to, out);
  }

  private interface Tap {
    void at(int output, int input, double weight);
  }

  private void forTaps(Tap body) {
    for (int o = 0; o < taps.size(); o++) {
      Taps t = taps.get(o);
      for (int k = 0; k < t.positions().length; k++) {
        body.at(o, t.positions()[k], t.weights()[k]);
      }
    }
  }
}
