package org.convscope.visualize.probe;

import java.util.List;

/**
 * What to measure.
 *
 * @param layers the layers, each judged on its own
 * @param methods kinds of classifiers
 * @param perClass numbers of training images per class
 * @param folds how often training images are chosen anew
 * @param mostTests test images per class at most
 * @param seed of the choices
 */
public record ProbeOptions(
    List<ProbedLayer> layers,
    List<Method> methods,
    List<Integer> perClass,
    int folds,
    int mostTests,
    long seed) {
  public ProbeOptions {
    layers = List.copyOf(layers);
    methods = List.copyOf(methods);
    perClass = List.copyOf(perClass);
    if (folds < 1 || mostTests < 1 || perClass.stream().anyMatch(n -> n < 2)) {
      throw new IllegalArgumentException(
          "probe: at least 1 fold, 1 test and 2 training images per class are needed, got %d, %d, %s"
              .formatted(folds, mostTests, perClass));
    }
  }
}
