package org.convscope.importer.operators;

import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * What is known of an input when its operator is built.
 *
 * @param present false for an omitted optional input
 * @param value its value; {@code null} if it is made when the network runs
 * @param small its shape for a batch of 2; {@code null} if unknown
 * @param large its shape for a batch of 3; dimensions that agree do not depend on the batch
 */
public record Known(boolean present, Tensor value, Shape small, Shape large) {
  /** An omitted optional input. */
  public static final Known ABSENT = new Known(false, null, null, null);

  /** An input of which nothing is known. */
  public static final Known NOTHING = new Known(true, null, null, null);

  /** A constant, or any value once the network runs. */
  public static Known of(Tensor value) {
    return value == null ? ABSENT : new Known(true, value, value.shape(), value.shape());
  }

  /** An input whose shape was found for two batch sizes. */
  public static Known shaped(Shape small, Shape large) {
    return new Known(true, null, small, large);
  }

  DType type() {
    return value == null ? null : value.type();
  }
}
