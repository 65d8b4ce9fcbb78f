package org.convscope.autograd.op;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Resampling;

/**
 * An op with one input that is a weighted sum along some axes, one after the other; the gradient is
 * the sums' adjoint in reverse order, which is any order.
 */
interface Resampled extends Op {
  /** The map along each axis that changes; the op's shape rule. */
  SortedMap<Integer, Resampling> maps(Shape input);

  @Override
  default List<Shape> shapes(List<Shape> inputs) {
    Shape y = inputs.get(0);
    for (Map.Entry<Integer, Resampling> map : maps(y).entrySet()) {
      y = y.with(map.getKey(), map.getValue().taps().size());
    }
    return List.of(y);
  }

  @Override
  default Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    SortedMap<Integer, Resampling> maps = maps(x.shape());
    Tensor y = x;
    for (Map.Entry<Integer, Resampling> map : maps.entrySet()) {
      y = map.getValue().apply(y, map.getKey(), kernels.buffers());
    }
    return Result.of(y, new ResampledVjp(maps, x.shape()));
  }

  /** Holds the maps and the input's shape. */
  record ResampledVjp(SortedMap<Integer, Resampling> maps, Shape input) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      gx[0] = outputGradients[0];
      for (Map.Entry<Integer, Resampling> map : maps.entrySet()) {
        int axis = map.getKey();
        gx[0] = map.getValue().adjoint(gx[0], axis, input.dim(axis), backward.kernels().buffers());
      }
      return gx;
    }
  }
}
