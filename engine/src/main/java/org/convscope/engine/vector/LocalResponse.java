package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Lrn;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * Local response normalisation of blocked tensors: the channels of one pixel are laid out side by
 * side, so that the sum over neighbouring channels is a sum of shifted vectors.
 */
record LocalResponse(Workers workers, Buffers buffers) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;

  Tensor forward(Tensor x, Lrn a) {
    float[] in = x.blocked();
    float[] out = buffers.take(in.length);
    rows(
        x.shape(),
        (pixel, column) -> {
          column.read(in, pixel, column.value);
          column.powers(a);
          for (int c = 0; c < column.channels; c += Lanes.VECTOR) {
            column
                .at(column.value, c)
                .mul(column.at(column.power, c))
                .intoArray(out, column.address(pixel, c));
          }
        });
    return Tensor.blocked(x.shape(), out);
  }

  /**
   * {@code gx_c = gy_c·s_c^−β − 2αβ/size · x_c · Σ gy·x·s^(−β−1)} over the channels whose windows
   * contain c.
   */
  Tensor gradient(Tensor x, Tensor gy, Lrn a) {
    float[] in = x.blocked();
    float[] g = gy.blocked();
    float[] out = buffers.take(in.length);
    float factor = (float) (-2 * a.alpha() * a.beta() / a.size());
    rows(
        x.shape(),
        (pixel, column) -> {
          column.read(in, pixel, column.value);
          column.read(g, pixel, column.gradient);
          column.powers(a);
          for (int c = 0; c < column.channels; c += Lanes.VECTOR) {
            FloatVector ratio = column.at(column.power, c).div(column.at(column.scale, c));
            column
                .at(column.gradient, c)
                .mul(column.at(column.value, c))
                .mul(ratio)
                .intoArray(column.share, column.margin + c);
          }
          for (int c = 0; c < column.channels; c += Lanes.VECTOR) {
            FloatVector shares = column.window(column.share, c, -(a.size() / 2), a.size());
            FloatVector own = column.at(column.gradient, c).mul(column.at(column.power, c));
            column
                .at(column.value, c)
                .mul(shares)
                .fma(FloatVector.broadcast(S, factor), own)
                .intoArray(out, column.address(pixel, c));
          }
        });
    return Tensor.blocked(x.shape(), out);
  }

  private interface Body {
    void run(int pixel, Column column);
  }

  private void rows(Shape shape, Body body) {
    int width = shape.dim(3);
    workers.forEach(
        shape.dim(0) * shape.dim(2),
        task -> {
          Column column = new Column(shape, task / shape.dim(2));
          for (int x = 0; x < width; x++) {
            body.run(task % shape.dim(2) * width + x, column);
          }
        });
  }

  /** All channels of one pixel, with zeros on both sides. */
  private static final class Column {
    final int channels;
    final int margin;
    final float[] value;
    final float[] square;
    final float[] scale;
    final float[] power;
    final float[] gradient;
    final float[] share;
    private final int image;
    private final int plane;

    Column(Shape shape, int n) {
      channels = Blocked.groups(shape.dim(1)) * Blocked.LANES;
      margin = channels;
      plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
      image = n * channels / Blocked.LANES * plane;
      value = new float[3 * channels];
      square = new float[3 * channels];
      scale = new float[3 * channels];
      power = new float[3 * channels];
      gradient = new float[3 * channels];
      share = new float[3 * channels];
    }

    int address(int pixel, int channel) {
      return image
          + channel / Blocked.LANES * plane
          + pixel * Blocked.LANES
          + channel % Blocked.LANES;
    }

    FloatVector at(float[] v, int channel) {
      return FloatVector.fromArray(S, v, margin + channel);
    }

    void read(float[] from, int pixel, float[] to) {
      for (int c = 0; c < channels; c += Blocked.LANES) {
        System.arraycopy(from, address(pixel, c), to, margin + c, Blocked.LANES);
      }
    }

    /** Sum of {@code size} channels from {@code c + begin} on. */
    FloatVector window(float[] v, int c, int begin, int size) {
      FloatVector sum = FloatVector.zero(S);
      for (int j = Math.max(begin, -channels - c);
          j < begin + size && c + j <= 2 * channels - Lanes.VECTOR;
          j++) {
        sum = sum.add(FloatVector.fromArray(S, v, margin + c + j));
      }
      return sum;
    }

    /** Fills {@link #scale} with {@code bias + alpha/size·Σx²} and {@link #power} with its −β. */
    void powers(Lrn a) {
      for (int c = 0; c < channels; c += Lanes.VECTOR) {
        FloatVector v = at(value, c);
        v.mul(v).intoArray(square, margin + c);
      }
      FloatVector alpha = FloatVector.broadcast(S, (float) (a.alpha() / a.size()));
      FloatVector bias = FloatVector.broadcast(S, (float) a.bias());
      for (int c = 0; c < channels; c += Lanes.VECTOR) {
        FloatVector s = window(square, c, -((a.size() - 1) / 2), a.size()).fma(alpha, bias);
        s.intoArray(scale, margin + c);
        if (a.beta() == 0.75) {
          FloatVector root = s.sqrt();
          FloatVector.broadcast(S, 1f).div(root.mul(root.sqrt())).intoArray(power, margin + c);
        }
      }
      if (a.beta() != 0.75) {
        for (int c = margin; c < margin + channels; c++) {
          power[c] = (float) Math.pow(scale[c], -a.beta());
        }
      }
    }
  }
}
