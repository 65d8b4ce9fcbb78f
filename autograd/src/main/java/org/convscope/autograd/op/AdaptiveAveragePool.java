package org.convscope.autograd.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.convscope.engine.Shape;
import org.convscope.engine.view.Resampling;

/**
 * Means over windows chosen so that the output has a given size (PyTorch's adaptive_avg_pool):
 * output o of n averages the inputs from {@code ⌊o·in/n⌋} to {@code ⌈(o+1)·in/n⌉}, so windows are
 * uneven and overlap where the sizes do not divide.
 *
 * @param sizes output size per spatial axis
 */
public record AdaptiveAveragePool(List<Integer> sizes) implements Resampled {
  public AdaptiveAveragePool {
    sizes = List.copyOf(sizes);
    if (sizes.stream().anyMatch(s -> s < 1)) {
      throw new IllegalArgumentException(
          "adaptive_average_pool: sizes must be at least 1, got " + sizes);
    }
  }

  /** The given output sizes. */
  public static AdaptiveAveragePool to(int... sizes) {
    return new AdaptiveAveragePool(Arrays.stream(sizes).boxed().toList());
  }

  @Override
  public String type() {
    return "adaptive_average_pool";
  }

  @Override
  public SortedMap<Integer, Resampling> maps(Shape input) {
    if (input.rank() != sizes.size() + 2 || input.size(2, input.rank()) == 0) {
      throw new IllegalArgumentException(
          "adaptive_average_pool: a non-empty input with %d spatial axes is needed, got %s"
              .formatted(sizes.size(), input));
    }
    SortedMap<Integer, Resampling> maps = new TreeMap<>();
    for (int i = 0; i < sizes.size(); i++) {
      maps.put(i + 2, means(input.dim(i + 2), sizes.get(i)));
    }
    return maps;
  }

  private static Resampling means(int in, int out) {
    List<Resampling.Taps> taps = new ArrayList<>();
    for (int o = 0; o < out; o++) {
      int from = (int) ((long) o * in / out);
      int to = (int) (((long) (o + 1) * in + out - 1) / out);
      double[] weights = new double[to - from];
      Arrays.fill(weights, 1.0 / weights.length);
      taps.add(new Resampling.Taps(IntStream.range(from, to).toArray(), weights));
    }
    return new Resampling(taps);
  }
}
