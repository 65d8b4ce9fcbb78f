package org.convscope.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An immutable n-dimensional array: one shape, one element type, and the numbers in one or more of
 * three stores, converted lazily and only when asked for.
 *
 * <ul>
 *   <li><b>plain</b>: {@code float[]}, {@code double[]} or {@code long[]} in C order (NCHW);
 *   <li><b>blocked</b>: {@code float[]} in NCHW16c, rank 4 only, see {@link Blocked};
 *   <li><b>ND4J</b>: an {@link INDArray}, the form of the public API.
 * </ul>
 *
 * <p>The arrays handed out are the stores themselves, not copies: callers must not write to them.
 * Because a tensor never changes, forms derived from it (packed weights, say) can be kept on it,
 * see {@link #derived}.
 */
public final class Tensor {
  private final DType type;
  private final Shape shape;
  private Object plain;
  private float[] blocked;
  private INDArray nd4j;
  private Map<Object, Object> derived;
  private Supplier<float[]> source;
  private boolean keeping = true;

  private Tensor(DType type, Shape shape, Object plain, float[] blocked, INDArray nd4j) {
    this.type = type;
    this.shape = shape;
    this.plain = plain;
    this.blocked = blocked;
    this.nd4j = nd4j;
  }

  /**
   * A float tensor over {@code values} in C order; the array is owned by the tensor from now on.
   */
  public static Tensor of(Shape shape, float[] values) {
    requireLength(shape, values.length);
    return new Tensor(DType.FLOAT, shape, values, null, null);
  }

  /**
   * A float tensor that computes its numbers each time it is asked for them in C order, and keeps
   * only what is {@link #derived} from them: for weights that are read once, to be packed.
   *
   * @param numbers makes a new array of the same numbers every time
   */
  public static Tensor computed(Shape shape, Supplier<float[]> numbers) {
    Tensor t = new Tensor(DType.FLOAT, shape, null, null, null);
    t.source = numbers;
    return t;
  }

  /** A double tensor over {@code values} in C order, owned by the tensor from now on. */
  public static Tensor of(Shape shape, double[] values) {
    requireLength(shape, values.length);
    return new Tensor(DType.DOUBLE, shape, values, null, null);
  }

  /** An integer (or bool, as 0 and 1) tensor over {@code values} in C order, owned from now on. */
  public static Tensor of(DType type, Shape shape, long[] values) {
    if (type.isFloating()) {
      throw new IllegalArgumentException("tensor: long values need an integer type, got " + type);
    }
    requireLength(shape, values.length);
    return new Tensor(type, shape, values, null, null);
  }

  /** A rank-1 INT64 tensor. */
  public static Tensor longs(long... values) {
    return of(DType.INT64, Shape.of(values.length), values);
  }

  /** A scalar of the given floating type. */
  public static Tensor scalar(DType type, double value) {
    return full(type, Shape.of(), value);
  }

  /** A tensor filled with one value. */
  public static Tensor full(DType type, Shape shape, double value) {
    switch (type) {
      case FLOAT -> {
        float[] v = new float[shape.size()];
        Arrays.fill(v, (float) value);
        return of(shape, v);
      }
      case DOUBLE -> {
        double[] v = new double[shape.size()];
        Arrays.fill(v, value);
        return of(shape, v);
      }
      default -> {
        long[] v = new long[shape.size()];
        Arrays.fill(v, (long) value);
        return of(type, shape, v);
      }
    }
  }

  /** A tensor of zeros. */
  public static Tensor zeros(DType type, Shape shape) {
    return full(type, shape, 0);
  }

  /** A float tensor over numbers in the blocked layout, owned by the tensor from now on. */
  public static Tensor blocked(Shape nchw, float[] values) {
    if (values.length != Blocked.length(nchw)) {
      throw new IllegalArgumentException(
          "tensor: blocked "
              + nchw
              + " needs "
              + Blocked.length(nchw)
              + " numbers, got "
              + values.length);
    }
    return new Tensor(DType.FLOAT, nchw, null, values, null);
  }

  /**
   * A tensor over an ND4J array, which the caller must not change afterwards; half precision is
   * widened to FLOAT.
   *
   * @throws IllegalArgumentException if the array holds no numbers
   */
  public static Tensor of(INDArray array) {
    return new Tensor(
        Nd4jBridge.type(array), Shape.of(array.shape()), null, null, Nd4jBridge.dense(array));
  }

  public DType type() {
    return type;
  }

  public Shape shape() {
    return shape;
  }

  public int size() {
    return shape.size();
  }

  /** True if the numbers are there in the blocked layout already. */
  public synchronized boolean isBlocked() {
    return blocked != null;
  }

  /** True if the numbers are there as an ND4J array already. */
  public synchronized boolean isNd4j() {
    return nd4j != null;
  }

  /** The numbers in C order; a FLOAT tensor only. */
  public float[] floats() {
    require(DType.FLOAT);
    return (float[]) plain();
  }

  /** The numbers in C order; a DOUBLE tensor only. */
  public double[] doubles() {
    require(DType.DOUBLE);
    return (double[]) plain();
  }

  /** The numbers in C order; an integer or BOOL tensor only. */
  public long[] longs() {
    if (type.isFloating()) {
      throw new IllegalArgumentException("tensor: an integer tensor is needed, got " + this);
    }
    return (long[]) plain();
  }

  /**
   * The store in C order, whatever its type: {@code float[]}, {@code double[]} or {@code long[]}.
   */
  public synchronized Object plain() {
    if (plain == null) {
      if (blocked != null) {
        float[] p = new float[size()];
        Blocked.toPlain(blocked, shape, p);
        plain = p;
      } else if (source != null) {
        float[] values = source.get();
        requireLength(shape, values.length);
        return values;
      } else {
        plain = Nd4jBridge.toPlain(nd4j, type, size());
      }
    }
    return plain;
  }

  /** The numbers in NCHW16c; a FLOAT tensor of rank 4 only. */
  public synchronized float[] blocked() {
    if (blocked == null) {
      require(DType.FLOAT);
      if (!Blocked.applies(shape)) {
        throw new IllegalArgumentException("tensor: the blocked layout needs rank 4, got " + this);
      }
      float[] b = new float[Blocked.length(shape)];
      Blocked.fromPlain(floats(), shape, b);
      blocked = b;
    }
    return blocked;
  }

  /** The numbers as an ND4J array of the same shape, C order; the caller must not change it. */
  public synchronized INDArray toINDArray() {
    if (nd4j == null) {
      nd4j = Nd4jBridge.fromPlain(plain(), type, shape);
    }
    return nd4j;
  }

  /** The same numbers under another shape of the same size; shares the plain store. */
  public Tensor reshape(Shape to) {
    if (to.size() != size()) {
      throw new IllegalArgumentException(
          "reshape: the number of elements must stay " + size() + ", got " + shape + " to " + to);
    }
    return to.equals(shape) ? this : new Tensor(type, to, plain(), null, null);
  }

  /**
   * The same values in another type: floats are truncated towards zero when made integers, integers
   * that do not fit wrap around, and anything but 0 is true as BOOL.
   */
  public Tensor cast(DType to) {
    if (to == type) {
      return this;
    }
    int n = size();
    Object from = plain();
    switch (to) {
      case FLOAT -> {
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
          v[i] = (float) number(from, i);
        }
        return of(shape, v);
      }
      case DOUBLE -> {
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
          v[i] = number(from, i);
        }
        return of(shape, v);
      }
      default -> {
        long[] v = new long[n];
        for (int i = 0; i < n; i++) {
          boolean fraction = to == DType.BOOL && type.isFloating() && number(from, i) != 0;
          v[i] =
              fraction
                  ? 1
                  : to.wrap(type.isFloating() ? (long) number(from, i) : ((long[]) from)[i]);
        }
        return of(to, shape, v);
      }
    }
  }

  /** Element {@code i} in C order, as a double; for tests, scalars and small tensors. */
  public double at(int i) {
    return number(kept(), i);
  }

  /** The store in C order, kept even where it is computed: numbers are read one by one. */
  private synchronized Object kept() {
    plain = plain();
    return plain;
  }

  private static double number(Object plain, int i) {
    if (plain instanceof float[] f) {
      return f[i];
    }
    return plain instanceof double[] d ? d[i] : ((long[]) plain)[i];
  }

  /** The only element of a tensor of size 1. */
  public double item() {
    if (size() != 1) {
      throw new IllegalArgumentException("tensor: one element is needed, got " + this);
    }
    return at(0);
  }

  /** All elements in C order as doubles, a copy. */
  public double[] toDoubles() {
    return cast(DType.DOUBLE).doubles().clone();
  }

  /**
   * A tensor of the same numbers on which nothing {@link #derived} is kept: for weights that change
   * after one pass, as a training step's do.
   */
  public synchronized Tensor forOnePass() {
    Tensor t = new Tensor(type, shape, plain, blocked, nd4j);
    t.source = source;
    t.keeping = false;
    return t;
  }

  /** True unless it is {@link #forOnePass}. */
  public boolean keepsDerived() {
    return keeping;
  }

  /**
   * A form derived from this tensor, computed once per key and kept as long as the tensor: packed
   * or rotated convolution weights. A tensor that is {@link #forOnePass} computes it every time.
   */
  @SuppressWarnings("unchecked")
  public <T> T derived(Object key, Supplier<T> make) {
    if (!keeping) {
      return make.get();
    }
    synchronized (this) {
      if (derived == null) {
        derived = new ConcurrentHashMap<>();
      }
    }
    return (T) derived.computeIfAbsent(key, k -> make.get());
  }

  /** True if this tensor and {@code other} hold the same array in any of their stores. */
  public boolean sharesNumbers(Tensor other) {
    Object[] mine = stores();
    Object[] theirs = other.stores();
    for (int i = 0; i < mine.length; i++) {
      if (mine[i] != null && mine[i] == theirs[i]) {
        return true;
      }
    }
    return false;
  }

  /** The stores that exist now. */
  synchronized Object[] stores() {
    return new Object[] {plain, blocked, nd4j};
  }

  private void require(DType wanted) {
    if (type != wanted) {
      throw new IllegalArgumentException("tensor: a " + wanted + " tensor is needed, got " + this);
    }
  }

  private static void requireLength(Shape shape, int length) {
    if (shape.size() != length) {
      throw new IllegalArgumentException(
          "tensor: shape " + shape + " needs " + shape.size() + " numbers, got " + length);
    }
  }

  /** Type and shape, not the numbers. */
  @Override
  public String toString() {
    return type + shape.toString();
  }
}
