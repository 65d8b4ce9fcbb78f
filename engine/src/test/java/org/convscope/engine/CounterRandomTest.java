package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  private static final int N = 100_000;

  @Test
  void aNumberDependsOnSeedStreamAndCounterOnly() {
    CounterRandom a = CounterRandom.of(7).stream("conv1").stream(3);
    CounterRandom b = CounterRandom.of(7).stream("conv1").stream(3);
    assertThat(a.bits(41)).isEqualTo(b.bits(41));
    assertThat(a.bits(41))
        .isNotEqualTo(a.bits(42))
        .isNotEqualTo(CounterRandom.of(8).stream("conv1").stream(3).bits(41))
        .isNotEqualTo(CounterRandom.of(7).stream("conv2").stream(3).bits(41))
        .isNotEqualTo(CounterRandom.of(7).stream("conv1").stream(4).bits(41));
  }

  @Test
  void uniformNumbersFillTheUnitIntervalEvenly() {
    CounterRandom random = CounterRandom.of(1);
    int[] bins = new int[10];
    for (int i = 0; i < N; i++) {
      bins[(int) (random.uniform(i) * 10)]++;
    }
    // five standard deviations of a binomial count
    for (int count : bins) {
      assertThat(count).isCloseTo(N / 10, within(475));
    }
  }

  @Test
  void gaussianNumbersHaveMeanZeroVarianceOneAndNoCorrelationBetweenNeighbours() {
    CounterRandom random = CounterRandom.of(2);
    double sum = 0;
    double squares = 0;
    double products = 0;
    for (int i = 0; i < N; i++) {
      double g = random.gaussian(i);
      sum += g;
      squares += g * g;
      products += g * random.gaussian(i + 1);
    }
    assertThat(sum / N).isCloseTo(0, within(0.016));
    assertThat(squares / N).isCloseTo(1, within(0.023));
    assertThat(products / N).isCloseTo(0, within(0.016));
  }

  @Test
  void neighbouringStreamsAreUncorrelated() {
    double products = 0;
    for (int i = 0; i < N; i++) {
      products +=
          CounterRandom.of(3).stream(i).gaussian(0) * CounterRandom.of(3).stream(i + 1).gaussian(0);
    }
    assertThat(products / N).isCloseTo(0, within(0.016));
  }

  @Test
  void aPermutationHoldsEveryNumberOnceAndMovesMost() {
    int[] p = CounterRandom.of(4).permutation(1000);
    int[] sorted = p.clone();
    Arrays.sort(sorted);
    assertThat(sorted).containsExactly(IntStream.range(0, 1000).toArray());
    assertThat(IntStream.range(0, 1000).filter(i -> p[i] == i).count()).isLessThan(10);
  }
}
