package org.convscope.importer.format;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.convscope.engine.DType;

/**
 * An element type of the ONNX file format that can be read, its code in the file, its width there
 * and the type that it has in memory: half-precision numbers are widened to {@link DType#FLOAT}.
 */
public enum ElementType {
  FLOAT(1, 4, DType.FLOAT),
  UINT8(2, 1, DType.UINT8),
  INT8(3, 1, DType.INT8),
  UINT16(4, 2, DType.UINT16),
  INT16(5, 2, DType.INT16),
  INT32(6, 4, DType.INT32),
  INT64(7, 8, DType.INT64),
  BOOL(9, 1, DType.BOOL),
  FLOAT16(10, 2, DType.FLOAT),
  DOUBLE(11, 8, DType.DOUBLE),
  UINT32(12, 4, DType.UINT32),
  UINT64(13, 8, DType.UINT64),
  BFLOAT16(16, 2, DType.FLOAT);

  private final int code;
  private final int bytes;
  private final DType type;

  ElementType(int code, int bytes, DType type) {
    this.code = code;
    this.bytes = bytes;
    this.type = type;
  }

  /** The number that stands for this type in a file. */
  public int code() {
    return code;
  }

  /** Bytes per element in raw data. */
  public int bytes() {
    return bytes;
  }

  /** The type of a tensor that was read from this one. */
  public DType type() {
    return type;
  }

  /**
   * The type of a code.
   *
   * @throws IllegalArgumentException if the code is unknown or its type is not a supported number
   */
  public static ElementType of(long code) {
    for (ElementType t : values()) {
      if (t.code == code) {
        return t;
      }
    }
    throw new IllegalArgumentException(
        "element type must be one of %s, got %s"
            .formatted(
                Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")),
                unsupported(code)));
  }

  /** The type that a tensor in memory is written as. */
  public static ElementType of(DType type) {
    return valueOf(type.name());
  }

  private static String unsupported(long code) {
    return switch ((int) code) {
      case 0 -> "0 (undefined)";
      case 8 -> "8 (STRING)";
      case 14 -> "14 (COMPLEX64)";
      case 15 -> "15 (COMPLEX128)";
      default -> code > 16 && code < 32 ? code + " (an 8-, 4- or 2-bit type)" : Long.toString(code);
    };
  }
}
