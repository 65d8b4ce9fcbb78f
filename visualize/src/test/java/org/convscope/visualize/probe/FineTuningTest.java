package org.convscope.visualize.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.junit.jupiter.api.Test;

class FineTuningTest {
  private static final int H = 6;
  private static final int W = 8;

  private final Kernels kernels = KernelSets.choose(1);

  private static Network network() {
    return new NetworkBuilder("tiny", Initialisation.he(5), 3, new NetworkBuilder.Size(H, W))
        .conv("conv1", 4, Window.square(3, 1, 1))
        .batchNorm("bn1")
        .relu("relu1")
        .conv("conv2", 7, Window.square(3, 1, 1))
        .globalAveragePool("pool")
        .flatten()
        .build("logits");
  }

  @Test
  void theFreshHeadReadsTheMeansOfTheKeptFeatures() {
    Network network = network();
    String cut = FreshHead.before(network);
    assertThat(cut).isEqualTo(network.nodes().get(2).output());
    ProbedLayer layer = new ProbedLayer("relu1", cut, 1);
    Network headed = FreshHead.on(kernels, network, Preprocessing.imageNet(H, W), layer, 3, 11);
    assertThat(FreshHead.features(headed)).isEqualTo(4);
    assertThat(headed.parameters()).doesNotContainKey("conv2.weight");
    assertThat(headed.parameters().get("conv1.weight"))
        .isSameAs(network.parameters().get("conv1.weight"));

    CounterRandom random = CounterRandom.of(2);
    float[] v = new float[2 * 3 * H * W];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.gaussian(i);
    }
    Tensor x = Tensor.of(Shape.of(2, 3, H, W), v);
    Tensor maps = network.run(kernels, Map.of("input", x), Request.taps(List.of(cut))).value(cut);
    Tensor logits = headed.forward(kernels, x).get(0);
    assertThat(logits.shape()).isEqualTo(Shape.of(2, 3));
    double[] weights = headed.parameters().get("finetune.weight").toDoubles();
    double[] f = maps.toDoubles();
    for (int n = 0; n < 2; n++) {
      for (int k = 0; k < 3; k++) {
        double sum = 0;
        for (int c = 0; c < 4; c++) {
          for (int p = 0; p < H * W; p++) {
            sum += weights[k * 4 + c] * f[(n * 4 + c) * H * W + p] / (H * W);
          }
        }
        assertThat(Math.abs(logits.toDoubles()[n * 3 + k] - sum)).isLessThan(1e-5);
      }
    }
  }
}
