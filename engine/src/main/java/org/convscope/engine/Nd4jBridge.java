package org.convscope.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between Java arrays and ND4J's off-heap arrays, which is for the edges of a network. */
final class Nd4jBridge {
  private Nd4jBridge() {}

  static DType type(INDArray array) {
    return switch (array.dataType()) {
      case FLOAT, HALF, BFLOAT16 -> DType.FLOAT;
      case DOUBLE -> DType.DOUBLE;
      case BYTE -> DType.INT8;
      case SHORT -> DType.INT16;
      case INT -> DType.INT32;
      case LONG -> DType.INT64;
      case UBYTE -> DType.UINT8;
      case UINT16 -> DType.UINT16;
      case UINT32 -> DType.UINT32;
      case UINT64 -> DType.UINT64;
      case BOOL -> DType.BOOL;
      case UTF8, COMPRESSED, UNKNOWN ->
          throw new IllegalArgumentException(
              "nd4j: a numeric array is needed, got " + array.dataType());
    };
  }

  /** The array itself if it is dense, in C order and of a type that tensors hold, else a copy. */
  static INDArray dense(INDArray array) {
    DataType wanted = nd4j(type(array));
    INDArray typed = array.dataType() == wanted ? array : array.castTo(wanted);
    return typed.isEmpty() || (typed.ordering() == 'c' && !typed.isView()) ? typed : typed.dup('c');
  }

  /** The numbers of a dense array. */
  static Object toPlain(INDArray array, DType type, int size) {
    if (size == 0) {
      return switch (type) {
        case FLOAT -> new float[0];
        case DOUBLE -> new double[0];
        case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, BOOL -> new long[0];
      };
    }
    return switch (type) {
      case FLOAT -> array.data().asFloat();
      case DOUBLE -> array.data().asDouble();
      case INT64 -> array.data().asLong();
      case INT8, INT16, INT32, UINT8, UINT16, UINT32, UINT64, BOOL ->
          array.castTo(DataType.LONG).data().asLong();
    };
  }

  static INDArray fromPlain(Object plain, DType type, Shape shape) {
    long[] dims = Arrays.stream(shape.dims()).asLongStream().toArray();
    if (shape.size() == 0) {
      return Nd4j.create(nd4j(type), dims);
    }
    if (plain instanceof float[] f) {
      return dims.length == 0 ? Nd4j.scalar(f[0]) : Nd4j.createFromArray(f).reshape('c', dims);
    }
    if (plain instanceof double[] d) {
      return dims.length == 0 ? Nd4j.scalar(d[0]) : Nd4j.createFromArray(d).reshape('c', dims);
    }
    long[] l = (long[]) plain;
    INDArray array =
        dims.length == 0 ? Nd4j.scalar(l[0]) : Nd4j.createFromArray(l).reshape('c', dims);
    return array.castTo(nd4j(type));
  }

  private static DataType nd4j(DType type) {
    return switch (type) {
      case FLOAT -> DataType.FLOAT;
      case DOUBLE -> DataType.DOUBLE;
      case INT8 -> DataType.BYTE;
      case INT16 -> DataType.SHORT;
      case INT32 -> DataType.INT;
      case INT64 -> DataType.LONG;
      case UINT8 -> DataType.UBYTE;
      case UINT16 -> DataType.UINT16;
      case UINT32 -> DataType.UINT32;
      case UINT64 -> DataType.UINT64;
      case BOOL -> DataType.BOOL;
    };
  }
}
