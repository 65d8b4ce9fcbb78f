package org.convscope.importer.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * An operator whose attributes depend on values or shapes that only the running network knows: it
 * reads them, builds the real op and applies that. The gradient by what it read is zero.
 *
 * @param call the operator as the file applies it
 * @param entry how to build the real op
 */
record Late(Call call, Entry entry) implements Op, FromFile {
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
    List<Known> known = inputs.stream().map(Known::of).toList();
    Built built = call.guarded(() -> Built.of(call, entry, known));
    Op op = built.op();
    int[] data = IntStream.range(0, inputs.size()).filter(i -> built.takes()[i]).toArray();
    List<Tensor> values = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (int i : data) {
      values.add(inputs.get(i));
      shapes.add(inputs.get(i) == null ? null : inputs.get(i).shape());
    }
    op.shapes(shapes);
    Result result = op.forward(kernels, values);
    Vjp vjp = result.vjp();
    return vjp == Vjp.ZERO || vjp == Vjp.NONE
        ? result
        : new Result(result.outputs(), new LateVjp(vjp, data));
  }

  /** Holds the real op's vjp and which inputs it knows. */
  record LateVjp(Vjp vjp, int[] data) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      boolean[] of = new boolean[data.length];
      for (int i = 0; i < data.length; i++) {
        of[i] = wanted[data[i]];
      }
      Tensor[] known = vjp.apply(backward, outputGradients, of);
      Tensor[] gx = new Tensor[wanted.length];
      for (int i = 0; i < data.length; i++) {
        gx[data[i]] = known[i];
      }
      return gx;
    }
  }
}
