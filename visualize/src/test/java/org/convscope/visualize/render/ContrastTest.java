package org.convscope.visualize.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContrastTest {
  @ParameterizedTest(name = "{0} values")
  @ValueSource(ints = {1, 2, 199, 200, 201, 5003})
  void theLimitIsThePercentileOfTheSortedMagnitudes(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
    }
    float[] sorted = values.clone();
    for (int i = 0; i < count; i++) {
      sorted[i] = Math.abs(sorted[i]);
    }
    Arrays.sort(sorted);
    int cut = count / 3;
    Contrast parted =
        Contrast.of(Arrays.copyOf(values, cut), Arrays.copyOfRange(values, cut, count));
    assertThat(parted.limit()).isEqualTo(sorted[(int) Math.round(0.995 * (count - 1))]);
    assertThat(Contrast.of(values)).isEqualTo(parted);
  }

  @Test
  void fewValuesAmongZerosAreScaledByTheStrongest() {
    float[] values = new float[1000];
    values[7] = -0.25f;
    values[8] = 0.125f;
    assertThat(Contrast.of(values).limit()).isEqualTo(0.25f);
  }

  @Test
  void nothingAndValuesThatAreNoNumbersHaveTheLimitOne() {
    assertThat(Contrast.of().limit()).isEqualTo(1f);
    assertThat(Contrast.of(new float[5]).limit()).isEqualTo(1f);
    assertThat(Contrast.of(new float[] {1, Float.NaN}).limit()).isEqualTo(1f);
    assertThat(Contrast.of(new float[] {1, Float.NEGATIVE_INFINITY}).limit()).isEqualTo(1f);
  }
}
