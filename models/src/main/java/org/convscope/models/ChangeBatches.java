package org.convscope.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which changes are computed together. Their areas grow to one size in every value, which costs
 * multiply-adds; but weights are read once for all of them, and one image's few places are too
 * little work for that: 529 squares in an image for ResNet50 have 324 combinations of sizes.
 *
 * <p>Batches are filled one after the other: the most expensive change that is left, then always
 * the one that adds least.
 */
final class ChangeBatches {
  /**
   * Multiply-adds that take as long as reading a weight from memory: 12 GB/s are three weights per
   * nanosecond, an FMA peak of 170 GFLOP/s is 85 multiply-adds; half of that, since caches hold
   * some.
   */
  private static final long READ = 14;

  /** Changes of a batch, if so many are allowed, however few weights there are. */
  private static final int FEWEST = 8;

  /**
   * A batch is so large that reading the weights takes at most one of this many parts of a change's
   * time: larger ones only push values out of the caches. 529 squares on two threads, 512 bits, 8,
   * 16 and 32 at once: AlexNet, most of whose weights are dense layers', 2.3, 1.8 and 1.6 s;
   * SqueezeNet 0.62, 0.65 and 0.83; ResNet50 12, 13 and 22 (least of some runs of a program that is
   * not kept).
   */
  private static final long SHARE = 20;

  /** Changes that are looked at for the next place of a batch: the next ones by cost. */
  private static final int CANDIDATES = 256;

  private final long[] perPlace;
  private final long mostGrowth;

  /**
   * @param perPlace multiply-adds per place of each value that is computed place by place
   * @param weights that a batch reads
   */
  ChangeBatches(long[] perPlace, long weights) {
    this.perPlace = perPlace;
    this.mostGrowth = READ * weights;
  }

  /** A change: the rows and columns of its area in each value, and what they cost alone. */
  private record Change(int index, int[] rows, int[] columns, long cost) {}

  /**
   * Batches of at most {@code most} changes.
   *
   * @param rows by change and value
   * @param columns likewise
   * @return indices of the changes, each in one batch
   */
  List<int[]> of(List<int[]> rows, List<int[]> columns, int most) {
    List<Change> left = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      long cost = cost(rows.get(i), columns.get(i), rows.get(i), columns.get(i));
      left.add(new Change(i, rows.get(i), columns.get(i), cost));
    }
    left.sort(Comparator.comparingLong(Change::cost).reversed());
    int enough = Math.min(most, enough(left));
    List<int[]> batches = new ArrayList<>();
    while (!left.isEmpty()) {
      batches.add(next(left, enough));
    }
    return batches;
  }

  /** Changes among which reading the weights is cheap. */
  private int enough(List<Change> changes) {
    double mean = changes.stream().mapToLong(Change::cost).average().orElse(0);
    return (int) Math.max(FEWEST, Math.min(1 << 20, SHARE * mostGrowth / Math.max(1, mean)));
  }

  private int[] next(List<Change> left, int most) {
    Change first = left.remove(0);
    List<Integer> batch = new ArrayList<>(List.of(first.index()));
    int[] rows = first.rows().clone();
    int[] columns = first.columns().clone();
    long each = first.cost();
    while (batch.size() < most && !left.isEmpty()) {
      int best = -1;
      long least = Long.MAX_VALUE;
      long grown = 0;
      for (int i = 0; i < Math.min(CANDIDATES, left.size()) && least > 0; i++) {
        Change c = left.get(i);
        long together = cost(rows, columns, c.rows(), c.columns());
        long growth = (batch.size() + 1) * together - batch.size() * each - c.cost();
        if (growth < least) {
          best = i;
          least = growth;
          grown = together;
        }
      }
      if (least > mostGrowth) {
        break;
      }
      Change c = left.remove(best);
      batch.add(c.index());
      each = grown;
      for (int v = 0; v < rows.length; v++) {
        rows[v] = Math.max(rows[v], c.rows()[v]);
        columns[v] = Math.max(columns[v], c.columns()[v]);
      }
    }
    return batch.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Multiply-adds of areas that hold both. */
  private long cost(int[] rows, int[] columns, int[] otherRows, int[] otherColumns) {
    long sum = 0;
    for (int v = 0; v < perPlace.length; v++) {
      long places = (long) Math.max(rows[v], otherRows[v]) * Math.max(columns[v], otherColumns[v]);
      sum += perPlace[v] * places;
    }
    return sum;
  }
}
