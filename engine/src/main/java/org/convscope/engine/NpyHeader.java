package org.convscope.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of an NPY file, versions 1 to 3 (NumPy Enhancement Proposal 1): magic, version, length
 * and a Python dictionary of element type, order and shape.
 *
 * @param type {@code f4}, {@code i8}, … without the byte order
 * @param bigEndian most significant byte first
 * @param fortran first axis varies fastest
 * @param shape dimensions, outermost first
 * @param length bytes before the numbers
 */
record NpyHeader(String type, boolean bigEndian, boolean fortran, Shape shape, int length) {
  /** Bytes of magic, version and the longer form of the header's length. */
  static final int PREFIX = 12;

  /** The longest header that is read; NumPy's own limit is 10 000. */
  static final int LIMIT = 1 << 16;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Bytes per element of the types that are read. */
  private static final Map<String, Integer> WIDTHS =
      Map.ofEntries(
          Map.entry("f2", 2),
          Map.entry("f4", 4),
          Map.entry("f8", 8),
          Map.entry("i1", 1),
          Map.entry("i2", 2),
          Map.entry("i4", 4),
          Map.entry("i8", 8),
          Map.entry("u1", 1),
          Map.entry("u2", 2),
          Map.entry("u4", 4),
          Map.entry("u8", 8),
          Map.entry("b1", 1));

  private static final Pattern DESCR = Pattern.compile("'descr' *: *'([<>|=])([a-z][0-9]+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order' *: *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape' *: *\\(([0-9L, ]*)\\)");
  private static final Pattern DIMENSION = Pattern.compile("[0-9]{1,18}L?");

  /** ND4J's limit. */
  private static final int MAX_RANK = 32;

  /**
   * Length of the whole header, from the first {@link #PREFIX} bytes of a file (or all it has).
   *
   * @throws IllegalArgumentException if they are no NPY file's
   */
  static int length(String file, byte[] start) {
    if (start.length < PREFIX || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException(
          file
              + ": an NPY file must start with \\x93NUMPY, got something else; save with numpy.save");
    }
    int major = start[6];
    if (major < 1 || major > 3) {
      throw new IllegalArgumentException(file + ": the NPY version must be 1 to 3, got " + major);
    }
    ByteBuffer b = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    long length = major == 1 ? 10L + (b.getShort(8) & 0xFFFF) : 12 + (b.getInt(8) & 0xFFFFFFFFL);
    if (length < PREFIX || length > LIMIT) {
      throw new IllegalArgumentException(
          "%s: the NPY header must be %d to %d bytes long, got %d"
              .formatted(file, PREFIX, LIMIT, length));
    }
    return (int) length;
  }

  /**
   * Reads a header.
   *
   * @param head the file's first bytes, as many as {@link #length} says
   * @throws IllegalArgumentException if it is malformed or of a type that is not read
   */
  static NpyHeader of(String file, byte[] head) {
    int text = head[6] == 1 ? 10 : 12;
    String dictionary =
        new String(head, text, head.length - text, StandardCharsets.ISO_8859_1).strip();
    Matcher descr = DESCR.matcher(dictionary);
    Matcher order = ORDER.matcher(dictionary);
    Matcher dims = SHAPE.matcher(dictionary);
    if (!descr.find() || !order.find() || !dims.find() || !dictionary.endsWith("}")) {
      throw malformed(file, dictionary);
    }
    String type = descr.group(2);
    if (!WIDTHS.containsKey(type)) {
      throw new IllegalArgumentException(
          file + ": the element type must be a float, an integer or bool, got " + type);
    }
    return new NpyHeader(
        type,
        descr.group(1).equals(">"),
        order.group(1).equals("True"),
        shape(file, dims.group(1), dictionary),
        head.length);
  }

  private static Shape shape(String file, String text, String dictionary) {
    String list = text.strip();
    String[] entries = list.isEmpty() ? new String[0] : list.split(" *, *");
    for (String entry : entries) {
      if (!DIMENSION.matcher(entry).matches()) {
        throw malformed(file, dictionary);
      }
    }
    long[] dims =
        Arrays.stream(entries).mapToLong(e -> Long.parseLong(e.replace("L", ""))).toArray();
    if (dims.length > MAX_RANK) {
      throw new IllegalArgumentException(
          file + ": an array must have at most " + MAX_RANK + " axes, got " + dims.length);
    }
    try {
      return Shape.of(dims);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException malformed(String file, String dictionary) {
    return new IllegalArgumentException(
        file
            + ": the NPY header must name one numeric type, an order and a shape, got "
            + excerpt(dictionary));
  }

  private static String excerpt(String text) {
    String printable = text.replaceAll("[^ -~]", "?");
    return printable.length() <= 120 ? printable : printable.substring(0, 120) + "…";
  }

  /** Bytes of one element. */
  int width() {
    return WIDTHS.get(type);
  }

  /** Bytes of all elements. */
  long payload() {
    return (long) shape.size() * width();
  }

  /** This array's header as version 1, little-endian and C order, followed by room for numbers. */
  ByteBuffer canonical(int payload) {
    String dims =
        Arrays.stream(shape.dims()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '%s%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(width() == 1 ? "|" : "<", type, shape.rank() == 1 ? dims + "," : dims);
    int unpadded = 10 + dictionary.length() + 1;
    int total = (unpadded + 63) / 64 * 64;
    String line = dictionary + " ".repeat(total - unpadded) + "\n";
    return ByteBuffer.allocate(total + payload)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) line.length())
        .put(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same header with another shape. */
  NpyHeader with(Shape other) {
    return new NpyHeader(type, bigEndian, fortran, other, length);
  }
}
