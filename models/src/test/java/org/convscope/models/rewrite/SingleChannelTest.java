package org.convscope.models.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Rules;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.Slice;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.models.Input;
import org.convscope.models.MultiplyAdds;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.models.Pruning;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.models.Samples;
import org.convscope.models.Shapes;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SingleChannelTest {
  private static final Variant SMALL =
      Variant.published(3).withClasses(5).withWidth(0.0625).withSize(96, 101);
  private static final Shape INPUT = Shape.of(1, 3, 96, 101);

  private static final Reduce ROWS = new Reduce(Reduction.MEAN, List.of(2), true);

  private final Kernels kernels = Samples.scalar();

  /** A value's channel, then the gradient of its sum by the input. */
  private List<double[]> channelAndGradient(Network n, Tensor x, String value, int channel) {
    String input = n.input().name();
    Request request = Request.taps(value).tracking(input);
    try (Run run = n.run(kernels, Map.of(input, x), request)) {
      Tensor y = run.value(value);
      Tensor part = kernels.narrow(y, 1, channel, 1);
      Tensor seed = kernels.widen(Tensor.full(y.type(), part.shape(), 1), 1, channel, y.shape());
      Map<String, Tensor> g = run.backward(Map.of(value, seed), List.of(input), Rules.GRADIENT);
      return List.of(part.toDoubles(), g.get(input).toDoubles());
    }
  }

  private void requireTheSame(Network whole, String value, int channel) {
    Tensor x = Samples.normal(DType.DOUBLE, INPUT, 4);
    Network one = whole.only(value, channel);

    List<double[]> expected = channelAndGradient(whole, x, value, channel);
    List<double[]> found = channelAndGradient(one, x, one.outputs().get(0), 0);

    assertThat(found.get(0)).containsExactly(expected.get(0), within(1e-9));
    assertThat(found.get(1)).containsExactly(expected.get(1), within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void aClassIsWhatTheWholeNetworkSays(Architecture architecture) {
    Network whole = Samples.cast(architecture.build(SMALL), DType.DOUBLE);
    requireTheSame(whole, whole.outputs().get(0), 3);
  }

  @ParameterizedTest
  @EnumSource
  void soIsAFeatureMap(Architecture architecture) {
    Network whole = Samples.cast(architecture.build(SMALL), DType.DOUBLE);
    whole.nodes().stream()
        .filter(n -> n.op() instanceof Conv || n.op().type().equals("relu"))
        .skip(2)
        .limit(2)
        .forEach(n -> requireTheSame(whole, n.output(), 0));
  }

  /** A mean over rows leaves columns, which flattening mixes with the channels. */
  @Test
  void whatIsMixedIsCutOut() {
    Tensor weight = Samples.normal(DType.DOUBLE, Shape.of(2, 3, 1, 1), 5);
    Network whole =
        new Network(
            "mixed",
            List.of(Input.image("x", 3, 96, 101)),
            List.of(
                new Node("c", new Conv(Window.square(1, 1, 0)), List.of("x", "w"), List.of("c")),
                new Node("r", ROWS, List.of("c"), List.of("r")),
                new Node("f", new Flatten(1), List.of("r"), List.of("f"))),
            List.of("f"),
            Map.of("w", weight),
            Map.of());
    requireTheSame(whole, "f", 1);
    requireTheSame(whole, "f", 150);
  }

  /** The last of a fire module's parts, behind rectifiers; the first ends at channel 15. */
  @Test
  void ofAConcatenationOnePartIsComputed() {
    Network whole =
        Samples.cast(Architecture.of("squeezenet1_1").build(SMALL.withWidth(0.125)), DType.DOUBLE);
    String fire =
        whole.nodes().stream()
            .filter(n -> n.op().type().equals("concat"))
            .skip(3)
            .findFirst()
            .orElseThrow()
            .output();
    for (int channel : new int[] {0, 15, 16, 31}) {
      requireTheSame(whole, fire, channel);
      Network one = whole.only(fire, channel);
      assertThat(one.nodes()).noneMatch(n -> n.op() instanceof Slice);
      assertThat(one.nodes().stream().filter(n -> n.op() instanceof Conv).count())
          .isEqualTo(convolutionsBelow(whole, fire) - 1);
    }
    assertThatThrownBy(() -> whole.only(fire, 32))
        .hasMessageContaining("has the channels 0 to 31, got 32");
    assertThatThrownBy(() -> whole.only(fire, -1)).hasMessageContaining("got -1");
  }

  private static long convolutionsBelow(Network whole, String value) {
    return Pruning.ancestors(whole.nodes(), Set.of(value)).stream()
        .filter(n -> n.op() instanceof Conv)
        .count();
  }

  @Test
  void squeezeNetComputesOneFilterOfItsLast() {
    Network whole = Architecture.of("squeezenet1_1").build(Variant.published(3));
    Network one = whole.only(whole.outputs().get(0), 7);
    Shape x = Shape.of(1, 3, 224, 224);

    long all = MultiplyAdds.of(whole, Shapes.of(kernels, whole, x), whole.outputs());
    long left = MultiplyAdds.of(one, Shapes.of(kernels, one, x), one.outputs());

    assertThat(all - left).isEqualTo(999L * 512 * 13 * 13);
  }

  @Test
  void whatIsNotThereIsNamed() {
    Network whole = Architecture.of("squeezenet1_1").build(SMALL);

    assertThatThrownBy(() -> whole.only(whole.outputs().get(0), 5))
        .hasMessageContaining("has the channels 0 to 4, got 5");
    assertThatThrownBy(() -> whole.only("nowhere", 0))
        .hasMessageContaining("nothing makes the value nowhere");
  }
}
