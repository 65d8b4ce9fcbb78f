package org.convscope.autograd.op;

import org.convscope.engine.Shape;

/** {@code y = x} (ONNX Identity; dropout outside training). */
public record Identity() implements Reshaping {
  @Override
  public String type() {
    return "identity";
  }

  @Override
  public Shape target(Shape input) {
    return input;
  }
}
