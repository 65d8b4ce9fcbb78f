package org.convscope.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeBatchesTest {
  /** Batches of squares of these sides in one value. */
  private static List<int[]> batches(long weights, int most, int... sides) {
    List<int[]> rows = new ArrayList<>();
    for (int side : sides) {
      rows.add(new int[] {side});
    }
    return new ChangeBatches(new long[] {100}, weights).of(rows, rows, most);
  }

  @Test
  void changesOfOneSizeGoTogether() {
    assertThat(batches(1, 3, 4, 9, 4, 9, 4)).containsExactly(new int[] {1, 3}, new int[] {0, 2, 4});
  }

  @Test
  void noBatchIsLargerThanAllowed() {
    assertThat(batches(1, 2, 4, 4, 4)).containsExactly(new int[] {0, 1}, new int[] {2});
  }

  @Test
  void manyWeightsAreWorthSomeGrowth() {
    assertThat(batches(1, 4, 9, 8)).hasSize(2);
    assertThat(batches(1000, 4, 9, 8)).containsExactly(new int[] {0, 1});
    assertThat(batches(1000, 4, 90, 8)).hasSize(2);
  }

  @Test
  void fewWeightsNeedNoLargeBatches() {
    int[] same = new int[40];
    Arrays.fill(same, 10);
    assertThat(batches(10, 32, same)).hasSize(5);
    assertThat(batches(600, 32, same).get(0)).hasSize(16);
    assertThat(batches(100_000, 32, same).get(0)).hasSize(32);
  }

  @Test
  void theOneThatAddsLeastComesFirst() {
    assertThat(batches(100_000, 2, 20, 10, 19, 11))
        .containsExactly(new int[] {0, 2}, new int[] {3, 1});
  }
}
