package org.convscope.autograd.op;

import org.convscope.engine.Shape;

/**
 * Dropout outside training: {@code y = x}. Keeps the rate, so that training can put {@link Dropout}
 * in its place.
 *
 * @param rate share of elements that training drops, in [0, 1)
 */
public record InferenceDropout(double rate) implements Reshaping {
  public InferenceDropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout: rate must lie in [0, 1), got " + rate);
    }
  }

  @Override
  public String type() {
    return "inference_dropout";
  }

  @Override
  public Shape target(Shape input) {
    return input;
  }
}
