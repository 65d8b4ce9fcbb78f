package org.convscope.importer.operators;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.OnnxNode;

/**
 * An operator as a file applies it: which one, of which operator set, with which attributes.
 *
 * @param opType ONNX's name of the operator
 * @param version version of the operator set, from 1 on
 * @param outputs number of outputs that the node lists
 * @param attributes by name, see {@link org.convscope.importer.format.OnnxNode}
 */
public record Call(String opType, int version, int outputs, Map<String, Object> attributes) {

  /** The operator's name in lower case with underscores: how gradient rules address it. */
  public String type() {
    return opType.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /** Runs the operator, so that whatever does not fit together is told in one line. */
  <T> T guarded(Supplier<T> forward) {
    try {
      return forward.get();
    } catch (IndexOutOfBoundsException
        | ArithmeticException
        | NegativeArraySizeException
        | NullPointerException e) {
      throw new IllegalArgumentException(
          opType + ": attributes and inputs must fit together, got " + e.getMessage(), e);
    }
  }

  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  public long integer(String attribute, long absent) {
    return get(attribute, Long.class).orElse(absent);
  }

  /** An integer attribute that fits an axis, size or count. */
  public int small(String attribute, int absent) {
    return small(attribute, integer(attribute, absent));
  }

  public boolean flag(String attribute, boolean absent) {
    return integer(attribute, absent ? 1 : 0) != 0;
  }

  public double number(String attribute, double absent) {
    return get(attribute, Float.class).map(Float::doubleValue).orElse(absent);
  }

  public String text(String attribute, String absent) {
    return get(attribute, String.class).orElse(absent);
  }

  public Optional<Tensor> tensor(String attribute) {
    return get(attribute, Tensor.class);
  }

  public Optional<float[]> numbers(String attribute) {
    return get(attribute, float[].class);
  }

  public Optional<long[]> integers(String attribute) {
    // An empty list has no field from which an old file's attribute could tell its kind.
    return attributes.get(attribute) instanceof OnnxNode.Unread u && u.kind().equals("UNDEFINED")
        ? Optional.of(new long[0])
        : get(attribute, long[].class);
  }

  /** Integer attributes that fit sizes, strides and axes. */
  public Optional<int[]> smalls(String attribute) {
    return integers(attribute)
        .map(
            list -> {
              int[] v = new int[list.length];
              for (int i = 0; i < v.length; i++) {
                v[i] = small(attribute, list[i]);
              }
              return v;
            });
  }

  private int small(String attribute, long value) {
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s: %s must fit into 32 bits, got %d".formatted(opType, attribute, value));
    }
    return (int) value;
  }

  private <T> Optional<T> get(String attribute, Class<T> kind) {
    Object value = attributes.get(attribute);
    if (value != null && !kind.isInstance(value)) {
      throw new IllegalArgumentException(
          "%s: attribute %s must be of kind %s, got %s"
              .formatted(
                  opType,
                  attribute,
                  kind.getSimpleName(),
                  value instanceof Tensor ? value : value.getClass().getSimpleName()));
    }
    return Optional.ofNullable(kind.cast(value));
  }
}
