package org.convscope.visualize.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convscope.engine.Buffers;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.visualize.attribute.AttributionOptions;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.attribute.TinyNetworks;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.trust.TrustOptions;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final int COUNT = 3;

  /** A bright square on noise; the network sums the pixels of one class or the other. */
  private static final MarkedImages IMAGES =
      new MarkedImages() {
        @Override
        public List<String> names() {
          return IntStream.range(0, COUNT).mapToObj(i -> "image" + i).toList();
        }

        @Override
        public Tensor input(int index) {
          float[] x = TinyNetworks.random(index, Shape.of(1, 1, 6, 8), 0, 0.1).floats().clone();
          object(index).orElseThrow().stream().forEach(p -> x[p] = 1);
          return Tensor.of(Shape.of(1, 1, 6, 8), x);
        }

        @Override
        public Optional<BitSet> object(int index) {
          BitSet object = new BitSet();
          for (int y = 1; y < 4; y++) {
            object.set(8 * y + index, 8 * y + index + 4);
          }
          return Optional.of(object);
        }
      };

  private static List<Row> rows(int lanes, int stable) {
    List<Kernels> kernels = new ArrayList<>();
    for (int i = 0; i < lanes; i++) {
      kernels.add(new ScalarKernels(Workers.of(1), new Buffers()));
    }
    Tensor weight = TinyNetworks.random(4, Shape.of(2, 48), 0.9, 1.1);
    Evaluation.Options options =
        new Evaluation.Options(
            List.of(Method.GRADIENT_X_INPUT, Method.SALIENCY),
            AttributionOptions.usual(1),
            TrustOptions.usual(List.of(0f), 3),
            stable,
            ClassScore.Kind.LOGIT);
    return new Evaluation(TinyNetworks.linear(1, 6, 8, weight), kernels, IMAGES, options)
        .run(method -> {});
  }

  @Test
  void aMapOfTheObjectBeatsChanceAndGradientsAloneDoNot() {
    List<Row> rows = rows(1, 0);
    assertThat(rows)
        .extracting(Row::method)
        .containsExactly("chance", "gradient-x-input", "saliency");
    double chance = mean(rows.get(0), Measure.MASS);
    assertThat(chance).isCloseTo(12 / 48.0, within(1e-9));
    // Twelve bright pixels of 1 against 36 of 0.05 on average.
    assertThat(mean(rows.get(1), Measure.MASS)).isCloseTo(12 / (12 + 36 * 0.05), within(0.03));
    assertThat(mean(rows.get(1), Measure.POINTING)).isEqualTo(1);
    assertThat(mean(rows.get(2), Measure.MASS)).isCloseTo(chance, within(0.03));
    assertThat(mean(rows.get(1), Measure.INFIDELITY)).isLessThan(1e-6);
    assertThat(rows.get(1).gap().orElseThrow()).isLessThan(1e-5);
    assertThat(rows.get(2).gap()).isEmpty();
  }

  @Test
  void stabilityIsMeasuredOnlyWhereAskedFor() {
    assertThat(rows(1, 0).get(1).means().get(Measure.SENSITIVITY)).isEmpty();
    Row saliency = rows(1, 1).get(2);
    // The gradient of a linear network does not depend on the image, only on its weights.
    assertThat(mean(saliency, Measure.SENSITIVITY)).isZero();
    assertThat(Math.abs(mean(saliency, Measure.RANDOMISED))).isLessThan(0.5);
  }

  @Test
  void theTableDoesNotDependOnTheLanes() {
    List<Row> one = rows(1, 1);
    List<Row> three = rows(3, 1);
    for (int i = 0; i < one.size(); i++) {
      assertThat(three.get(i).means()).isEqualTo(one.get(i).means());
    }
  }

  @Test
  void theTableHasALinePerMethodInEveryForm() {
    Table table = new Table(rows(1, 0));
    assertThat(table.text().lines()).hasSize(5);
    List<String> csv = table.csv().lines().toList();
    assertThat(csv).hasSize(4).first().asString().startsWith("method,deletion,insertion,pointing");
    assertThat(csv).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(10));
    assertThat(table.entries()).hasSize(3);
    assertThat(table.entries().get(2)).doesNotContainKey("relative_gap");
  }

  private static double mean(Row row, Measure measure) {
    return row.means().get(measure).orElseThrow();
  }
}
