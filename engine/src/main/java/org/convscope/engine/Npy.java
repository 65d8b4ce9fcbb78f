package org.convscope.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's NPY files (format versions 1 to 3), read and written without ND4J, whose native reader
 * trusts the header and costs its start-up time.
 *
 * <p>Read: float16, float32, float64, signed and unsigned integers of 1 to 8 bytes and bool, in
 * either byte order, C or Fortran order. Written: the type of the tensor, little-endian, C order.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([fiub])(\\d)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /**
   * The array of a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException in one line, if it is not a complete NPY file of numbers
   */
  public static Tensor read(Path file) throws IOException {
    try {
      return read(Files.readAllBytes(file), file.toString());
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException(
          file + ": the array does not fit into memory; give Java more with -Xmx", e);
    }
  }

  /**
   * The array of a file's bytes.
   *
   * @param name what messages call it
   * @throws IllegalArgumentException in one line, if it is not a complete NPY file of numbers
   */
  public static Tensor read(byte[] bytes, String name) {
    try {
      return parse(ByteBuffer.wrap(bytes));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static Tensor parse(ByteBuffer in) {
    in.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    if (in.remaining() < 10) {
      throw new IllegalArgumentException("not an NPY file, it has " + in.remaining() + " bytes");
    }
    in.get(magic);
    int version = in.get();
    in.get();
    if (!Arrays.equals(magic, MAGIC) || version < 1 || version > 3) {
      throw new IllegalArgumentException("not an NPY file of version 1 to 3");
    }
    long length = version == 1 ? in.getShort() & 0xffff : in.remaining() < 4 ? -1 : in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("the NPY header is cut off");
    }
    byte[] header = new byte[(int) length];
    in.get(header);
    return body(in, new String(header, StandardCharsets.UTF_8));
  }

  private static Tensor body(ByteBuffer in, String header) {
    Matcher descr = find(DESCR, header, "numbers: float, int, uint or bool");
    boolean fortran = find(ORDER, header, "a fortran_order").group(1).equals("True");
    Shape shape = shape(find(SHAPE, header, "a shape").group(1));
    int width = Integer.parseInt(descr.group(3));
    if (Integer.bitCount(width) != 1 || width > 8 || (descr.group(2).equals("f") && width < 2)) {
      throw new IllegalArgumentException("numbers of " + width + " bytes are not supported");
    }
    if ((long) shape.size() * width != in.remaining()) {
      throw new IllegalArgumentException(
          "%s numbers of %d bytes need %d bytes, got %d"
              .formatted(shape, width, (long) shape.size() * width, in.remaining()));
    }
    in.order(descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int[] from = fortran ? fortranOrder(shape) : null;
    int start = in.position();
    char kind = descr.group(2).charAt(0);
    return switch (kind) {
      case 'f' -> floats(in, start, shape, width, from);
      default -> integers(in, start, shape, width, kind, from);
    };
  }

  private static Tensor floats(ByteBuffer in, int start, Shape shape, int width, int[] from) {
    if (width == 8) {
      double[] v = new double[shape.size()];
      for (int i = 0; i < v.length; i++) {
        v[i] = in.getDouble(start + 8 * at(i, from));
      }
      return Tensor.of(shape, v);
    }
    float[] v = new float[shape.size()];
    for (int i = 0; i < v.length; i++) {
      int p = start + width * at(i, from);
      v[i] = width == 4 ? in.getFloat(p) : half(in.getShort(p));
    }
    return Tensor.of(shape, v);
  }

  private static Tensor integers(
      ByteBuffer in, int start, Shape shape, int width, char kind, int[] from) {
    long[] v = new long[shape.size()];
    long mask = width == 8 || kind == 'i' ? -1 : (1L << (8 * width)) - 1;
    for (int i = 0; i < v.length; i++) {
      int p = start + width * at(i, from);
      v[i] =
          mask
              & switch (width) {
                case 1 -> in.get(p);
                case 2 -> in.getShort(p);
                case 4 -> in.getInt(p);
                default -> in.getLong(p);
              };
    }
    return Tensor.of(type(kind, width), shape, v);
  }

  private static DType type(char kind, int width) {
    if (kind == 'b') {
      return DType.BOOL;
    }
    return switch (width) {
      case 1 -> kind == 'i' ? DType.INT8 : DType.UINT8;
      case 2 -> kind == 'i' ? DType.INT16 : DType.UINT16;
      case 4 -> kind == 'i' ? DType.INT32 : DType.UINT32;
      default -> kind == 'i' ? DType.INT64 : DType.UINT64;
    };
  }

  private static int at(int i, int[] from) {
    return from == null ? i : from[i];
  }

  /** For each element in C order its index in Fortran order. */
  private static int[] fortranOrder(Shape shape) {
    int[] from = new int[shape.size()];
    int[] c = shape.strides();
    for (int i = 0; i < from.length; i++) {
      int step = 1;
      for (int axis = 0; axis < shape.rank(); axis++) {
        from[i] += i / c[axis] % shape.dim(axis) * step;
        step *= shape.dim(axis);
      }
    }
    return from;
  }

  private static Matcher find(Pattern pattern, String header, String what) {
    Matcher m = pattern.matcher(header);
    if (!m.find()) {
      String shown = header.strip();
      throw new IllegalArgumentException(
          "the NPY header must name %s, got %s"
              .formatted(what, shown.length() > 120 ? shown.substring(0, 120) + "…" : shown));
    }
    return m;
  }

  private static Shape shape(String text) {
    try {
      long[] dims =
          Arrays.stream(text.split(","))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
      return Shape.of(dims);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("the NPY shape must be whole numbers, got " + text, e);
    }
  }

  private static float half(short bits) {
    int sign = bits >> 15;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        exponent == 31
            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0
                ? fraction * 0x1p-24
                : (1024 + fraction) * Math.scalb(1.0, exponent - 25);
    return (float) (sign < 0 ? -magnitude : magnitude);
  }

  /** A tensor as the bytes of an NPY file, version 1.0. */
  public static byte[] bytes(Tensor tensor) {
    int width = width(tensor.type());
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(descr(tensor.type()), tuple(tensor.shape()));
    int unpadded = MAGIC.length + 4 + header.length() + 1;
    int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
    int headerLength = header.length() + padding + 1;
    long total = MAGIC.length + 4L + headerLength + (long) width * tensor.size();
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(total)).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) headerLength);
    out.put(header.getBytes(StandardCharsets.US_ASCII));
    out.put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII)).put((byte) '\n');
    put(tensor, width, out);
    return out.array();
  }

  private static void put(Tensor tensor, int width, ByteBuffer out) {
    switch (tensor.type()) {
      case FLOAT -> out.asFloatBuffer().put(tensor.floats());
      case DOUBLE -> out.asDoubleBuffer().put(tensor.doubles());
      default -> {
        for (long v : tensor.longs()) {
          switch (width) {
            case 1 -> out.put((byte) v);
            case 2 -> out.putShort((short) v);
            case 4 -> out.putInt((int) v);
            default -> out.putLong(v);
          }
        }
      }
    }
  }

  private static String tuple(Shape shape) {
    String dims =
        Arrays.stream(shape.dims()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return "(" + dims + (shape.rank() == 1 ? ",)" : ")");
  }

  private static int width(DType type) {
    return switch (type) {
      case INT8, UINT8, BOOL -> 1;
      case INT16, UINT16 -> 2;
      case FLOAT, INT32, UINT32 -> 4;
      case DOUBLE, INT64, UINT64 -> 8;
    };
  }

  private static String descr(DType type) {
    return switch (type) {
      case FLOAT -> "<f4";
      case DOUBLE -> "<f8";
      case INT8 -> "|i1";
      case INT16 -> "<i2";
      case INT32 -> "<i4";
      case INT64 -> "<i8";
      case UINT8 -> "|u1";
      case UINT16 -> "<u2";
      case UINT32 -> "<u4";
      case UINT64 -> "<u8";
      case BOOL -> "|b1";
    };
  }
}
