package org.convscope.models;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.autograd.op.ConvTranspose;
import org.convscope.autograd.op.Gemm;
import org.convscope.autograd.op.JoinedConvolutions;
import org.convscope.autograd.op.Linear;
import org.convscope.autograd.op.MatMul;
import org.convscope.engine.Shape;

/**
 * The work of a forward pass: multiply-adds of convolutions and dense layers, two FLOPs each.
 * Everything else is little beside them and not counted.
 */
public final class MultiplyAdds {
  private MultiplyAdds() {}

  /**
   * A forward pass to some values.
   *
   * @param shapes of all values, see {@link Shapes}
   */
  public static long of(Network network, Map<String, Shape> shapes, Collection<String> taps) {
    long sum = 0;
    for (Node n : Pruning.ancestors(network.nodes(), Set.copyOf(taps))) {
      List<Shape> inputs = n.inputs().stream().map(shapes::get).toList();
      sum += of(n.op(), inputs, shapes.get(n.output()));
    }
    return sum;
  }

  /** One operator. */
  static long of(Op op, List<Shape> inputs, Shape output) {
    if (op instanceof Conv || op instanceof ConvBlock) {
      return perElement(inputs.get(1)) * output.size();
    } else if (op instanceof JoinedConvolutions j) {
      long sum = 0;
      for (int i = 0; i < j.blocks().size(); i++) {
        Shape weight = inputs.get(3 * i + 1);
        sum += (long) weight.size() * (output.size() / output.dim(1));
      }
      return sum;
    } else if (op instanceof ConvTranspose) {
      return perElement(inputs.get(1)) * inputs.get(0).size();
    } else if (op instanceof Gemm g) {
      return (long) inputs.get(0).dim(g.transposeA() ? 0 : 1) * output.size();
    } else if (op instanceof MatMul m) {
      return (long) inputs.get(0).dim(m.transposeA() ? -2 : -1) * output.size();
    } else if (op instanceof Linear) {
      return (long) inputs.get(0).dim(-1) * output.size();
    }
    return 0;
  }

  private static long perElement(Shape weight) {
    return weight.size() / weight.dim(0);
  }
}
