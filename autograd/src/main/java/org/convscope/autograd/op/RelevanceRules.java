package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Call;
import org.convscope.autograd.Rule;
import org.convscope.autograd.Rules;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;

/**
 * Layer-wise relevance propagation (Bach et al. 2015; Montavon et al. 2019) as gradient rules.
 *
 * <p>What flows back is not the relevance R of a value a but {@code c = R/a}, so that whatever
 * hands relevance on in proportion to its inputs keeps its exact vjp (ReLU, pooling, concatenation,
 * reshaping, normalisation), and the relevance of the image is {@code x·c}. The rules:
 *
 * <ul>
 *   <li><b>epsilon</b>: {@code R_i = Σ_j x_i w_ij R_j/(z_j + ε sign z_j)}, z with its bias; dense
 *       layers have it under all three.
 *   <li><b>z plus</b>, convolutions: only contributions of positive sign count, {@code x⁺w⁺ +
 *       x⁻w⁻}, no bias.
 *   <li><b>gamma</b>, convolutions: contributions of the output's sign are favoured, weight {@code
 *       w + γw⁺} at positive inputs and {@code w + γw⁻} at negative ones where z is positive, the
 *       other way round where it is negative.
 *   <li>A sum of two branches: epsilon. A product: the larger tensor takes all (the other is a
 *       gate), equals take half each. Local response normalisation: its denominator is a constant.
 *   <li>Smooth activations with f(0) = 0, and clipping from 0 on: all relevance passes.
 * </ul>
 *
 * <p>ε is relative: a multiple of the root mean square of the layer's z on the item. The rules look
 * at recorded values, so they need a run without fusion; batch normalisation is to be merged into
 * the convolutions before it.
 */
public final class RelevanceRules {
  private static final double TINY = 1e-9;
  private static final List<String> PASSING =
      List.of(
          "clip",
          "swish",
          "hard_swish",
          "mish",
          "gelu",
          "gelu_tanh",
          "tanh",
          "softsign",
          "elu",
          "selu",
          "celu");

  private RelevanceRules() {}

  /** Epsilon everywhere; with 0 the gradient times the input, where all activations are ReLUs. */
  public static Rules epsilon(double epsilon) {
    Rule rule =
        (backward, call, gys, wanted) -> {
          if (!(call.vjp() instanceof Conv.ConvVjp conv)) {
            return exact(backward, call, gys, wanted);
          }
          Tensor z = Relevance.output(backward.kernels(), conv);
          return exact(backward, call, List.of(Relevance.stabilised(gys[0], z, epsilon)), wanted);
        };
    return base("lrp-epsilon", epsilon).with("conv", rule);
  }

  /** Z plus for convolutions, epsilon for dense layers. */
  public static Rules zPlus(double epsilon) {
    Rule rule =
        (backward, call, gys, wanted) ->
            call.vjp() instanceof Conv.ConvVjp conv
                ? inputOnly(Relevance.zPlus(backward.kernels(), conv, gys[0]), wanted)
                : exact(backward, call, gys, wanted);
    return base("lrp-zplus", epsilon).with("conv", rule);
  }

  /** Gamma for convolutions, epsilon for dense layers. */
  public static Rules gamma(double gamma, double epsilon) {
    Rule rule =
        (backward, call, gys, wanted) ->
            call.vjp() instanceof Conv.ConvVjp conv
                ? inputOnly(Relevance.gamma(backward.kernels(), conv, gys[0], gamma), wanted)
                : exact(backward, call, gys, wanted);
    return base("lrp-gamma", epsilon).with("conv", rule);
  }

  private static Rules base(String name, double epsilon) {
    Rule dense =
        (backward, call, gys, wanted) ->
            call.vjp() instanceof Composed.ComposedVjp composed
                ? exact(
                    backward,
                    call,
                    List.of(
                        Relevance.stabilised(gys[0], composed.outputs().get(0).value(), epsilon)),
                    wanted)
                : exact(backward, call, gys, wanted);
    Rules rules =
        Rules.named(name)
            .with("gemm", dense)
            .with("linear", dense)
            .with("matmul", (b, call, gys, wanted) -> matmul(b, call, gys, wanted, epsilon))
            .with("add", (b, call, gys, wanted) -> sum(b, call, gys, wanted, epsilon))
            .with("mul", RelevanceRules::product)
            .with("lrn", VisualisationRules.DECONVNET.of("lrn").orElseThrow())
            .with("conv_block", RelevanceRules::refuseFused);
    for (String type : PASSING) {
      rules = rules.with(type, RelevanceRules::passing);
    }
    return rules;
  }

