package org.convscope.importer.operators;

import java.util.List;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * An operator without gradient by its inputs, because its outputs are shapes, indices, comparisons
 * or roundings: the derivative is zero wherever there is one.
 *
 * @param call the operator as the file applies it
 * @param function what it computes; an omitted optional input is {@code null}
 */
public record Computed(Call call, Function function) implements Op, FromFile {

  /** A computation on tensors. */
  @FunctionalInterface
  public interface Function {
    List<Tensor> apply(List<Tensor> inputs);
  }

  /** A computation with one output. */
  @FunctionalInterface
  public interface OneOutput {
    Tensor apply(List<Tensor> inputs);
  }

  /** An op with one output. */
  public static Computed of(Call call, OneOutput function) {
    return new Computed(call, in -> List.of(function.apply(in)));
  }

  @Override
  public String type() {
    return call.type();
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return List.of();
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    return new Result(function.apply(inputs), Vjp.ZERO);
  }
}
