package org.convscope.importer.operators;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.ElementType;
import org.convscope.importer.format.HalfPrecision;

/**
 * The same numbers in another type (ONNX Cast). Half-precision types round, although the result is
 * kept as float. Floats become integers by truncation, integers are cut to the low bits. Between
 * floating types the gradient passes through; otherwise it is zero.
 *
 * @param to the type
 */
record Cast(ElementType to) implements Op {
  @Override
  public String type() {
    return "cast";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    boolean differentiable = x.type().isFloating() && to.type().isFloating();
    return Result.of(converted(x), differentiable ? new CastVjp(x.type()) : Vjp.ZERO);
  }

  private Tensor converted(Tensor x) {
    return switch (to) {
      case FLOAT16 -> rounded(x, v -> HalfPrecision.fromFloat16(HalfPrecision.toFloat16(v)));
      case BFLOAT16 -> rounded(x, v -> HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(v)));
      case FLOAT, DOUBLE, BOOL -> x.cast(to.type());
      case UINT8, INT8, UINT16, INT16, INT32, INT64, UINT32, UINT64 -> {
        long[] v = x.cast(DType.INT64).longs().clone();
        for (int i = 0; i < v.length; i++) {
          v[i] = to.type().wrap(v[i]);
        }
        yield Tensor.of(to.type(), x.shape(), v);
      }
    };
  }

  private interface Rounding {
    float of(float v);
  }

  private static Tensor rounded(Tensor x, Rounding rounding) {
    float[] v = x.cast(DType.FLOAT).floats().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] = rounding.of(v[i]);
    }
    return Tensor.of(x.shape(), v);
  }

  /** Holds the input's type. */
  record CastVjp(DType from) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {outputGradients[0].cast(from)};
    }
  }
}
