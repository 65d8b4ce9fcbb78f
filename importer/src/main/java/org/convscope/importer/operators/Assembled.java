package org.convscope.importer.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Selection;

/**
 * An op whose output takes each element from a place in one of its inputs, or sums up several: what
 * gathers, scatters and conditions do. The gradient goes back to where an element came from.
 *
 * @param call the operator as the file applies it
 * @param recipe where the elements come from, given the inputs
 */
record Assembled(Call call, Recipe recipe) implements Op, FromFile {
  /** Index of an output element that an input contributes nothing to. */
  static final int NOTHING = Selection.OUTSIDE;

  /** Where the output's elements come from. */
  @FunctionalInterface
  interface Recipe {
    Parts of(List<Tensor> inputs);
  }

  /**
   * The output's make-up.
   *
   * @param shape of the output
   * @param places per contributing input: for each output element the flat index there
   * @param others further outputs, without gradient
   */
  record Parts(Shape shape, Map<Integer, int[]> places, List<Tensor> others) {
    /** All elements from the first input. */
    static Parts ofFirst(Shape shape, int[] places) {
      return new Parts(shape, Map.of(0, places), List.of());
    }
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
    Parts parts = call.guarded(() -> recipe.of(inputs));
    Tensor y = null;
    for (Map.Entry<Integer, int[]> part : parts.places().entrySet()) {
      Tensor x = inputs.get(part.getKey());
      Tensor taken = Selection.elements(x.size(), part.getValue()).read(x, 0, kernels.buffers());
      y = y == null ? taken : kernels.combine(Arithmetic.ADD, y, taken);
    }
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(y.reshape(parts.shape()));
    outputs.addAll(parts.others());
    List<Shape> shapes = inputs.stream().map(t -> t == null ? null : t.shape()).toList();
    return new Result(outputs, new AssembledVjp(parts.places(), new ArrayList<>(shapes)));
  }

  /** Holds the places and the inputs' shapes. */
  record AssembledVjp(Map<Integer, int[]> places, List<Shape> inputs) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      for (Map.Entry<Integer, int[]> part : places.entrySet()) {
        int i = part.getKey();
        if (wanted[i]) {
          Selection from = Selection.elements(inputs.get(i).size(), part.getValue());
          gx[i] =
              from.scatterAdd(outputGradients[0], backward.kernels().buffers())
                  .reshape(inputs.get(i));
        }
      }
      return gx;
    }
  }
}
