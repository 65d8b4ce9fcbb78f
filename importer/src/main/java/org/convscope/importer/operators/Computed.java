package org.convscope.importer.operators;

import java.util.List;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * An operator that only computes: mostly because its outputs are shapes, indices, comparisons or
 * roundings, whose derivative is zero wherever there is one.
 *
 * @param call the operator as the file applies it
 * @param function what it computes; an omitted optional input is {@code null}
 * @param vjp {@link Vjp#ZERO}, or {@link Vjp#NONE} where there is a gradient that is not provided
 */
record Computed(Call call, Function function, Vjp vjp) implements Op, FromFile {

  /** A computation on tensors. */
  @FunctionalInterface
  interface Function {
    List<Tensor> apply(Kernels kernels, List<Tensor> inputs);
  }

  /** A computation with one output. */
  @FunctionalInterface
  interface OneOutput {
    Tensor apply(List<Tensor> inputs);
  }

  /** A computation with one output that needs kernels. */
  @FunctionalInterface
  interface OnKernels {
    Tensor apply(Kernels kernels, List<Tensor> inputs);
  }

  /** An op with one output whose derivative is zero. */
  static Computed of(Call call, OneOutput function) {
    return new Computed(call, (kernels, in) -> List.of(function.apply(in)), Vjp.ZERO);
  }

  /** An op with one output whose gradient is not provided. */
  static Computed withoutGradient(Call call, OnKernels function) {
    return new Computed(call, (kernels, in) -> List.of(function.apply(kernels, in)), Vjp.NONE);
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
    return new Result(call.guarded(() -> function.apply(kernels, inputs)), vjp);
  }
}
