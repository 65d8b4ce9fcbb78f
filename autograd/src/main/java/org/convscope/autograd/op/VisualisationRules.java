package org.convscope.autograd.op;

import org.convscope.autograd.Rule;
import org.convscope.autograd.Rules;
import org.convscope.engine.Tensor;

/**
 * The rules that turn a gradient into a picture of what a unit saw.
 *
 * <p>Rectifiers: gradient {@code g·[x>0]}, deconvnet {@code max(g, 0)} (Zeiler and Fergus 2013),
 * guided backpropagation {@code max(g, 0)·[x>0]} (Springenberg et al. 2014). Local response
 * normalisation counts as its frozen denominator. Everything else keeps its exact vjp:
 * max-pooling's is unpooling with switches, convolution's is transposed convolution.
 */
public final class VisualisationRules {
  private VisualisationRules() {}

  private static final Rule RECTIFY_GRADIENT =
      (backward, call, gys, wanted) ->
          new Tensor[] {backward.kernels().map(Functions.RELU, gys[0])};

  private static final Rule RECTIFY_BOTH =
      (backward, call, gys, wanted) -> {
        Tensor exact = call.vjp().apply(backward, gys, wanted)[0];
        return new Tensor[] {backward.kernels().map(Functions.RELU, exact)};
      };

  /** Zeiler and Fergus' deconvnet. */
  public static final Rules DECONVNET = Rules.named("deconvnet").with("relu", RECTIFY_GRADIENT);

  /** Guided backpropagation. */
  public static final Rules GUIDED = Rules.named("guided").with("relu", RECTIFY_BOTH);
}
