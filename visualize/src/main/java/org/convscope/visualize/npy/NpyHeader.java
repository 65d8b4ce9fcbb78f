package org.convscope.visualize.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;

/**
 * What an NPY file says before its data.
 *
 * @param length bytes before the data
 * @param order byte order of the data
 * @param kind f, i, u or b
 * @param itemSize bytes per element
 * @param fortranOrder whether the first axis varies fastest
 * @param shape the array's shape
 */
record NpyHeader(
    int length, ByteOrder order, char kind, int itemSize, boolean fortranOrder, Shape shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR =
      Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d+)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,L]*)\\)");

  /** Reads the header at the start of a file. */
  static NpyHeader of(byte[] file) {
    if (file.length < 10 || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
      throw new IllegalArgumentException(
          "npy: a file starts with \\x93NUMPY, got %d bytes of something else"
              .formatted(file.length));
    }
    ByteBuffer b = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = file[6] == 1 ? 10 : 12;
    long size = file[6] == 1 ? b.getShort(8) & 0xffff : file.length < 12 ? -1 : b.getInt(8);
    if (size < 0 || start + size > file.length) {
      throw new IllegalArgumentException(
          "npy: the header must be complete, got a file of %d bytes".formatted(file.length));
    }
    String text = new String(file, start, (int) size, StandardCharsets.ISO_8859_1);
    Matcher descr = found(DESCR, text);
    char kind = descr.group(2).charAt(0);
    String item = descr.group(3);
    boolean known =
        switch (kind) {
          case 'f' -> item.equals("4") || item.equals("8");
          case 'i', 'u' -> item.matches("[1248]");
          case 'b' -> item.equals("1");
          default -> false;
        };
    if (!known) {
      throw new IllegalArgumentException(
          "npy: float32, float64, integers or bool are needed, got " + kind + item);
    }
    return new NpyHeader(
        (int) (start + size),
        descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        kind,
        Integer.parseInt(item),
        found(FORTRAN, text).group(1).equals("True"),
        shape(found(SHAPE, text).group(1)));
  }

  private static Matcher found(Pattern pattern, String text) {
    Matcher m = pattern.matcher(text);
    if (!m.find()) {
      throw new IllegalArgumentException(
          "npy: the header must tell descr, fortran_order and shape, got " + text.strip());
    }
    return m;
  }

  private static Shape shape(String dims) {
    try {
      return Shape.of(
          Arrays.stream(dims.replace("L", "").split(","))
              .map(String::strip)
              .filter(d -> !d.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("npy: dimensions are whole numbers, got " + dims, e);
    }
  }

  /** The element type that a tensor of this array has. */
  DType type() {
    if (kind == 'b') {
      return DType.BOOL;
    }
    if (kind == 'f') {
      return itemSize == 4 ? DType.FLOAT : DType.DOUBLE;
    }
    return DType.valueOf((kind == 'u' ? "UINT" : "INT") + 8 * itemSize);
  }

  /** The header of format 1.0, padded so that the data start at a multiple of 64 bytes. */
  static String encode(String descr, Shape shape) {
    String dims =
        Arrays.stream(shape.dims()).mapToObj(d -> d + ",").collect(Collectors.joining(" "));
    if (shape.rank() > 1) {
      dims = dims.substring(0, dims.length() - 1);
    }
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, dims);
    int padding = 63 - (10 + text.length()) % 64;
    int size = text.length() + padding + 1;
    String magic = new String(MAGIC, StandardCharsets.ISO_8859_1);
    return magic
        + "\1\0"
        + (char) (size & 0xff)
        + (char) (size >> 8)
        + text
        + " ".repeat(padding)
        + "\n";
  }
}
