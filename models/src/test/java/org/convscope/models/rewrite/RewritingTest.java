package org.convscope.models.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Rule;
import org.convscope.autograd.Rules;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.autograd.op.JoinedConvolutions;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.MaxPooledConvolution;
import org.convscope.autograd.op.VisualisationRules;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.models.Samples;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewritingTest {
  private static final Variant SMALL =
      Variant.published(3).withClasses(5).withWidth(0.0625).withSize(96, 101);
  private static final Shape INPUT = Shape.of(2, 3, 96, 101);

  private final Kernels kernels = Samples.scalar();

  /** Halves what goes into the addition's second argument, as a skip-gradient scale does. */
  private static final Rule HALF_SECOND =
      (backward, call, gys, wanted) -> {
        Tensor[] g = call.vjp().apply(backward, gys, wanted);
        if (g.length > 1 && g[1] != null && call.name().endsWith("Add")) {
          g[1] = backward.kernels().map(new Scaled(0.5), g[1]);
        }
        return g;
      };

  private record Scaled(double factor) implements org.convscope.engine.Unary {
    @Override
    public String name() {
      return "scaled";
    }

    @Override
    public double at(double x) {
      return factor * x;
    }

    @Override
    public double slope(double x, double y) {
      return factor;
    }
  }

  /** Changes the gradient at every convolution and every normalisation. */
  private static Rule scaling(double factor) {
    return (backward, call, gys, wanted) -> {
      Tensor[] g = call.vjp().apply(backward, gys, wanted);
      if (g[0] != null) {
        g[0] = backward.kernels().map(new Scaled(factor), g[0]);
      }
      return g;
    };
  }

  private static final List<Rules> RULES =
      List.of(
          Rules.GRADIENT,
          VisualisationRules.DECONVNET,
          VisualisationRules.GUIDED,
          Rules.named("skip").with("add", HALF_SECOND),
          Rules.named("parts").with("conv", scaling(0.9)).with("batch_norm", scaling(1.2)),
          Rules.named("joints").with("concat", scaling(0.7)));

  private static Network network(Architecture a) {
    // A SqueezeNet of one channel per squeeze is dead.
    double width = a.label().startsWith("squeezenet") ? 0.25 : SMALL.width();
    return Samples.unsettled(a.build(SMALL.withWidth(width)), 8);
  }

  @ParameterizedTest
  @EnumSource
  void outputsAndInputGradientsAgreeUnderEveryRule(Architecture a) {
    Network n = Samples.cast(network(a), DType.DOUBLE);
    Tensor x = Samples.normal(DType.DOUBLE, INPUT, 4);
    Request request = Request.taps("logits").tracking("input");
    Run fused = n.run(kernels, Map.of("input", x), request);
    Run plain = n.run(kernels, Map.of("input", x), request.unfused());
    assertClose("logits", fused.value("logits"), plain.value("logits"), 1e-10);
    Tensor seed = Samples.normal(DType.DOUBLE, Shape.of(2, 5), 5);
    for (Rules rules : RULES) {
      Tensor got = fused.backward(Map.of("logits", seed), List.of("input"), rules).get("input");
      Tensor want = plain.backward(Map.of("logits", seed), List.of("input"), rules).get("input");
      assertClose(rules.name(), got, want, 1e-9);
    }
  }

  /** What is not stored between a first layer and its pooling is not missed. */
  @ParameterizedTest
  @EnumSource
  void exactInputGradientsAgreeUnderEveryRule(Architecture a) {
    Network n = network(a);
    Tensor x = Samples.normal(DType.FLOAT, INPUT, 4);
    Request request = Request.taps("logits").tracking("input");
    Tensor seed = Samples.normal(DType.FLOAT, Shape.of(2, 5), 5);
    try (Run exact = n.run(kernels, Map.of("input", x), request.exact());
        Run stored = n.run(kernels, Map.of("input", x), request)) {
      assertThat(exact.value("logits").floats()).isEqualTo(stored.value("logits").floats());
      for (Rules rules : RULES) {
        Tensor got = exact.backward(Map.of("logits", seed), List.of("input"), rules).get("input");
        Tensor want = stored.backward(Map.of("logits", seed), List.of("input"), rules).get("input");
        assertThat(got.floats()).as(rules.name()).isEqualTo(want.floats());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void floatsAgreeToRounding(Architecture a) {
    Network n = network(a);
    Tensor x = Samples.normal(DType.FLOAT, INPUT, 4);
    Run fused = n.run(kernels, Map.of("input", x), Request.taps("logits"));
    Run plain = n.run(kernels, Map.of("input", x), Request.taps("logits").unfused());
    assertClose("logits", fused.value("logits"), plain.value("logits"), 1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void parameterGradientsAgree(Architecture a) {
    Network n = Samples.cast(network(a), DType.DOUBLE);
    Tensor x = Samples.normal(DType.DOUBLE, INPUT, 4);
    List<String> learned =
        n.parameters().keySet().stream().filter(p -> !p.contains("running_")).toList();
    Request request = Request.taps("logits").tracking(learned);
    Tensor seed = Samples.normal(DType.DOUBLE, Shape.of(2, 5), 6);
    Map<String, Tensor> got =
        n.run(kernels, Map.of("input", x), request)
            .backward(Map.of("logits", seed), learned, Rules.GRADIENT);
    Map<String, Tensor> want =
        n.run(kernels, Map.of("input", x), request.unfused())
            .backward(Map.of("logits", seed), learned, Rules.GRADIENT);
    for (String p : learned) {
      assertClose(p, got.get(p), want.get(p), 1e-9);
    }
  }

  @Test
  void everyValueCanBeTappedAndSeeded() {
    Network n = Samples.cast(network(Architecture.RESNET18), DType.DOUBLE);
    Tensor x = Samples.normal(DType.DOUBLE, Shape.of(1, 3, 96, 101), 4);
    for (Node node : n.nodes().subList(0, 16)) {
      String tap = node.output();
      Request request = Request.taps("logits", tap).tracking("input");
      Run fused = n.run(kernels, Map.of("input", x), request);
      Run plain = n.run(kernels, Map.of("input", x), request.unfused());
      assertClose(tap, fused.value(tap), plain.value(tap), 1e-10);
      Tensor seed = Samples.normal(DType.DOUBLE, fused.value(tap).shape(), 5);
      Tensor classes = Samples.normal(DType.DOUBLE, Shape.of(1, 5), 6);
      Rules rules = VisualisationRules.DECONVNET;
      assertClose(
          tap,
          fused.backward(Map.of(tap, seed), List.of("input"), rules).get("input"),
          plain.backward(Map.of(tap, seed), List.of("input"), rules).get("input"),
          1e-9);
      assertClose(
          tap,
          fused.backward(Map.of("logits", classes), List.of(tap), rules).get(tap),
          plain.backward(Map.of("logits", classes), List.of(tap), rules).get(tap),
          1e-9);
    }
  }

  private List<Node> rewritten(Network n, String... kept) {
    return new Rewriting(n.parameters()).apply(n.nodes(), Set.of(kept), Set.of(), false).nodes();
  }

  private List<Node> pooled(Network n, String... kept) {
    return new Rewriting(n.parameters()).apply(n.nodes(), Set.of(kept), Set.of(), true).nodes();
  }

  @Test
  void aResidualBlockIsItsConvolutions() {
    Network n = Architecture.RESNET50.build(SMALL);
    List<Node> nodes = rewritten(n, "logits");
    assertThat(nodes.stream().filter(m -> m.op() instanceof ConvBlock)).hasSize(53);
    assertThat(nodes.stream().map(m -> m.op().type()).filter(t -> !t.equals("conv_block")))
        .containsExactly("max_pool", "global_pool", "flatten", "gemm");
  }

  @Test
  void aTapKeepsItsNodeAndTheOthersStayFused() {
    Network n = Architecture.RESNET50.build(SMALL);
    String norm = "/layer1/layer1.0/bn3/BatchNormalization_output_0";
    List<Node> nodes = rewritten(n, "logits", norm);
    assertThat(nodes.stream().map(m -> m.op().type()).filter(t -> !t.equals("conv_block")))
        .containsExactly("max_pool", "global_pool", "flatten", "gemm");
    assertThat(nodes.stream().filter(m -> m.output().equals(norm))).hasSize(1);
  }

  @Test
  void aFireModuleIsItsConvolutions() {
    Network n = Architecture.SQUEEZENET1_1.build(SMALL);
    List<Node> nodes = rewritten(n, "logits");
    assertThat(nodes.stream().filter(m -> m.op() instanceof JoinedConvolutions)).hasSize(8);
    assertThat(nodes.stream().map(m -> m.op().type())).doesNotContain("concat");
  }

  @Test
  void aTapInAFireModuleKeepsItsConcatenation() {
    Network n = Architecture.SQUEEZENET1_1.build(SMALL);
    String expand =
        n.nodes().stream()
            .filter(m -> m.op() instanceof Concat)
            .findFirst()
            .orElseThrow()
            .inputs()
            .get(1);
    List<Node> nodes = rewritten(n, "logits", expand);
    assertThat(nodes.stream().filter(m -> m.op() instanceof JoinedConvolutions)).hasSize(7);
    assertThat(nodes.stream().filter(m -> m.output().equals(expand))).hasSize(1);
  }

  @Test
  void aPoolingIsComputedWithItsConvolution() {
    Network n = Architecture.RESNET50.build(SMALL);
    List<Node> nodes = pooled(n, "logits");
    assertThat(nodes.stream().map(m -> m.op().type()).filter(t -> !t.equals("conv_block")))
        .containsExactly("max_pooled_convolution", "global_pool", "flatten", "gemm");
  }

  @Test
  void aWayBackIsShortenedAtItsEndOnly() {
    Network n = Architecture.SQUEEZENET1_1.build(SMALL);
    Rewriting rewriting = new Rewriting(n.parameters());
    String weight = n.nodes().get(0).inputs().get(1);
    for (Set<String> tracked : List.of(Set.of("input"), Set.of("input", weight), Set.of(weight))) {
      List<Node> nodes = rewriting.apply(n.nodes(), Set.of("logits"), tracked, true).nodes();
      assertThat(nodes.stream().filter(m -> m.op() instanceof MaxPooledConvolution))
          .hasSize(tracked.contains(weight) ? 0 : 1);
      assertThat(nodes.stream().filter(m -> m.op() instanceof MaxPool))
          .hasSize(tracked.contains(weight) ? 3 : 2);
    }
  }

  @Test
  void aValueThatSomebodyElseNeedsIsPooledAlone() {
    Network n = Architecture.RESNET50.build(SMALL);
    String relu =
        n.nodes().stream()
            .filter(m -> m.op() instanceof MaxPool)
            .findFirst()
            .orElseThrow()
            .inputs()
            .get(0);
    List<Node> nodes = pooled(n, "logits", relu);
    assertThat(nodes.stream().map(m -> m.op().type()))
        .contains("max_pool")
        .doesNotContain("max_pooled_convolution");
  }

  @Test
  void trackedNormalisationIsNotFolded() {
    Network n = Architecture.RESNET18.build(SMALL);
    List<Node> nodes =
        new Rewriting(n.parameters())
            .apply(n.nodes(), Set.of("logits"), Set.of("bn1.weight"), true)
            .nodes();
    assertThat(nodes.stream().map(Node::name)).contains("/bn1/BatchNormalization");
    assertThat(nodes.stream().map(Node::name))
        .doesNotContain("/layer1/layer1.0/bn1/BatchNormalization");
  }

  @Test
  void newParametersAreFoldedAnew() {
    Network n = network(Architecture.RESNET18);
    Tensor x = Samples.normal(DType.FLOAT, INPUT, 4);
    Tensor before = n.forward(kernels, x).get(0);
    Tensor scale = n.parameters().get("bn1.weight");
    Network other =
        n.withParameters(Map.of("bn1.weight", Tensor.full(DType.FLOAT, scale.shape(), 3)));
    Tensor after = other.forward(kernels, x).get(0);
    Tensor plain =
        other.run(kernels, Map.of("input", x), Request.taps("logits").unfused()).value("logits");
    assertThat(after.floats()).isNotEqualTo(before.floats());
    assertClose("logits", after, plain, 1e-5);
  }

  private static void assertClose(String what, Tensor got, Tensor want, double tolerance) {
    assertThat(got.shape()).as(what).isEqualTo(want.shape());
    double most = 0;
    double difference = 0;
    for (int i = 0; i < want.size(); i++) {
      most = Math.max(most, Math.abs(want.at(i)));
      difference = Math.max(difference, Math.abs(got.at(i) - want.at(i)));
    }
    assertThat(most).as(what + " is not all zero").isPositive();
    assertThat(difference / most).as(what).isLessThanOrEqualTo(tolerance);
  }
}
