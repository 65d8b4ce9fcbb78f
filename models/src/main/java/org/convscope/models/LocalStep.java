package org.convscope.models;

import java.util.List;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.autograd.op.JoinedConvolutions;
import org.convscope.autograd.op.LpPool;
import org.convscope.autograd.op.MaxPool;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * A local operator on crops that bring their padding along.
 *
 * @param op the operator as it is on whole values
 */
record LocalStep(Op op) {
  /**
   * The crop of an input that a rectangle of outputs reads through a window.
   *
   * @param at the rectangle of outputs
   */
  Crop reads(Window window, Crop at) {
    int[] tops = new int[at.tops().length];
    int[] lefts = new int[tops.length];
    for (int i = 0; i < tops.length; i++) {
      tops[i] = window.h().start(at.tops()[i]);
      lefts[i] = window.w().start(at.lefts()[i]);
    }
    double outside = op instanceof MaxPool ? Double.NEGATIVE_INFINITY : 0;
    return new Crop(
        tops,
        lefts,
        (at.height() - 1) * window.h().stride() + window.h().extent(),
        (at.width() - 1) * window.w().stride() + window.w().extent(),
        outside);
  }

  /**
   * Computes a rectangle of outputs.
   *
   * @param inputs crops and parameters
   * @param input shape of the whole first input
   * @param at the rectangle
   */
  Tensor forward(Kernels kernels, List<Tensor> inputs, Shape input, Crop at) {
    Tensor y = unpadded(op).forward(kernels, inputs).outputs().get(0);
    if (op instanceof AveragePool p) {
      float[] factors = factors(p, input, at);
      Shape shape = Shape.of(at.tops().length, 1, at.height(), at.width());
      return factors == null
          ? y
          : kernels.combine(Arithmetic.MUL, y, Tensor.of(shape, factors).cast(y.type()));
    }
    return y;
  }

  private static Op unpadded(Op op) {
    if (op instanceof Conv c) {
      return new Conv(unpadded(c.window()));
    } else if (op instanceof ConvBlock b) {
      return unpadded(b);
    } else if (op instanceof JoinedConvolutions j) {
      return new JoinedConvolutions(
          j.blocks().stream().map(LocalStep::unpadded).toList(), j.concat());
    } else if (op instanceof MaxPool p) {
      return new MaxPool(unpadded(p.window()));
    } else if (op instanceof AveragePool p) {
      return new AveragePool(unpadded(p.window()), true);
    } else if (op instanceof LpPool p) {
      return new LpPool(unpadded(p.window()), p.p());
    }
    return op;
  }

  private static ConvBlock unpadded(ConvBlock b) {
    return new ConvBlock(unpadded(b.window()), b.conv(), b.norm(), b.sum(), b.relu());
  }

  private static Window unpadded(Window w) {
    return Window.of(unpadded(w.h()), unpadded(w.w())).withGroups(w.groups());
  }

  private static Window.Axis unpadded(Window.Axis a) {
    return new Window.Axis(a.kernel(), a.stride(), 0, 0, a.dilation());
  }

  /** Where a mean is over fewer taps than the window has: taps/count; null if nowhere. */
  private static float[] factors(AveragePool p, Shape input, Crop at) {
    Window window = p.window();
    int[] counts = window.counts(input, p.countPadding());
    int columns = window.w().output(input.dim(3), window.ceil());
    float[] factors = new float[at.tops().length * at.height() * at.width()];
    boolean any = false;
    int i = 0;
    for (int n = 0; n < at.tops().length; n++) {
      for (int y = 0; y < at.height(); y++) {
        for (int x = 0; x < at.width(); x++) {
          int count = counts[(at.tops()[n] + y) * columns + at.lefts()[n] + x];
          any |= count != window.taps();
          factors[i++] = (float) window.taps() / count;
        }
      }
    }
    return any ? factors : null;
  }
}
