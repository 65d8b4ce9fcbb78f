package org.convscope.visualize.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TuningTest {
  private static final int CLASSES = 4;
  private static final int PER_CLASS = 6;

  private final int[] labels =
      IntStream.range(0, CLASSES * PER_CLASS).map(i -> i % CLASSES).toArray();

  @Test
  void aPeakCountsWithItsNeighbours() {
    assertThat(Tuning.smoothest(List.of(1, 9, 2, 6, 7, 6, 1))).isEqualTo(4);
    assertThat(Tuning.smoothest(List.of(1, 5, 5, 5, 5, 5))).isEqualTo(4);
    assertThat(Tuning.smoothest(List.of(9, 8, 7, 6))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void theChosenClassifierIsRightOnItsImages(Method method) {
    Tuning.Tuned tuned = tuned(method, 0.1);
    Matrix x =
        tuned.standardisation().apply(rows(0.1), IntStream.range(0, labels.length).toArray());
    assertThat(tuned.classifier().classes(x, Workers.of(1))).isEqualTo(labels);
  }

  private Tuning.Tuned tuned(Method method, double noise) {
    return new Tuning(method, rows(noise), labels, CLASSES, Workers.of(1))
        .fit(IntStream.range(0, labels.length).toArray());
  }

  /** One feature per class and some noise. */
  private List<float[]> rows(double noise) {
    CounterRandom random = CounterRandom.of(5);
    return IntStream.range(0, labels.length)
        .mapToObj(
            i -> {
              float[] row = new float[CLASSES];
              for (int f = 0; f < CLASSES; f++) {
                row[f] =
                    (f == labels[i] ? 1 : 0)
                        + (float) (noise * random.gaussian((long) i * CLASSES + f));
              }
              return row;
            })
        .toList();
  }
}
