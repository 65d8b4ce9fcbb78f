package org.convscope.visualize.deconv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;

class TopActivationsTest {
  private static final int IMAGES = 40;
  private static final int TOP = 5;

  /** Few different values, so that there are ties, and maps of which many images know no number. */
  private static float[] values(int image) {
    Random random = new Random(image);
    float[] values = new float[3 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = i >= 8 && image % 3 > 0 ? Float.NaN : random.nextInt(7) - 3;
    }
    return values;
  }

  private static TopActivations found(Iterable<Integer> order) {
    TopActivations top = new TopActivations(TOP);
    order.forEach(i -> top.add(i, Tensor.of(Shape.of(1, 3, 2, 2), values(i))));
    return top;
  }

  private static List<Excitation> bySorting(int map) {
    List<Excitation> all = new ArrayList<>();
    for (int image = 0; image < IMAGES; image++) {
      float[] values = values(image);
      int at = 4 * map;
      for (int i = 4 * map; i < 4 * map + 4; i++) {
        at = values[i] > values[at] ? i : at;
      }
      int unit = at - 4 * map;
      all.add(new Excitation(image, map, unit / 2, unit % 2, values[at]));
    }
    all.sort(
        Comparator.comparing((Excitation e) -> Float.isNaN(e.activation()))
            .thenComparing(e -> -e.activation())
            .thenComparing(Excitation::image));
    return all.subList(0, TOP);
  }

  @Test
  void keepsWhatSortingPutsFirstInAnyOrderOfImages() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      order.add(i * 17 % IMAGES);
    }
    for (int map = 0; map < 3; map++) {
      assertThat(found(order).of(map)).isEqualTo(bySorting(map));
      order.sort(Comparator.naturalOrder());
      assertThat(found(order).of(map)).isEqualTo(bySorting(map));
      order.sort(Comparator.reverseOrder());
      assertThat(found(order).of(map)).isEqualTo(bySorting(map));
    }
  }
}
