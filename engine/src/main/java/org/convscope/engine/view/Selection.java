package org.convscope.engine.view;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * A tensor seen through an index map per axis: element (i, j, …) of the view is the source element
 * at {@code offset₀[i] + offset₁[j] + …}, or a fill value where any of them is {@link #OUTSIDE}.
 *
 * <p>Slicing with any step, transposing, stretching, tiling, padding and gathering all are such
 * maps, for tensors of any type; {@link #read} copies the view out and {@link #scatterAdd} is its
 * adjoint. Immutable.
 */
public final class Selection {
  /** The offset of an index that shows the fill value instead of a source element. */
  public static final int OUTSIDE = -1;

  private final Shape source;
  private final int[][] offsets;

  private Selection(Shape source, int[][] offsets) {
    this.source = source;
    this.offsets = offsets;
  }

  /** The view that shows {@code source} as it is. */
  public static Selection all(Shape source) {
    int[] strides = source.strides();
    int[][] offsets = new int[source.rank()][];
    for (int axis = 0; axis < offsets.length; axis++) {
      int stride = strides[axis];
      offsets[axis] = IntStream.range(0, source.dim(axis)).map(i -> i * stride).toArray();
    }
    return new Selection(source, offsets);
  }

  /**
   * A view whose elements are picked one by one.
   *
   * @param elements flat indices into a source of {@code size} elements, or {@link #OUTSIDE}
   */
  public static Selection elements(int size, int[] elements) {
    return new Selection(Shape.of(size), new int[][] {elements.clone()});
  }

  /**
   * This view with {@code axis} re-indexed: index i shows what index {@code from(i)} showed.
   *
   * @param length number of indices that the axis has from now on
   * @param from old index per new index; {@link #OUTSIDE} shows the fill value
   */
  public Selection along(int axis, int length, IntUnaryOperator from) {
    int[][] o = offsets.clone();
    int[] before = offsets[axis];
    o[axis] =
        IntStream.range(0, length)
            .map(
                i -> {
                  int j = from.applyAsInt(i);
                  return j == OUTSIDE ? OUTSIDE : before[j];
                })
            .toArray();
    return new Selection(source, o);
  }

  /** This view with its axes in another order: new axis k is old axis {@code order[k]}. */
  public Selection permuted(int... order) {
    int[][] o = new int[order.length][];
    for (int k = 0; k < order.length; k++) {
      o[k] = offsets[order[k]];
    }
    return new Selection(source, o);
  }

  /** This view with a new axis in front, along which it repeats. */
  public Selection repeated(int times) {
    int[][] o = new int[offsets.length + 1][];
    o[0] = new int[times];
    System.arraycopy(offsets, 0, o, 1, offsets.length);
    return new Selection(source, o);
  }

  /** Shape of the view. */
  public Shape shape() {
    return Shape.of(Arrays.stream(offsets).mapToInt(o -> o.length).toArray());
  }

  /** Shape of the source. */
  public Shape source() {
    return source;
  }

  /**
   * Copies the view out of {@code x}.
   *
   * @param x a tensor of as many elements as the source, of any type
   * @param fill the value outside
   */
  public Tensor read(Tensor x, double fill, Buffers buffers) {
    requireSize("read", x, source);
    Shape shape = shape();
    int n = shape.size();
    if (x.type() == DType.FLOAT) {
      float[] to = buffers.take(n);
      float[] from = x.floats();
      forRows((row, base, last) -> readRow(from, to, row, base, last, (float) fill));
      return Tensor.of(shape, to);
    }
    if (x.type() == DType.DOUBLE) {
      double[] to = new double[n];
      double[] from = x.doubles();
      forRows(
          (row, base, last) -> {
            for (int i = 0; i < last.length; i++) {
              to[row + i] = base < 0 || last[i] < 0 ? fill : from[base + last[i]];
            }
          });
      return Tensor.of(shape, to);
    }
    long[] to = new long[n];
    long[] from = x.longs();
    forRows(
        (row, base, last) -> {
          for (int i = 0; i < last.length; i++) {
            to[row + i] = base < 0 || last[i] < 0 ? (long) fill : from[base + last[i]];
          }
        });
    return Tensor.of(x.type(), shape, to);
  }

  private static void readRow(float[] from, float[] to, int row, int base, int[] last, float fill) {
    if (base < 0) {
      Arrays.fill(to, row, row + last.length, fill);
      return;
    }
    for (int i = 0; i < last.length; i++) {
      to[row + i] = last[i] < 0 ? fill : from[base + last[i]];
    }
  }

  /**
   * The adjoint of {@link #read}: zeros of the source's shape, plus each element of {@code y} where
   * the view read it from. Elements outside are dropped; additions happen in C order of the view.
   *
   * @param y a floating tensor of the view's size
   */
  public Tensor scatterAdd(Tensor y, Buffers buffers) {
    requireSize("scatterAdd", y, shape());
    if (y.type() == DType.FLOAT) {
      float[] to = buffers.take(source.size());
      Arrays.fill(to, 0f);
      float[] from = y.floats();
      forRows(
          (row, base, last) -> {
            for (int i = 0; base >= 0 && i < last.length; i++) {
              if (last[i] >= 0) {
                to[base + last[i]] += from[row + i];
              }
            }
          });
      return Tensor.of(source, to);
    }
    double[] to = new double[source.size()];
    double[] from = y.doubles();
    forRows(
        (row, base, last) -> {
          for (int i = 0; base >= 0 && i < last.length; i++) {
            if (last[i] >= 0) {
              to[base + last[i]] += from[row + i];
            }
          }
        });
    return Tensor.of(source, to);
  }

  /** One row of the view along its last axis; {@code base} is negative for a row outside. */
  private interface Row {
    void at(int first, int base, int[] last);
  }

  private void forRows(Row body) {
    int rank = offsets.length;
    if (shape().size() == 0) {
      return;
    }
    if (rank == 0) {
      body.at(0, 0, new int[] {0});
      return;
    }
    int[] last = offsets[rank - 1];
    int[] index = new int[rank - 1];
    int rows = shape().size() / last.length;
    for (int row = 0; row < rows; row++) {
      int base = 0;
      for (int axis = 0; axis < rank - 1 && base >= 0; axis++) {
        int offset = offsets[axis][index[axis]];
        base = offset < 0 ? OUTSIDE : base + offset;
      }
      body.at(row * last.length, base, last);
      for (int axis = rank - 2; axis >= 0 && ++index[axis] == offsets[axis].length; axis--) {
        index[axis] = 0;
      }
    }
  }

  private static void requireSize(String what, Tensor t, Shape shape) {
    if (t.size() != shape.size()) {
      throw new IllegalArgumentException(
          "%s: as many elements as %s are needed, got %s".formatted(what, shape, t));
    }
  }
}
