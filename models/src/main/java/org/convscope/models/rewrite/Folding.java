package org.convscope.models.rewrite;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Node;

/**
 * Folds a batch normalisation with frozen statistics into the convolution before it: with {@code
 * factor = scale/√(variance + epsilon)}, the weight becomes {@code weight·factor} per filter and
 * the bias {@code (bias − mean)·factor + shift}.
 */
final class Folding {
  private final Map<String, Tensor> parameters;
  private final Set<String> excluded;
  private final Map<String, Folded> done;

  /**
   * A convolution and a normalisation in one.
   *
   * @param weight OIHW
   * @param bias [O]
   * @param norm what was folded
   */
  record Folded(Tensor weight, Tensor bias, ConvBlock.Norm norm) {}

  Folding(Map<String, Tensor> parameters) {
    this(parameters, Set.of(), new ConcurrentHashMap<>());
  }

  private Folding(Map<String, Tensor> parameters, Set<String> excluded, Map<String, Folded> done) {
    this.parameters = parameters;
    this.excluded = excluded;
    this.done = done;
  }

  /** The same folding of a network that has further parameters. */
  Folding with(Map<String, Tensor> more) {
    return new Folding(more, excluded, done);
  }

  /** The same folding, which leaves nodes with these parameters alone. */
  Folding without(Set<String> tracked) {
    return new Folding(parameters, tracked, done);
  }

  /** True if all that both nodes read besides their data is constant. */
  boolean applies(Node conv, Node norm) {
    return Stream.concat(conv.inputs().stream().skip(1), norm.inputs().stream().skip(1))
        .allMatch(p -> p.isEmpty() || (parameters.containsKey(p) && !excluded.contains(p)));
  }

  /** Both nodes in one, computed when first asked for. */
  Folded folded(Node conv, Node norm) {
    return done.computeIfAbsent(conv.name(), name -> fold(conv, norm));
  }

  private Folded fold(Node conv, Node norm) {
    Tensor weight = parameters.get(conv.inputs().get(1));
    boolean biased = conv.inputs().size() > 2 && !conv.inputs().get(2).isEmpty();
    Tensor bias = biased ? parameters.get(conv.inputs().get(2)) : null;
    double epsilon = ((BatchNorm) norm.op()).epsilon();
    double[] scale = of(norm, 1);
    double[] shift = of(norm, 2);
    double[] mean = of(norm, 3);
    double[] variance = of(norm, 4);
    double[] factor = new double[scale.length];
    double[] b = new double[scale.length];
    for (int o = 0; o < factor.length; o++) {
      factor[o] = scale[o] / Math.sqrt(variance[o] + epsilon);
      b[o] = ((bias == null ? 0 : bias.at(o)) - mean[o]) * factor[o] + shift[o];
    }
    Shape channels = Shape.of(factor.length);
    return new Folded(
        scaled(weight, factor),
        Tensor.of(channels, b).cast(weight.type()),
        new ConvBlock.Norm(norm.name(), weight, Tensor.of(channels, factor).cast(weight.type())));
  }

  /** Each filter times its factor; of floats, which kernels pack in their own order, no copy. */
  private static Tensor scaled(Tensor weight, double[] factor) {
    int filter = weight.size() / Math.max(1, factor.length);
    if (weight.type() == DType.FLOAT) {
      return Tensor.computed(
          weight.shape(),
          () -> {
            float[] w = weight.floats().clone();
            for (int i = 0; i < w.length; i++) {
              w[i] = (float) (w[i] * factor[i / filter]);
            }
            return w;
          });
    }
    double[] w = weight.toDoubles();
    for (int i = 0; i < w.length; i++) {
      w[i] *= factor[i / filter];
    }
    return Tensor.of(weight.shape(), w).cast(weight.type());
  }

  private double[] of(Node norm, int input) {
    return parameters.get(norm.inputs().get(input)).toDoubles();
  }
}
