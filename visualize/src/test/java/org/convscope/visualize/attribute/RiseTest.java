package org.convscope.visualize.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;

class RiseTest {
  private static final int H = 12;
  private static final int W = 18;

  private static AttributionOptions options(int masks) {
    return new AttributionOptions(
        Optional.empty(),
        List.of(0f),
        1,
        SmoothGrad.Options.USUAL,
        IntegratedGradients.Options.USUAL,
        RelevancePropagation.Options.USUAL,
        new Rise.Options(masks, 4, 0.5),
        OcclusionMap.Options.USUAL);
  }

  private static Subject subject(float[] weight) {
    Tensor image = Tensor.full(org.convscope.engine.DType.FLOAT, Shape.of(1, 1, H, W), 2);
    Tensor w = Tensor.of(Shape.of(1, H * W), weight);
    return TinyNetworks.subject(TinyNetworks.linear(1, H, W, w), image, 0);
  }

  @Test
  void theMapPeaksAtTheOnlyPixelThatCounts() {
    float[] weight = new float[H * W];
    int pixel = 5 * W + 11;
    weight[pixel] = 1;
    Plane map = Method.RISE.explain(subject(weight), options(3000)).map();
    int best = 0;
    for (int p = 0; p < H * W; p++) {
      best = map.values()[p] > map.values()[best] ? p : best;
    }
    assertThat(Math.abs(best / W - 5)).isLessThanOrEqualTo(1);
    assertThat(Math.abs(best % W - 11)).isLessThanOrEqualTo(1);
    // Where masks show a far pixel or not says nothing about this one.
    assertThat(map.values()[0]).isCloseTo(0, within(0.05f));
    assertThat(map.values()[best]).isGreaterThan(0.2f);
  }

  @Test
  void aScoreThatDoesNotDependOnTheImageGivesZero() {
    Plane map = Method.RISE.explain(subject(new float[H * W]), options(9)).map();
    assertThat(map.values()).containsOnly(0f);
  }

  @Test
  void masksShowTheirShareOfTheImageOnAverage() {
    Rise.Options o = new Rise.Options(1, 4, 0.3);
    double sum = 0;
    for (int i = 0; i < 500; i++) {
      for (float v : Rise.mask(o, H, W, CounterRandom.of(i))) {
        assertThat(v).isBetween(0f, 1f);
        sum += v;
      }
    }
    assertThat(sum / (500 * H * W)).isCloseTo(0.3, within(0.02));
  }
}
