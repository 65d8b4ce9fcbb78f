package org.convscope.engine;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Positions of the maxima that max-pooling found: for each output element the flat index of its
 * maximum in the input's spatial plane (y·W + x in 2-D), −1 where a window saw only padding.
 *
 * <p>Ties go to the first index in scan order. Stored in the layout that the kernel worked in and
 * converted lazily.
 */
public final class Switches {
  private final Shape shape;
  private int[] plain;
  private int[] blocked;
  private Supplier<int[]> search;
  private final Optional<UnaryOperator<Tensor>> unpooling;

  private Switches(
      Shape shape,
      int[] plain,
      int[] blocked,
      Supplier<int[]> search,
      Optional<UnaryOperator<Tensor>> unpooling) {
    this.shape = shape;
    this.plain = plain;
    this.blocked = blocked;
    this.search = search;
    this.unpooling = unpooling;
  }

  /** Switches of an output of {@code shape} in C order; the array is owned from now on. */
  public static Switches of(Shape shape, int[] plain) {
    return new Switches(shape, plain, null, null, Optional.empty());
  }

  /** Switches in the NCHW16c order of {@link Blocked}; lanes beyond C are ignored. */
  public static Switches blocked(Shape shape, int[] blocked) {
    return new Switches(shape, null, blocked, null, Optional.empty());
  }

  /**
   * Switches in the order of {@link Blocked} that are searched for when they are first asked for:
   * most forward passes never need them, and most backward passes only what they do. What the
   * functions read must not change until then.
   *
   * @param unpooling puts a blocked tensor of {@code shape} at the switches of the pooled input
   *     without knowing them, as {@link Kernels#unpool} does
   */
  public static Switches searched(
      Shape shape, Supplier<int[]> search, UnaryOperator<Tensor> unpooling) {
    return new Switches(shape, null, null, search, Optional.of(unpooling));
  }

  /** How to unpool a blocked tensor without the indices, if there is such a way. */
  public Optional<UnaryOperator<Tensor>> unpooling() {
    return unpooling;
  }

  /** Shape of the pooled output. */
  public Shape shape() {
    return shape;
  }

  /** The indices in C order; not to be written to. */
  public synchronized int[] plain() {
    if (plain == null) {
      find();
      int[] p = new int[shape.size()];
      int channels = shape.dim(1);
      int plane = shape.dim(2) * shape.dim(3);
      for (int i = 0; i < p.length; i++) {
        int c = i / plane % channels;
        p[i] =
            blocked[
                ((i / plane / channels * Blocked.groups(channels) + c / Blocked.LANES) * plane
                            + i % plane)
                        * Blocked.LANES
                    + c % Blocked.LANES];
      }
      plain = p;
    }
    return plain;
  }

  /** The indices in NCHW16c order, 0 in lanes beyond C; rank 4 only; not to be written to. */
  public synchronized int[] blocked() {
    find();
    if (blocked == null) {
      int[] b = new int[Blocked.length(shape)];
      int channels = shape.dim(1);
      int plane = shape.dim(2) * shape.dim(3);
      for (int i = 0; i < plain.length; i++) {
        int c = i / plane % channels;
        b[
                ((i / plane / channels * Blocked.groups(channels) + c / Blocked.LANES) * plane
                            + i % plane)
                        * Blocked.LANES
                    + c % Blocked.LANES] =
            plain[i];
      }
      blocked = b;
    }
    return blocked;
  }

  private void find() {
    if (search != null) {
      blocked = search.get();
      search = null;
    }
  }
}
