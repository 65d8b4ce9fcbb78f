package org.convscope.engine.scalar;

import org.convscope.engine.ChannelTerm;
import org.convscope.engine.DType;
import org.convscope.engine.Lrn;
import org.convscope.engine.Moments;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Sums per channel, the affine map of frozen batch normalisation, and local response norms. */
record ScalarNormalisation(Numbers numbers) {

  /** A number made of element {@code i} of a tensor. */
  private interface Term {
    double at(int i);
  }

  Tensor affine(Tensor x, Tensor scale, Tensor shift) {
    double[] in = numbers.read(x);
    double[] a = numbers.read(scale);
    double[] b = numbers.read(shift);
    double[] out = new double[in.length];
    int channels = x.shape().dim(1);
    int plane = x.shape().size(2, x.shape().rank());
    numbers.forStretches(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int c = i / plane % channels;
            out[i] = in[i] * a[c] + b[c];
          }
        });
    return numbers.tensor(x.type(), x.shape(), out);
  }

  Tensor affineSum(ChannelTerm x, ChannelTerm y, Tensor shift) {
    double[] p = numbers.read(x.value());
    double[] q = numbers.read(y.value());
    double[] a = numbers.read(x.factor());
    double[] b = numbers.read(y.factor());
    double[] terms = numbers.read(shift);
    double[] out = new double[p.length];
    Shape shape = x.value().shape();
    int plane = shape.size(2, shape.rank());
    numbers.forStretches(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int c = i / plane % shape.dim(1);
            out[i] = p[i] * a[c] + q[i] * b[c] + terms[c];
          }
        });
    return numbers.tensor(x.value().type(), shape, out);
  }

  /** Of no elements, both are NaN. */
  Moments moments(Tensor x) {
    double[] in = numbers.read(x);
    int channels = x.shape().dim(1);
    double count = (double) x.shape().dim(0) * x.shape().size(2, x.shape().rank());
    double[] mean = perChannel(x.shape(), i -> in[i]);
    for (int c = 0; c < channels; c++) {
      mean[c] /= count;
    }
    int plane = x.shape().size(2, x.shape().rank());
    double[] variance =
        perChannel(
            x.shape(),
            i -> {
              double d = in[i] - mean[i / plane % channels];
              return d * d;
            });
    for (int c = 0; c < channels; c++) {
      variance[c] /= count;
    }
    return new Moments(vector(x.type(), mean), vector(x.type(), variance));
  }

  Tensor dot(Tensor a, Tensor b) {
    double[] left = numbers.read(a);
    double[] right = numbers.read(b);
    return vector(a.type(), perChannel(a.shape(), i -> left[i] * right[i]));
  }

  Tensor sum(Tensor x) {
    double[] in = numbers.read(x);
    return vector(x.type(), perChannel(x.shape(), i -> in[i]));
  }

  private double[] perChannel(Shape shape, Term term) {
    int channels = shape.dim(1);
    int plane = shape.size(2, shape.rank());
    double[] sums = new double[channels];
    numbers
        .workers()
        .forEach(
            channels,
            c -> {
              double sum = 0;
              for (int n = 0; n < shape.dim(0); n++) {
                int from = (n * channels + c) * plane;
                for (int i = from; i < from + plane; i++) {
                  sum += term.at(i);
                }
              }
              sums[c] = sum;
            });
    return sums;
  }

  private Tensor vector(DType type, double[] values) {
    return numbers.tensor(type, Shape.of(values.length), values);
  }

  Tensor lrn(Tensor x, Lrn attributes) {
    double[] in = numbers.read(x);
    double[] scales = scales(in, x.shape(), attributes);
    double[] out = new double[in.length];
    numbers.forStretches(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] * Math.pow(scales[i], -attributes.beta());
          }
        });
    return numbers.tensor(x.type(), x.shape(), out);
  }

  /**
   * {@code gx_j = gy_j·s_j^−beta − 2·alpha·beta/size · x_j · Σ gy_c·x_c·s_c^(−beta−1)} over the
   * channels c whose neighbourhood holds j, with s the bracket of {@link Lrn}.
   */
  Tensor lrnGradient(Tensor x, Tensor gy, Lrn attributes) {
    double[] in = numbers.read(x);
    double[] g = numbers.read(gy);
    double[] scales = scales(in, x.shape(), attributes);
    double[] gx = new double[in.length];
    int channels = x.shape().dim(1);
    int plane = x.shape().size(2, x.shape().rank());
    double factor = 2 * attributes.alpha() * attributes.beta() / attributes.size();
    numbers.forStretches(
        gx.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int c = i / plane % channels;
            int last = Math.min(channels - 1, c + (attributes.size() - 1) / 2);
            double sum = 0;
            for (int k = Math.max(0, c - attributes.size() / 2); k <= last; k++) {
              int j = i + (k - c) * plane;
              sum += g[j] * in[j] * Math.pow(scales[j], -attributes.beta() - 1);
            }
            gx[i] = g[i] * Math.pow(scales[i], -attributes.beta()) - factor * in[i] * sum;
          }
        });
    return numbers.tensor(x.type(), x.shape(), gx);
  }

  private double[] scales(double[] in, Shape shape, Lrn attributes) {
    double[] scales = new double[in.length];
    int channels = shape.dim(1);
    int plane = shape.size(2, shape.rank());
    numbers.forStretches(
        in.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int c = i / plane % channels;
            int last = Math.min(channels - 1, c + attributes.size() / 2);
            double sum = 0;
            for (int k = Math.max(0, c - (attributes.size() - 1) / 2); k <= last; k++) {
              double v = in[i + (k - c) * plane];
              sum += v * v;
            }
            scales[i] = attributes.bias() + attributes.alpha() / attributes.size() * sum;
          }
        });
    return scales;
  }
}
