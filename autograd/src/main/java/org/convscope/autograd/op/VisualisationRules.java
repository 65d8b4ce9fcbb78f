package org.convscope.autograd.op;

import org.convscope.autograd.Call;
import org.convscope.autograd.Rule;
import org.convscope.autograd.Rules;
import org.convscope.engine.Tensor;

/**
 * The rules that turn a gradient into a picture of what a unit saw, and the one that wakes a unit
 * which sees nothing yet.
 *
 * <ul>
 *   <li>ReLU, and clipping from 0 on such as ReLU6: gradient {@code g·[0<x<max]}, deconvnet {@code
 *       max(g, 0)} (Zeiler and Fergus 2013), guided backpropagation {@code max(g, 0)·[0<x<max]}
 *       (Springenberg et al. 2014).
 *   <li>Local response normalisation: gradient exact; deconvnet and guided count its denominator as
 *       a constant.
 *   <li>Everything else keeps its exact vjp under all rules. Max-pooling's is unpooling with
 *       switches, convolution's is transposed convolution, batch normalisation's with frozen
 *       statistics is a constant scale, a sum hands the gradient to all of its inputs. Smooth or
 *       leaky activations (leaky ReLU, PReLU, ELU, SELU, GELU, SiLU, sigmoid, tanh and their kin)
 *       let negative values through on purpose, so they are not rectified: for a network without
 *       ReLUs deconvnet and guided equal the gradient.
 * </ul>
 */
public final class VisualisationRules {
  private VisualisationRules() {}

  private static final Rule RECTIFY_GRADIENT =
      (backward, call, gys, wanted) ->
          isRectifier(call)
              ? new Tensor[] {backward.kernels().map(Functions.RELU, gys[0])}
              : call.vjp().apply(backward, gys, wanted);

  private static final Rule RECTIFY_BOTH =
      (backward, call, gys, wanted) -> {
        Tensor[] exact = call.vjp().apply(backward, gys, wanted);
        return isRectifier(call)
            ? new Tensor[] {backward.kernels().map(Functions.RELU, exact[0])}
            : exact;
      };

  private static final Rule FROZEN_DENOMINATOR =
      (backward, call, gys, wanted) ->
          call.vjp() instanceof LocalResponseNorm.LrnVjp lrn
              ? new Tensor[] {lrn.frozen(backward.kernels(), gys[0])}
              : call.vjp().apply(backward, gys, wanted);

  private static final Rule REDIRECTED =
      (backward, call, gys, wanted) -> {
        Tensor[] exact = call.vjp().apply(backward, gys, wanted);
        if (!isRectifier(call)) {
          return exact;
        }
        if (!(call.vjp() instanceof Activation.ActivationVjp recorded)) {
          throw new IllegalStateException(
              "redirect: needs a rectifier's input, got the fused node "
                  + call.name()
                  + "; run without fusion");
        }
        return new Tensor[] {redirected(recorded.x(), gys[0], exact[0])};
      };

  /** Item by item of the batch: the exact gradient unless all of it is zero. */
  private static Tensor redirected(Tensor x, Tensor gy, Tensor exact) {
    int items = x.shape().rank() == 0 ? 1 : x.shape().dim(0);
    int size = items == 0 ? 0 : x.size() / items;
    double[] inputs = x.toDoubles();
    double[] wanted = gy.toDoubles();
    double[] passed = exact.toDoubles();
    for (int n = 0; n < items; n++) {
      boolean silent = true;
      for (int i = n * size; silent && i < (n + 1) * size; i++) {
        silent = passed[i] == 0;
      }
      for (int i = n * size; silent && i < (n + 1) * size; i++) {
        passed[i] = inputs[i] >= 0 ? wanted[i] : Math.max(wanted[i], 0);
      }
    }
    return Tensor.of(x.shape(), passed).cast(x.type());
  }

  /** Clipping is a rectifier if it lets nothing negative and everything small through. */
  private static boolean isRectifier(Call call) {
    return !(call.vjp() instanceof Activation.ActivationVjp a
        && a.f() instanceof Functions.Clip clip
        && (clip.min() != 0 || clip.max() <= 0));
  }

  /** Zeiler and Fergus' deconvnet. */
  public static final Rules DECONVNET =
      Rules.named("deconvnet")
          .with("relu", RECTIFY_GRADIENT)
          .with("clip", RECTIFY_GRADIENT)
          .with("lrn", FROZEN_DENOMINATOR);

  /** Guided backpropagation. */
  public static final Rules GUIDED =
      Rules.named("guided")
          .with("relu", RECTIFY_BOTH)
          .with("clip", RECTIFY_BOTH)
          .with("lrn", FROZEN_DENOMINATOR);

  /**
   * Wakes units behind a rectifier that lets nothing back: where the whole gradient of one image at
   * a ReLU is zero, g passes where x ≥ 0, and where x &lt; 0 only its part that pushes x up (the
   * objective is raised, as in Olah et al. 2017, lucid's redirected ReLU). Needs a run without
   * fusion, since it looks at x.
   */
  public static final Rules REDIRECT =
      Rules.named("redirect").with("relu", REDIRECTED).with("clip", REDIRECTED);
}
