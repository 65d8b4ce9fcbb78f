package org.convscope.visualize.deconv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * The strongest excitations of each feature map over a stream of images, one entry per image and
 * map. Memory does not grow with the number of images, and the result does not depend on their
 * order.
 */
public final class TopActivations {
  private final int top;
  private List<PriorityQueue<Excitation>> best = List.of();

  TopActivations(int top) {
    this.top = top;
  }

  /** Takes an image's activations into account, [1×C×H×W] or, for a dense layer, [1×C]. */
  void add(int image, Tensor activations) {
    Shape shape = activations.shape();
    int plane = shape.size(2, shape.rank());
    float[] values = activations.floats();
    int[] strongest =
        IntStream.range(0, shape.dim(1))
            .map(m -> strongest(values, m * plane, (m + 1) * plane))
            .toArray();
    add(image, strongest, values, shape.rank() > 2 ? shape.dim(-1) : 1, plane);
  }

  private static int strongest(float[] values, int from, int to) {
    int at = from;
    for (int i = from; i < to; i++) {
      if (values[i] > values[at]) {
        at = i;
      }
    }
    return at;
  }

  private synchronized void add(int image, int[] strongest, float[] values, int width, int plane) {
    if (best.isEmpty()) {
      best =
          Arrays.stream(strongest)
              .mapToObj(m -> new PriorityQueue<>(Excitation.STRONGEST_FIRST.reversed()))
              .toList();
    }
    for (int m = 0; m < strongest.length; m++) {
      int p = strongest[m] - m * plane;
      float value = values[strongest[m]];
      PriorityQueue<Excitation> queue = best.get(m);
      if (queue.size() < top || !(value < queue.peek().activation())) {
        queue.add(new Excitation(image, m, p / width, p % width, value));
      }
      if (queue.size() > top) {
        queue.poll();
      }
    }
  }

  /** Number of feature maps seen. */
  synchronized int maps() {
    return best.size();
  }

  /** A map's excitations, strongest first. */
  public synchronized List<Excitation> of(int map) {
    List<Excitation> list = new ArrayList<>(best.get(map));
    list.sort(Excitation.STRONGEST_FIRST);
    return list;
  }

  /** All maps by their strongest activation, strongest first; on a tie the lower map. */
  synchronized List<Integer> ranked() {
    Comparator<Integer> byStrongest =
        Comparator.comparingDouble((Integer m) -> -of(m).get(0).activation());
    return IntStream.range(0, best.size()).boxed().sorted(byStrongest).toList();
  }
}