  private static Tensor[] matmul(
      Backward backward, Call call, Tensor[] gys, boolean[] wanted, double epsilon) {
    if (!(call.vjp() instanceof MatMul.MatMulVjp m)) {
      return exact(backward, call, gys, wanted);
    }
    Kernels k = backward.kernels();
    if (wanted[0] && wanted[1]) {
      return exact(backward, call, List.of(k.map(new Scale(0.5), gys[0])), wanted);
    }
    Tensor z = k.matmul(m.a(), m.op().transposeA(), m.b(), m.op().transposeB());
    Tensor c = Relevance.stabilised(gys[0], z.reshape(gys[0].shape()), epsilon);
    return exact(backward, call, List.of(c), wanted);
  }

  /** A sum of two branches; the addition of a bias leaves the rest to the layer before it. */
  private static Tensor[] sum(
      Backward backward, Call call, Tensor[] gys, boolean[] wanted, double epsilon) {
    if (!(call.vjp() instanceof Elementwise.ElementwiseVjp e) || !(wanted[0] && wanted[1])) {
      return exact(backward, call, gys, wanted);
    }
    Tensor z = backward.kernels().combine(Arithmetic.ADD, e.a(), e.b());
    return exact(backward, call, List.of(Relevance.stabilised(gys[0], z, epsilon)), wanted);
  }

  private static Tensor[] product(Backward backward, Call call, Tensor[] gys, boolean[] wanted) {
    Tensor[] both = exact(backward, call, gys, wanted);
    if (!(call.vjp() instanceof Elementwise.ElementwiseVjp e) || !(wanted[0] && wanted[1])) {
      return both;
    }
    if (e.a().size() != e.b().size()) {
      both[e.a().size() > e.b().size() ? 1 : 0] = null;
      return both;
    }
    Scale half = new Scale(0.5);
    return new Tensor[] {
      backward.kernels().map(half, both[0]), backward.kernels().map(half, both[1])
    };
  }

  private static Tensor[] passing(Backward backward, Call call, Tensor[] gys, boolean[] wanted) {
    Tensor[] exact = exact(backward, call, gys, wanted);
    if (!(call.vjp() instanceof Activation.ActivationVjp a) || a.f().at(0) != 0) {
      return exact;
    }
    double[] x = a.x().toDoubles();
    double[] y = a.y().toDoubles();
    double[] c = gys[0].toDoubles();
    double[] slope = exact[0].toDoubles();
    for (int i = 0; i < c.length; i++) {
      c[i] = Math.abs(x[i]) > TINY ? c[i] * y[i] / x[i] : slope[i];
    }
    return new Tensor[] {Tensor.of(gys[0].shape(), c).cast(gys[0].type())};
  }

  private static Tensor[] refuseFused(
      Backward backward, Call call, Tensor[] gys, boolean[] wanted) {
    throw new IllegalStateException(
        "relevance: a run without fusion is needed, got the fused node " + call.name());
  }

  private static Tensor[] inputOnly(Tensor c, boolean[] wanted) {
    Tensor[] all = new Tensor[wanted.length];
    all[0] = wanted[0] ? c : null;
    return all;
  }

  private static Tensor[] exact(Backward backward, Call call, List<Tensor> gys, boolean[] wanted) {
    return exact(backward, call, gys.toArray(Tensor[]::new), wanted);
  }

  /** The exact vjp, of an op's parts too. */
  private static Tensor[] exact(Backward backward, Call call, Tensor[] gys, boolean[] wanted) {
    Backward plain = new Backward(backward.kernels(), Rules.GRADIENT);
    return call.vjp().apply(plain, gys, wanted);
  }
}
