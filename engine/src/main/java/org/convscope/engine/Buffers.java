package org.convscope.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A free list of {@code float[]} by length: large arrays are costly for the collector, and a
 * network asks for the same sizes again and again.
 *
 * <p>Arrays come back with whatever they held; a kernel writes every element of what it takes. An
 * array is recycled only by an owner that knows that no tensor still uses it. Of each length, no
 * more arrays come back than were taken, so that arrays which somebody else allocated (conversions
 * between layouts) do not pile up. Thread-safe.
 */
public final class Buffers {
  private static final class Shelf {
    final ArrayDeque<float[]> free = new ArrayDeque<>();
    int out;
  }

  private final Map<Integer, Shelf> shelves = new HashMap<>();

  /** An array of exactly {@code length} elements with arbitrary contents. */
  public synchronized float[] take(int length) {
    Shelf shelf = shelves.computeIfAbsent(length, k -> new Shelf());
    shelf.out++;
    return shelf.free.isEmpty() ? new float[length] : shelf.free.pop();
  }

  /** Gives an array back. The caller must not use it afterwards. */
  public synchronized void recycle(float[] array) {
    Shelf shelf = shelves.get(array.length);
    if (shelf != null && shelf.out > 0) {
      shelf.out--;
      shelf.free.push(array);
    }
  }

  /** Gives back the {@code float[]} stores of a tensor that nobody will use again. */
  public void recycle(Tensor tensor) {
    for (Object store : tensor.stores()) {
      if (store instanceof float[] array) {
        recycle(array);
      }
    }
  }

  /**
   * Gives back the {@code float[]} stores of tensors that nobody will use again, each once, but for
   * those that a tensor still in use is over, too.
   */
  public void recycle(Collection<Tensor> dead, Collection<Tensor> inUse) {
    Set<Object> done = Collections.newSetFromMap(new IdentityHashMap<>());
    inUse.forEach(t -> done.addAll(Arrays.asList(t.stores())));
    for (Tensor t : dead) {
      for (Object store : t.stores()) {
        if (store instanceof float[] array && done.add(array)) {
          recycle(array);
        }
      }
    }
  }

  /** Forgets all free arrays. */
  public synchronized void clear() {
    shelves.values().forEach(shelf -> shelf.free.clear());
  }
}
