package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.Optional;
import org.convscope.engine.Blocked;
import org.convscope.engine.Tensor;

/** Values per channel in whole blocks. */
final class Channels {
  private Channels() {}

  private enum Form {
    PADDED
  }

  /** {@code values} [C] followed by zeros up to a whole block. */
  static float[] padded(Tensor values) {
    return values.derived(
        Form.PADDED,
        () -> Arrays.copyOf(values.floats(), Blocked.groups(values.size()) * Blocked.LANES));
  }

  /** As {@link #padded(Tensor)}; zeros if there are none. */
  static float[] padded(Optional<Tensor> values, int channels) {
    return values.isPresent()
        ? padded(values.get())
        : new float[Blocked.groups(channels) * Blocked.LANES];
  }
}
