package org.convscope.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.Rules;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of whole networks in double precision, by the image and by all parameters at once. */
class NetworkGradientTest {
  /** Small enough that no rectifier and no maximum changes sides on the way. */
  private static final double STEP = 1e-8;

  private final Kernels kernels = Samples.scalar();

  @ParameterizedTest
  @EnumSource
  void gradientsMatchCentralDifferences(Architecture architecture) {
    // A SqueezeNet of one channel per squeeze is dead.
    double width = architecture.label().startsWith("squeezenet") ? 0.25 : 0.0625;
    Variant small = Variant.published(3).withClasses(5).withWidth(width).withSize(64, 75);
    Network n = Samples.cast(Samples.unsettled(architecture.build(small), 2), DType.DOUBLE);
    Tensor image = Samples.normal(DType.DOUBLE, Shape.of(1, 3, 64, 75), 7);
    Tensor seed = Samples.normal(DType.DOUBLE, Shape.of(1, 5), 8);
    List<String> learned =
        n.parameters().keySet().stream().filter(p -> !p.contains("running_")).toList();
    List<String> leaves = new ArrayList<>(learned);
    leaves.add("input");
    Map<String, Tensor> gradients =
        n.run(kernels, Map.of("input", image), Request.taps("logits").tracking(leaves))
            .backward(Map.of("logits", seed), leaves, Rules.GRADIENT);

    assertSlope(
        "image",
        value(n, moved(image, STEP), seed) - value(n, moved(image, -STEP), seed),
        slope(gradients.get("input")));
    double parameterSlope = 0;
    for (String p : learned) {
      parameterSlope += slope(gradients.get(p));
    }
    assertSlope(
        "parameters",
        value(moved(n, learned, STEP), image, seed) - value(moved(n, learned, -STEP), image, seed),
        parameterSlope);
  }

  private static void assertSlope(String by, double difference, double slope) {
    assertThat(Math.abs(slope)).as(by + ": not flat").isGreaterThan(1e-6);
    assertThat(Math.abs(difference / (2 * STEP) - slope) / Math.abs(slope))
        .as("relative error of the slope by " + by)
        .isLessThan(1e-4);
  }

  private double value(Network n, Tensor image, Tensor seed) {
    Tensor logits = n.forward(kernels, image).get(0);
    double sum = 0;
    for (int i = 0; i < seed.size(); i++) {
      sum += logits.at(i) * seed.at(i);
    }
    return sum;
  }

  private static Network moved(Network n, List<String> learned, double step) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    learned.forEach(p -> changed.put(p, moved(n.parameters().get(p), step)));
    return n.withParameters(changed);
  }

  /** Moved along a fixed random direction. */
  private static Tensor moved(Tensor t, double step) {
    double[] direction = direction(t);
    double[] v = t.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] += step * direction[i];
    }
    return Tensor.of(t.shape(), v);
  }

  private static double slope(Tensor gradient) {
    double[] direction = direction(gradient);
    double sum = 0;
    for (int i = 0; i < direction.length; i++) {
      sum += gradient.at(i) * direction[i];
    }
    return sum;
  }

  private static double[] direction(Tensor t) {
    return Samples.normal(DType.DOUBLE, t.shape(), 11).doubles();
  }
}
