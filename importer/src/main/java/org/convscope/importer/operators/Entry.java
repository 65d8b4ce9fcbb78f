package org.convscope.importer.operators;

import org.convscope.autograd.Op;

/** How the op of one ONNX operator is built; the table {@link Operators} holds one per operator. */
@FunctionalInterface
public interface Entry {
  /**
   * The op of a call.
   *
   * @throws IllegalArgumentException if attributes and inputs do not make sense together
   */
  Op build(Arguments arguments);
}
