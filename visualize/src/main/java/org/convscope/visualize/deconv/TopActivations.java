package org.convscope.visualize.deconv;

import java.util.ArrayList;
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
  synchronized void add(int image, Tensor activations) {
    Shape shape = activations.shape();
    int maps = shape.dim(1);
    int plane = shape.size(2, shape.rank());
    int width = shape.rank() > 2 ? shape.dim(-1) : 1;
    if (best.isEmpty()) {
      best =
          IntStream.range(0, maps)
              .mapToObj(m -> new PriorityQueue<>(Excitation.STRONGEST_FIRST.reversed()))
              .toList();
    }
    float[] values = activations.floats();
    for (int m = 0; m < maps; m++) {
      int at = m * plane;
      for (int i = m * plane; i < (m + 1) * plane; i++) {
        if (values[i] > values[at]) {
          at = i;
        }
      }
      int p = at - m * plane;
      PriorityQueue<Excitation> queue = best.get(m);
      queue.add(new Excitation(image, m, p / width, p % width, values[at]));
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
