package org.convscope.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * A free list of {@code float[]} by length: large arrays are costly for the collector, and a
 * network asks for the same sizes again and again.
 *
 * <p>Arrays come back with whatever they held; a kernel writes every element of what it takes. An
 * array is recycled only by an owner that knows that no tensor still uses it. Thread-safe.
 */
public final class Buffers {
  private final Map<Integer, ArrayDeque<float[]>> free = new HashMap<>();

  /** An array of exactly {@code length} elements with arbitrary contents. */
  public synchronized float[] take(int length) {
    ArrayDeque<float[]> list = free.get(length);
    return list == null || list.isEmpty() ? new float[length] : list.pop();
  }

  /** Gives an array back. The caller must not use it afterwards. */
  public synchronized void recycle(float[] array) {
    free.computeIfAbsent(array.length, k -> new ArrayDeque<>()).push(array);
  }

  /** Gives back the {@code float[]} stores of a tensor that nobody will use again. */
  public void recycle(Tensor tensor) {
    for (Object store : tensor.stores()) {
      if (store instanceof float[] array) {
        recycle(array);
      }
    }
  }

  /** Forgets all free arrays. */
  public synchronized void clear() {
    free.clear();
  }
}
