package org.convscope.autograd.op;

import java.util.ArrayList;
import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;

/**
 * {@code (Σ |x|^p)^(1/p)} over windows of x [N×C×spatial] (ONNX LpPool); padding counts as 0. The
 * derivative is taken as 0 where the whole window is 0.
 *
 * @param window kernel, stride, padding, dilation and rounding; one group
 * @param p at least 1
 */
public record LpPool(Window window, double p) implements Composed {
  public LpPool {
    if (!(p >= 1)) {
      throw new IllegalArgumentException("lp_pool: p must be at least 1, got " + p);
    }
  }

  @Override
  public String type() {
    return "lp_pool";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    return List.of(window.output(x, x.rank() > 1 ? x.dim(1) : 0));
  }

  /** The mean of |x|^p over full windows, padding included, is the sum over taps/count. */
  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Window full = full(inputs.get(0).value().shape());
    Variable powers =
        tape.apply(
            new Activation(new Functions.Power(p)),
            tape.apply(new Activation(Functions.ABS), inputs.get(0)));
    Variable sums =
        tape.apply(
            new Activation(new Scale(window.taps())),
            tape.apply(new AveragePool(full, true), powers));
    return List.of(tape.apply(new Activation(new Functions.Power(1 / p)), sums));
  }

  /** The window with the trailing padding that its last position exactly reaches. */
  private Window full(Shape x) {
    List<Window.Axis> axes = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      Window.Axis a = window.axes().get(i);
      int in = x.dim(i + 2);
      int last = a.start(a.output(in, window.ceil()) - 1) + a.extent();
      axes.add(new Window.Axis(a.kernel(), a.stride(), a.padBegin(), last - in, a.dilation()));
    }
    return new Window(axes, 1, false);
  }
}
