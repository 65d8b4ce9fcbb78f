package org.convscope.autograd.op;

import java.util.Optional;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** The arithmetic of {@link RelevanceRules}; c stands for relevance divided by value. */
final class Relevance {
  private static final double TINY = 1e-9;

  private Relevance() {}

  /** {@code c·z/(z + ε sign z)}, ε in units of the root mean square of the item's z. */
  static Tensor stabilised(Tensor c, Tensor z, double epsilon) {
    if (epsilon == 0) {
      return c;
    }
    double[] to = c.toDoubles();
    double[] sum = z.toDoubles();
    int items = z.shape().rank() == 0 ? 1 : z.shape().dim(0);
    int each = sum.length / Math.max(1, items);
    for (int n = 0; n < items; n++) {
      double squares = 0;
      for (int i = n * each; i < (n + 1) * each; i++) {
        squares += sum[i] * sum[i];
      }
      double limit = epsilon * Math.sqrt(squares / each);
      for (int i = n * each; i < (n + 1) * each; i++) {
        double size = Math.abs(sum[i]);
        to[i] *= size == 0 ? 0 : size / (size + limit);
      }
    }
    return Tensor.of(c.shape(), to).cast(c.type());
  }

  static Tensor output(Kernels k, Conv.ConvVjp conv) {
    return k.convolution(conv.x(), conv.weight(), conv.bias(), conv.window(), Epilogue.NONE);
  }

  static Tensor zPlus(Kernels k, Conv.ConvVjp conv, Tensor c) {
    Tensor relevance = k.combine(Arithmetic.MUL, c, output(k, conv));
    Tensor positive = part(conv.weight(), 1);
    Tensor negative = part(conv.weight(), -1);
    return shared(k, conv, relevance, new Weights(positive, negative, Optional.empty()));
  }

  static Tensor gamma(Kernels k, Conv.ConvVjp conv, Tensor c, double gamma) {
    Tensor z = output(k, conv);
    Tensor relevance = k.combine(Arithmetic.MUL, c, z);
    Tensor up = favoured(conv.weight(), gamma, 1);
    Tensor down = favoured(conv.weight(), gamma, -1);
    Tensor first =
        shared(
            k,
            conv,
            where(relevance, z, 1),
            new Weights(up, down, conv.bias().map(b -> favoured(b, gamma, 1))));
    Tensor second =
        shared(
            k,
            conv,
            where(relevance, z, -1),
            new Weights(down, up, conv.bias().map(b -> favoured(b, gamma, -1))));
    return k.combine(Arithmetic.ADD, first, second);
  }

  /**
   * Hands relevance to the inputs in proportion to their contributions.
   *
   * @return relevance divided by input
   */
  private static Tensor shared(Kernels k, Conv.ConvVjp conv, Tensor relevance, Weights w) {
    Tensor positive = part(conv.x(), 1);
    Tensor negative = part(conv.x(), -1);
    Tensor z =
        k.combine(
            Arithmetic.ADD,
            k.convolution(positive, w.positive(), w.bias(), conv.window(), Epilogue.NONE),
            k.convolution(negative, w.negative(), Optional.empty(), conv.window(), Epilogue.NONE));
    Tensor s = quotient(relevance, z);
    Shape x = conv.x().shape();
    double[] up = k.convolutionInputGradient(s, w.positive(), conv.window(), x).toDoubles();
    double[] down = k.convolutionInputGradient(s, w.negative(), conv.window(), x).toDoubles();
    double[] values = conv.x().toDoubles();
    for (int i = 0; i < up.length; i++) {
      up[i] = values[i] >= 0 ? up[i] : down[i];
    }
    return Tensor.of(x, up).cast(conv.x().type());
  }

  /** {@code r/z}; 0 where z is nothing beside its root mean square. */
  private static Tensor quotient(Tensor r, Tensor z) {
    double[] to = r.toDoubles();
    double[] by = z.toDoubles();
    double squares = 0;
    for (double v : by) {
      squares += v * v;
    }
    double limit = TINY * Math.sqrt(squares / by.length);
    for (int i = 0; i < to.length; i++) {
      to[i] = Math.abs(by[i]) > limit ? to[i] / by[i] : 0;
    }
    return Tensor.of(r.shape(), to).cast(r.type());
  }

  /** The part of one sign; 0 elsewhere. */
  private static Tensor part(Tensor t, int sign) {
    return where(t, t, sign);
  }

  /** {@code t} where {@code condition} has the sign; 0 elsewhere. */
  private static Tensor where(Tensor t, Tensor condition, int sign) {
    double[] to = t.toDoubles();
    double[] by = condition.toDoubles();
    for (int i = 0; i < to.length; i++) {
      to[i] = by[i] * sign > 0 ? to[i] : 0;
    }
    return Tensor.of(t.shape(), to).cast(t.type());
  }

  /** {@code w + γ·(the part of w of one sign)}. */
  private static Tensor favoured(Tensor w, double gamma, int sign) {
    double[] to = w.toDoubles();
    for (int i = 0; i < to.length; i++) {
      to[i] = to[i] * sign > 0 ? to[i] * (1 + gamma) : to[i];
    }
    return Tensor.of(w.shape(), to).cast(w.type());
  }

  /** The weights at positive and at negative inputs. */
  private record Weights(Tensor positive, Tensor negative, Optional<Tensor> bias) {}
}
