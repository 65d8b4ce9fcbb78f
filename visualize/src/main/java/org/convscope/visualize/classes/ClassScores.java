package org.convscope.visualize.classes;

import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Node;

/**
 * Where a classifier's scores are.
 *
 * @param value the value that holds them before any final softmax: the logits
 */
public record ClassScores(String value) {
  /** The network's first output, or what its final softmax reads, through reshapes. */
  public static ClassScores of(Network network) {
    String value = network.outputs().get(0);
    String at = value;
    while (true) {
      Node node = network.producer(at).orElse(null);
      if (node == null) {
        return new ClassScores(value);
      }
      switch (node.op().type()) {
        case "softmax", "log_softmax" -> {
          return new ClassScores(node.inputs().get(0));
        }
        case "reshape", "flatten", "identity" -> at = node.inputs().get(0);
        default -> {
          return new ClassScores(value);
        }
      }
    }
  }

  /**
   * Number of classes of scores [N×classes], or [N×classes×1×1].
   *
   * @throws IllegalArgumentException if the scores have another shape
   */
  public static int count(Tensor scores) {
    Shape shape = scores.shape();
    if (shape.rank() < 2 || shape.size() != shape.dim(0) * shape.dim(1)) {
      throw new IllegalArgumentException(
          "classes: a classifier's output [N×classes] is needed, got " + shape);
    }
    return shape.dim(1);
  }

  /** Probabilities of the classes of one image. */
  public static double[] probabilities(float[] scores) {
    double most = Double.NEGATIVE_INFINITY;
    for (float s : scores) {
      most = Math.max(most, s);
    }
    double sum = 0;
    double[] p = new double[scores.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(scores[i] - most);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }
}
