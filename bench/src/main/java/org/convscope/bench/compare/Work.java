package org.convscope.bench.compare;

import java.util.Locale;

/** What is measured. */
enum Work {
  /** Images to logits. */
  FORWARD(1, 1e-5),
  /**
   * Images to the last convolution, and the gradient of the mean of its channel {@link #CHANNEL} by
   * the images; parameters are frozen. Where a rectifier's input is within rounding of zero,
   * engines decide differently: a pixel's gradient may differ visibly, all of it together must not.
   */
  GRADIENT(2, 3e-2),
  /**
   * A step of stochastic gradient descent on the cross-entropy: forward with the batch's
   * statistics, gradients by all parameters, update. Without dropout.
   */
  TRAINING(3, 1e-4),
  /**
   * One class's logit of the first image with a square of zeros at every position: {@link
   * Occluded}. The rate counts a whole forward pass per position, however it is computed.
   */
  OCCLUSION(Occluded.POSITIONS, 1e-4);

  /** The channel whose mean is differentiated. */
  static final int CHANNEL = 3;

  private final int passes;
  private final double tolerance;

  Work(int passes, double tolerance) {
    this.passes = passes;
    this.tolerance = tolerance;
  }

  /** Largest difference between two engines' results, relative, in the Euclidean norm. */
  double tolerance() {
    return tolerance;
  }

  /** Passes over the network that the rate counts: forward, by the input, by the parameters. */
  int passes() {
    return passes;
  }

  /** Runs before measuring, and fewest runs of a turn. */
  int repeats(int usual) {
    return this == OCCLUSION ? 1 : usual;
  }

  /** What the table and the command line call it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
