package org.convscope.visualize.ascend.regularise;

import java.util.Locale;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.TotalVariation;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** What is subtracted from the score, as a function of the network's input [N×C×H×W]. */
public enum Penalty {
  /** {@code Σ |x|}. */
  L1,
  /** {@code Σ x²}, whose gradient is 2x. */
  L2,
  /** {@code Σ} squared differences of neighbours. */
  TV,
  /** {@code Σ x²} of a frame as wide as a twentieth of the image: nothing at its boundary. */
  BOUNDARY;

  private static final int FRAME = 20;

  /** A penalty and how much it counts. */
  public record Weighted(Penalty penalty, double weight) {}

  /** The penalty of a batch, summed. */
  public Variable of(Tape tape, Variable x) {
    return switch (this) {
      case L1 -> sum(tape, tape.apply(new Activation(Functions.ABS), x));
      case L2 -> sum(tape, squares(tape, x));
      case TV -> tape.apply(new TotalVariation(), x);
      case BOUNDARY -> {
        Variable frame = tape.constant(frame(x.value()));
        yield sum(tape, tape.apply(new Elementwise(Arithmetic.MUL), squares(tape, x), frame));
      }
    };
  }

  private static Variable squares(Tape tape, Variable x) {
    return tape.apply(new Activation(new Functions.Power(2)), x);
  }

  private static Variable sum(Tape tape, Variable x) {
    return tape.apply(Reduce.all(Reduction.SUM), x);
  }

  /** 1 on the frame, 0 inside, [H×W]. */
  private static Tensor frame(Tensor x) {
    int h = x.shape().dim(2);
    int w = x.shape().dim(3);
    int top = Math.max(1, h / FRAME);
    int side = Math.max(1, w / FRAME);
    double[] mask = new double[h * w];
    for (int i = 0; i < mask.length; i++) {
      int row = i / w;
      int column = i % w;
      boolean inside = row >= top && row < h - top && column >= side && column < w - side;
      mask[i] = inside ? 0 : 1;
    }
    return Tensor.of(Shape.of(h, w), mask).cast(x.type());
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
