package org.convscope.engine.vector;

import java.util.function.Function;
import java.util.function.IntFunction;
import org.convscope.engine.Buffers;
import org.convscope.engine.Tensor;

/** Weights in the order in which the register tiles read them. */
interface Packed {
  /** All of them. */
  float[] data();

  /**
   * A form of a weight: kept on the weight, or, if it keeps none, made for one call in an array of
   * {@code buffers}. A network's weights are a hundred megabytes in these forms: made of new arrays
   * at every step of a training, they kept the collector busy and the caches cold.
   *
   * @param make packs into arrays that it is given by their length and that hold anything
   */
  static <T extends Packed> T of(
      Tensor weight, Object key, Buffers buffers, Function<IntFunction<float[]>, T> make) {
    return weight.keepsDerived()
        ? weight.derived(key, () -> make.apply(float[]::new))
        : make.apply(buffers::take);
  }

  /** Ends the use of a form of {@code weight} in one call. */
  static void release(Tensor weight, Packed form, Buffers buffers) {
    if (!weight.keepsDerived()) {
      buffers.recycle(form.data());
    }
  }
}
