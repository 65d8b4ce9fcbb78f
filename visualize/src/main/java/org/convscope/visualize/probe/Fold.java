package org.convscope.visualize.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convscope.engine.CounterRandom;

/**
 * A choice of images, per class by lot.
 *
 * @param training images of the training set, {@code perClass} of each class
 * @param test images of the test set
 */
record Fold(int[] training, int[] test) {
  /**
   * Draws a fold.
   *
   * @param pool labels of the images to train from
   * @param tests labels of the images to test on; null if those of the pool are that are left
   * @param most test images per class
   * @throws IllegalArgumentException if a class has too few images
   */
  static Fold draw(
      int[] pool, int[] tests, List<String> classes, int perClass, int most, CounterRandom random) {
    List<Integer> training = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      int[] mine = shuffled(pool, c, random.stream("train").stream(c));
      int left = mine.length - (tests == null ? 1 : 0);
      if (left < perClass) {
        throw new IllegalArgumentException(
            "probe: %d training images per class are needed%s, got %d of %s"
                .formatted(
                    perClass,
                    tests == null ? " and one more to test on" : "",
                    mine.length,
                    classes.get(c)));
      }
      Arrays.stream(mine, 0, perClass).sorted().forEach(training::add);
      int[] others =
          tests == null
              ? Arrays.copyOfRange(mine, perClass, mine.length)
              : shuffled(tests, c, random.stream("test").stream(c));
      Arrays.stream(others).limit(most).sorted().forEach(test::add);
    }
    return new Fold(numbers(training), numbers(test));
  }

  private static int[] shuffled(int[] labels, int c, CounterRandom random) {
    List<Integer> mine = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == c) {
        mine.add(i);
      }
    }
    return Arrays.stream(random.permutation(mine.size())).map(mine::get).toArray();
  }

  private static int[] numbers(List<Integer> list) {
    return list.stream().mapToInt(i -> i).toArray();
  }
}
