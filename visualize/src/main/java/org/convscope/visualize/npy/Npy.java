package org.convscope.visualize.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * NPY files (format 1.0 to 3.0 in, 1.0 out). Read here and not by ND4J, whose native reader takes a
 * damaged file's word for its size, and whose library costs a second at the first start.
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads an array: floats and doubles of either byte order, integers of 8 to 64 bits, booleans.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is no NPY file, a damaged one, or of another type
   */
  public static Tensor read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + ": an NPY file is needed, got a folder");
    }
    try {
      return decode(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  static Tensor decode(byte[] bytes) {
    NpyHeader header = NpyHeader.of(bytes);
    Shape shape = header.shape();
    long needed = (long) header.itemSize() * shape.size();
    if (bytes.length - header.length() != needed) {
      throw new IllegalArgumentException(
          "npy: %s of %d bytes each needs %d bytes of data, got %d"
              .formatted(shape, header.itemSize(), needed, bytes.length - header.length()));
    }
    ByteBuffer data =
        ByteBuffer.wrap(bytes, header.length(), (int) needed).slice().order(header.order());
    int[] place = header.fortranOrder() ? fromFortran(shape) : null;
    int n = shape.size();
    if (header.kind() == 'f') {
      return header.itemSize() == 4 ? floats(data, shape, place) : doubles(data, shape, place);
    }
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[place == null ? i : place[i]] = integer(data, i, header);
    }
    return Tensor.of(header.type(), shape, values);
  }

  private static Tensor floats(ByteBuffer data, Shape shape, int[] place) {
    float[] values = new float[shape.size()];
    data.asFloatBuffer().get(values);
    if (place != null) {
      float[] ordered = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        ordered[place[i]] = values[i];
      }
      values = ordered;
    }
    return Tensor.of(shape, values);
  }

  private static Tensor doubles(ByteBuffer data, Shape shape, int[] place) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[place == null ? i : place[i]] = data.getDouble(8 * i);
    }
    return Tensor.of(shape, values);
  }

  private static long integer(ByteBuffer data, int i, NpyHeader header) {
    boolean unsigned = header.kind() == 'u';
    return switch (header.itemSize()) {
      case 1 -> unsigned ? data.get(i) & 0xffL : data.get(i);
      case 2 -> unsigned ? data.getShort(2 * i) & 0xffffL : data.getShort(2 * i);
      case 4 -> unsigned ? data.getInt(4 * i) & 0xffffffffL : data.getInt(4 * i);
      default -> data.getLong(8 * i);
    };
  }

  /** C-order index of each element in Fortran order. */
  private static int[] fromFortran(Shape shape) {
    int[] strides = shape.strides();
    int[] place = new int[shape.size()];
    for (int i = 0; i < place.length; i++) {
      int rest = i;
      for (int axis = 0; axis < shape.rank(); axis++) {
        place[i] += rest % shape.dim(axis) * strides[axis];
        rest /= shape.dim(axis);
      }
    }
    return place;
  }

  /** The file of a tensor: float32, float64, int64 or, for {@link DType#BOOL}, bool. */
  public static byte[] encode(Tensor tensor) {
    String descr =
        switch (tensor.type()) {
          case FLOAT -> "<f4";
          case DOUBLE -> "<f8";
          case BOOL -> "|b1";
          case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> "<i8";
        };
    byte[] head = NpyHeader.encode(descr, tensor.shape()).getBytes(StandardCharsets.ISO_8859_1);
    int item = descr.charAt(2) - '0';
    ByteBuffer out =
        ByteBuffer.allocate(Math.addExact(head.length, Math.multiplyExact(item, tensor.size())));
    out.order(ByteOrder.LITTLE_ENDIAN).put(head);
    switch (descr) {
      case "<f4" -> out.asFloatBuffer().put(tensor.floats());
      case "<f8" -> out.asDoubleBuffer().put(tensor.doubles());
      case "<i8" -> out.asLongBuffer().put(tensor.longs());
      default -> {
        for (long v : tensor.longs()) {
          out.put((byte) v);
        }
      }
    }
    return out.array();
  }
}
