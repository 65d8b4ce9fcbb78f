package org.convscope.importer.format;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.DType;

/**
 * A declared input or output.
 *
 * @param name the tensor's name
 * @param type element type in memory, if declared and supported
 * @param dims one entry per dimension, −1 where it is left open; empty if no shape is declared
 */
public record OnnxValue(String name, Optional<DType> type, Optional<List<Long>> dims) {
  /** A float tensor; −1 for dimensions that are left open. */
  public static OnnxValue floats(String name, long... dims) {
    return new OnnxValue(
        name, Optional.of(DType.FLOAT), Optional.of(Arrays.stream(dims).boxed().toList()));
  }
}
