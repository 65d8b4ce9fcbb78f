package org.convscope.visualize.occlude;

import java.util.List;
import java.util.Optional;
import org.convscope.engine.Tensor;
import org.convscope.visualize.classes.ClassScore;

/**
 * What the square does at every position of the grid, row by row.
 *
 * @param grid the positions
 * @param classes the followed classes
 * @param top the most probable class at each position
 * @param topProbability its probability
 * @param probabilities of all classes, by position
 * @param cleanTop the most probable class of the image as it is
 * @param feature the followed feature map, if one was asked for
 * @param cost what was computed
 */
public record OcclusionResult(
    WindowGrid grid,
    List<ClassMap> classes,
    int[] top,
    float[] topProbability,
    double[][] probabilities,
    int cleanTop,
    Optional<FeatureMap> feature,
    Cost cost) {

  /**
   * One class.
   *
   * @param score the class, and the number of it that {@code pixels} is made of
   * @param cleanProbability of the image as it is
   * @param cleanLogit of the image as it is
   * @param probability at each position
   * @param logit at each position
   * @param pixels mean drop of the score over the windows that cover each pixel
   */
  public record ClassMap(
      ClassScore score,
      double cleanProbability,
      double cleanLogit,
      float[] probability,
      float[] logit,
      PixelMap pixels) {}

  /**
   * The layer's feature map with the strongest single activation on the image as it is.
   *
   * @param value the layer's value
   * @param map the feature map
   * @param y row of its strongest activation
   * @param x column of its strongest activation
   * @param activation that activation
   * @param cleanSum sum over the map of the image as it is
   * @param sums sum over the map at each position
   * @param projection its strongest activation on the image as it is, projected to the pixels by
   *     the deconvnet's rule [1×C×H×W]
   */
  public record FeatureMap(
      String value,
      int map,
      int y,
      int x,
      float activation,
      double cleanSum,
      float[] sums,
      Tensor projection) {}

  /**
   * Multiply-adds of convolutions and dense layers, all positions and the image as it is together.
   *
   * @param computed what was done
   * @param full what whole forward passes take
   */
  public record Cost(long computed, long full) {
    /** Share of the work that was saved, 0…1. */
    public double saved() {
      return full == 0 ? 0 : 1 - (double) computed / full;
    }
  }
}
