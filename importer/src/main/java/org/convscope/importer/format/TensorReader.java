package org.convscope.importer.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.OnnxProto.TensorProto;

/**
 * Reads a tensor message in any of its storage forms: raw little-endian bytes, the typed fields, or
 * a file beside the model. Sizes are checked before anything is allocated.
 */
final class TensorReader {
  private final ExternalData external;

  TensorReader(ExternalData external) {
    this.external = external;
  }

  /**
   * The tensor of a message.
   *
   * @throws IllegalArgumentException naming the tensor, if type, shape and data do not fit
   */
  Tensor read(TensorProto p) {
    try {
      return readUnnamed(p);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tensor \"" + p.getName().replaceAll("\\p{Cntrl}", "?") + "\": " + e.getMessage(),
          e.getCause());
    }
  }

  private Tensor readUnnamed(TensorProto p) {
    ElementType type = ElementType.of(p.getDataType());
    if (p.hasSegment()) {
      throw new IllegalArgumentException("tensors in segments are not supported");
    }
    Shape shape = shape(p);
    long bytes = (long) shape.size() * type.bytes();
    if (p.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return fromBytes(type, shape, external.read(p.getExternalDataList(), bytes));
    }
    if (p.hasRawData() && (p.getRawData().size() > 0 || typedCount(p, type) == 0)) {
      if (p.getRawData().size() != bytes) {
        throw new IllegalArgumentException(
            "raw data must be %d bytes for %s%s, got %d"
                .formatted(bytes, type, shape, p.getRawData().size()));
      }
      return fromBytes(type, shape, p.getRawData().asReadOnlyByteBuffer());
    }
    if (typedCount(p, type) != shape.size()) {
      throw new IllegalArgumentException(
          "data must be %d numbers for %s%s, got %d"
              .formatted(shape.size(), type, shape, typedCount(p, type)));
    }
    return fromFields(type, shape, p);
  }

  private static Shape shape(TensorProto p) {
    int[] dims = new int[p.getDimsCount()];
    if (dims.length > 64) {
      throw new IllegalArgumentException(
          "tensors of up to 64 dimensions are supported, got " + dims.length);
    }
    for (int i = 0; i < dims.length; i++) {
      long d = p.getDims(i);
      if (d < 0 || d > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "dimensions must lie in [0, 2^31), got " + d + " at position " + i);
      }
      dims[i] = (int) d;
    }
    return Shape.of(dims);
  }

  private static int typedCount(TensorProto p, ElementType type) {
    return switch (type) {
      case FLOAT -> p.getFloatDataCount();
      case DOUBLE -> p.getDoubleDataCount();
      case INT64 -> p.getInt64DataCount();
      case UINT32, UINT64 -> p.getUint64DataCount();
      case UINT8, INT8, UINT16, INT16, INT32, BOOL, FLOAT16, BFLOAT16 -> p.getInt32DataCount();
    };
  }

  private static Tensor fromFields(ElementType type, Shape shape, TensorProto p) {
    return switch (type) {
      case FLOAT -> floats(shape, p::getFloatData);
      case FLOAT16 -> floats(shape, i -> HalfPrecision.fromFloat16((short) p.getInt32Data(i)));
      case BFLOAT16 -> floats(shape, i -> HalfPrecision.fromBfloat16((short) p.getInt32Data(i)));
      case DOUBLE -> doubles(shape, p::getDoubleData);
      case INT64 -> longs(type.type(), shape, p::getInt64Data);
      case UINT32, UINT64 -> longs(type.type(), shape, p::getUint64Data);
      case UINT8, INT8, UINT16, INT16, INT32, BOOL ->
          longs(type.type(), shape, i -> narrow(type, p.getInt32Data(i)));
    };
  }

  private static Tensor fromBytes(ElementType type, Shape shape, ByteBuffer bytes) {
    ByteBuffer b = bytes.order(ByteOrder.LITTLE_ENDIAN);
    int start = b.position();
    return switch (type) {
      case FLOAT -> {
        float[] v = new float[shape.size()];
        b.asFloatBuffer().get(v);
        yield Tensor.of(shape, v);
      }
      case FLOAT16 -> floats(shape, i -> HalfPrecision.fromFloat16(b.getShort(start + 2 * i)));
      case BFLOAT16 -> floats(shape, i -> HalfPrecision.fromBfloat16(b.getShort(start + 2 * i)));
      case DOUBLE -> {
        double[] v = new double[shape.size()];
        b.asDoubleBuffer().get(v);
        yield Tensor.of(shape, v);
      }
      case INT64, UINT64 -> {
        long[] v = new long[shape.size()];
        b.asLongBuffer().get(v);
        yield Tensor.of(type.type(), shape, v);
      }
      case INT32, UINT32 -> longs(type.type(), shape, i -> narrow(type, b.getInt(start + 4 * i)));
      case INT16, UINT16 -> longs(type.type(), shape, i -> narrow(type, b.getShort(start + 2 * i)));
      case INT8, UINT8, BOOL -> longs(type.type(), shape, i -> narrow(type, b.get(start + i)));
    };
  }

  /** What the low bits of {@code value} mean in a type. */
  private static long narrow(ElementType type, int value) {
    return switch (type) {
      case INT8 -> (byte) value;
      case UINT8 -> value & 0xff;
      case INT16 -> (short) value;
      case UINT16 -> value & 0xffff;
      case UINT32 -> value & 0xffffffffL;
      case BOOL -> value != 0 ? 1 : 0;
      case INT32, INT64, UINT64, FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> value;
    };
  }

  private static Tensor floats(Shape shape, IntToDoubleFunction at) {
    float[] v = new float[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) at.applyAsDouble(i);
    }
    return Tensor.of(shape, v);
  }

  private static Tensor doubles(Shape shape, IntToDoubleFunction at) {
    double[] v = new double[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = at.applyAsDouble(i);
    }
    return Tensor.of(shape, v);
  }

  private static Tensor longs(DType type, Shape shape, IntToLongFunction at) {
    long[] v = new long[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = at.applyAsLong(i);
    }
    return Tensor.of(type, shape, v);
  }
}
