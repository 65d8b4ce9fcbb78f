package org.convscope.visualize.ascend.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Rules;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResidualBlockTest {
  private static final Shape IMAGE = Shape.of(2, 3, 6, 5);

  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());

  /** A block with an identity as its shortcut, then one with a projection. */
  private static Network network() {
    NetworkBuilder b =
        new NetworkBuilder("res", Initialisation.he(3), 3, new NetworkBuilder.Size(6, 5));
    b.conv("stem", 4, Window.square(3, 1, 1));
    String entry = b.value();
    b.conv("one", 4, Window.square(3, 1, 1)).add("block1", entry);
    String second = b.value();
    b.conv("two", 5, Window.square(3, 1, 1)).conv("three", 5, Window.square(1, 1, 0));
    String branch = b.value();
    b.from(second).conv("projection", 5, Window.square(1, 1, 0));
    String projected = b.value();
    return b.from(branch).add("block2", projected).build("out");
  }

  private Tensor numbers(Shape shape, int stream) {
    float[] x = new float[shape.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) CounterRandom.of(1).stream(stream).gaussian(i);
    }
    return Tensor.of(shape, x);
  }

  private Tensor gradient(Rules rules) {
    Network n = network();
    Request request = Request.taps("out").tracking("input");
    try (Run run = n.run(kernels, Map.of("input", numbers(IMAGE, 0)), request)) {
      Tensor seed = numbers(run.value("out").shape(), 1);
      return run.backward(Map.of("out", seed), List.of("input"), rules).get("input");
    }
  }

  @Test
  void findsBothWaysAndWhereTheyPart() {
    List<ResidualBlock> blocks = ResidualBlock.of(network());

    assertThat(blocks).hasSize(2);
    assertThat(blocks.get(0).identity()).isEqualTo(blocks.get(0).entry()).contains("stem");
    assertThat(blocks.get(0).branch()).contains("one");
    assertThat(blocks.get(1).identity()).contains("projection");
    assertThat(blocks.get(1).entry()).isEqualTo(blocks.get(0).output());
    assertThat(blocks.get(1).output()).isEqualTo("out");
  }

  /** The gradient is linear in each shortcut's factor; with two of them it is a parabola in α. */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.75})
  void theGradientIsAParabolaInAlpha(double alpha) {
    List<ResidualBlock> blocks = ResidualBlock.of(network());
    Tensor none = gradient(new SkipScale(0, 0).over(Rules.GRADIENT, blocks, 0));
    Tensor half = gradient(new SkipScale(0.5, 0.5).over(Rules.GRADIENT, blocks, 0));
    Tensor all = gradient(Rules.GRADIENT);
    Tensor some = gradient(new SkipScale(1, alpha).over(Rules.GRADIENT, blocks, 1));

    assertThat(none.floats()).isNotEqualTo(all.floats());
    for (int i = 0; i < some.size(); i++) {
      double a = 2 * (all.at(i) - 2 * half.at(i) + none.at(i));
      double b = all.at(i) - none.at(i) - a;
      assertThat(some.at(i)).isCloseTo(a * alpha * alpha + b * alpha + none.at(i), within(2e-4));
    }
  }

  @Test
  void bothSharesAddUpToTheGradientAtTheEntry() {
    Network n = network();
    List<ResidualBlock> blocks = BranchShare.below(n, Set.of("out"));
    Set<String> taps = BranchShare.taps(blocks);
    Request request = Request.taps(taps).tracking("input");
    try (Run run = n.run(kernels, Map.of("input", numbers(IMAGE, 0)), request)) {
      Tensor seed = Tensor.full(DType.FLOAT, run.value("out").shape(), 1);
      List<BranchShare> shares = BranchShare.of(run, Map.of("out", seed), blocks);

      assertThat(shares).hasSize(2);
      // The first block's shortcut is the identity: it hands on what arrives.
      Tensor arriving =
          run.backward(Map.of("out", seed), List.of(blocks.get(0).output()), Rules.GRADIENT)
              .get(blocks.get(0).output());
      double sum = 0;
      for (float g : arriving.floats()) {
        sum += g * g;
      }
      assertThat(shares.get(0).shortcut()).isCloseTo(Math.sqrt(sum), within(1e-4));
      assertThat(shares.get(0).share()).isBetween(0.01, 0.99);
    }
  }
}
