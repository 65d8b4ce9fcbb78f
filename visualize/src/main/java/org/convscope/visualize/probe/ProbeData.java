package org.convscope.visualize.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.CounterRandom;
import org.convscope.models.train.ImageSource;

/**
 * Images to judge features on.
 *
 * @param pool images to train from
 * @param tests images to test on, of the same classes; empty if those of the pool are that are left
 */
public record ProbeData(ImageSource pool, Optional<ImageSource> tests) {
  public ProbeData {
    if (tests.isPresent() && !tests.get().classes().equals(pool.classes())) {
      throw new IllegalArgumentException(
          "probe: the training and test images must have the same classes, got %s and %s"
              .formatted(pool.classes(), tests.get().classes()));
    }
  }

  public List<String> classes() {
    return pool.classes();
  }

  /** Fold {@code number}, of images whose labels are given. */
  Fold fold(int[] poolLabels, int[] testLabels, int perClass, ProbeOptions options, int number) {
    CounterRandom random = CounterRandom.of(options.seed()).stream("fold").stream(number);
    return Fold.draw(poolLabels, testLabels, classes(), perClass, options.mostTests(), random);
  }

  /** How many folds differ: one if all images of the pool are needed and all others are tests. */
  int folds(int[] poolLabels, int[] testLabels, int perClass, ProbeOptions options) {
    boolean all = poolLabels.length == perClass * classes().size() && testLabels != null;
    for (int c = 0; all && c < classes().size(); c++) {
      int of = c;
      all = Arrays.stream(testLabels).filter(l -> l == of).count() <= options.mostTests();
    }
    return all ? 1 : options.folds();
  }
}
