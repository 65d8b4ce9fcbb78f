package org.convscope.engine.scalar;

import java.util.List;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Elements copied to another place, for tensors of any type. */
record ScalarArrangement(Buffers buffers) {

  Tensor concat(List<Tensor> parts, int axis) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("concat: at least one tensor is needed, got none");
    }
    Tensor first = parts.get(0);
    int a = first.shape().axis(axis);
    int total = 0;
    for (Tensor part : parts) {
      if (part.type() != first.type()
          || part.shape().rank() != first.shape().rank()
          || !part.shape().with(a, 0).equals(first.shape().with(a, 0))) {
        throw new IllegalArgumentException(
            "concat: types and all dimensions but axis %d must be equal, got %s and %s"
                .formatted(a, first, part));
      }
      total = Math.addExact(total, part.shape().dim(a));
    }
    Shape shape = first.shape().with(a, total);
    Object out = array(first.type(), shape.size());
    int outer = shape.size(0, a);
    int inner = shape.size(a + 1, shape.rank());
    int offset = 0;
    for (Tensor part : parts) {
      int length = part.shape().dim(a) * inner;
      for (int i = 0; i < outer; i++) {
        System.arraycopy(part.plain(), i * length, out, i * total * inner + offset, length);
      }
      offset += length;
    }
    return tensor(first.type(), shape, out);
  }

  Tensor narrow(Tensor x, int axis, int start, int length) {
    int a = x.shape().axis(axis);
    int dim = x.shape().dim(a);
    if (start < 0 || length < 0 || start > dim - length) {
      throw new IllegalArgumentException(
          "narrow: start and length must lie inside axis %d, got start %d and length %d of %s"
              .formatted(a, start, length, x));
    }
    Shape shape = x.shape().with(a, length);
    Object out = array(x.type(), shape.size());
    int outer = shape.size(0, a);
    int inner = shape.size(a + 1, shape.rank());
    for (int i = 0; i < outer; i++) {
      System.arraycopy(
          x.plain(), (i * dim + start) * inner, out, i * length * inner, length * inner);
    }
    return tensor(x.type(), shape, out);
  }

  private Object array(DType type, int length) {
    return switch (type) {
      case FLOAT -> buffers.take(length);
      case DOUBLE -> new double[length];
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, BOOL -> new long[length];
    };
  }

  private static Tensor tensor(DType type, Shape shape, Object array) {
    if (array instanceof float[] f) {
      return Tensor.of(shape, f);
    }
    return array instanceof double[] d
        ? Tensor.of(shape, d)
        : Tensor.of(type, shape, (long[]) array);
  }
}
