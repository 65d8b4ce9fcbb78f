package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Cross-entropy of logits [N×C×...] against class indices, an integer tensor [N×...]: {@code −Σ_c
 * q_c·log softmax(logits)_c} with {@code q = (1 − smoothing)·onehot + smoothing/C} (PyTorch's
 * cross_entropy). Computed from the logits, so that large ones neither overflow nor lose digits.
 * Gradient {@code softmax − q}, reduced alike; targets have none.
 *
 * @param over what to do with the losses of the single positions
 * @param smoothing label smoothing in [0, 1]
 */
public record CrossEntropy(Over over, double smoothing) implements Composed {
  /** From the losses of the single positions to the output. */
  public enum Over {
    /** Their mean, a scalar. */
    MEAN,
    /** Their sum, a scalar. */
    SUM,
    /** As they are, [N×...]. */
    NONE
  }

  public CrossEntropy {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException(
          "cross_entropy: label smoothing must lie in [0, 1], got " + smoothing);
    }
  }

  @Override
  public String type() {
    return "cross_entropy";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape logits = inputs.get(0);
    if (logits.rank() < 2 || !inputs.get(1).equals(withoutClasses(logits))) {
      throw new IllegalArgumentException(
          "cross_entropy: logits [N×C×...] need targets [N×...], got logits %s and targets %s"
              .formatted(logits, inputs.get(1)));
    }
    return List.of(over == Over.NONE ? inputs.get(1) : Shape.of());
  }

  private static Shape withoutClasses(Shape logits) {
    return Shape.of(
        IntStream.range(0, logits.rank()).filter(i -> i != 1).map(logits::dim).toArray());
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Tensor logits = inputs.get(0).value();
    Variable log = tape.apply(new LogSoftmax(1), inputs.get(0));
    Tensor q = distribution(logits, inputs.get(1).value().longs());
    Variable products = tape.apply(new Elementwise(Arithmetic.MUL), log, tape.constant(q));
    Variable losses =
        tape.apply(
            new Activation(Functions.NEG),
            tape.apply(new Reduce(Reduction.SUM, List.of(1), false), products));
    return List.of(
        switch (over) {
          case NONE -> losses;
          case SUM -> tape.apply(Reduce.all(Reduction.SUM), losses);
          case MEAN -> tape.apply(Reduce.all(Reduction.MEAN), losses);
        });
  }

  private Tensor distribution(Tensor logits, long[] targets) {
    Shape s = logits.shape();
    int classes = s.dim(1);
    int inner = s.size(2, s.rank());
    double[] q = new double[s.size()];
    Arrays.fill(q, smoothing / classes);
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] < 0 || targets[i] >= classes) {
        throw new IllegalArgumentException(
            "cross_entropy: targets must lie in [0, %d), got %d".formatted(classes, targets[i]));
      }
      q[(int) ((i / inner * classes + targets[i]) * inner + i % inner)] += 1 - smoothing;
    }
    return Tensor.of(s, q).cast(logits.type());
  }
}
