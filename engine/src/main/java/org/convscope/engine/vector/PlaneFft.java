package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.fourier.Radices;

/**
 * Orthonormal 2-D transforms between real planes [...×H×W] and the half of their spectrum that the
 * other follows from, [...×H×K×2] with K = ⌊W/2⌋ + 1 columns: {@link
 * org.convscope.engine.fourier.RealFft2d} in float.
 *
 * <p>Groups of columns are transformed, and groups of rows, two real ones (h and h + ⌈H/2⌉) as one
 * complex one. In between, each column is two runs of ⌈H/2⌉ numbers, both padded to whole groups,
 * so that the numbers of a group of row pairs lie side by side. What the padding holds never
 * matters: signals of a group do not mix.
 */
final class PlaneFft {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;
  private static final int GROUP = RowFft.GROUP;

  private final Workers workers;
  private final Buffers buffers;
  private final int height;
  private final int width;
  private final int columns;
  private final int pairs;
  private final int run;
  private final RowFft down;
  private final RowFft across;
  private final float scale;

  /** Half spectra on their way from columns to rows or back, [planes×K×2×run]. */
  private record Between(float[] re, float[] im) {}

  /** Work on one group, that starts at {@code first}, of one plane. */
  private interface Part {
    void run(int plane, int first);
  }

  /** Transforms of planes [H×W], for lengths that {@link Radices} suit. */
  PlaneFft(int height, int width, Workers workers, Buffers buffers) {
    this.workers = workers;
    this.buffers = buffers;
    this.height = height;
    this.width = width;
    this.columns = width / 2 + 1;
    this.pairs = (height + 1) / 2;
    this.run = (pairs + GROUP - 1) / GROUP * GROUP;
    this.down = new RowFft(height);
    this.across = new RowFft(width);
    this.scale = (float) (1 / Math.sqrt((double) height * width));
  }

  /** True if both lengths have small factors only. */
  static boolean applies(Shape planes) {
    return Radices.suit(planes.dim(-2)) && Radices.suit(planes.dim(-1));
  }

  /** True if {@code planes} are of this transform's size. */
  boolean transforms(Shape planes) {
    return planes.dim(-2) == height && planes.dim(-1) == width;
  }

  /**
   * Spectra to planes. Imaginary parts of columns that are their own conjugates do not count.
   *
   * @param planes shape of the result, [...×H×W]
   */
  Tensor inverse(Tensor x, Shape planes) {
    int count = planes.size() / (height * width);
    float[] from = x.floats();
    float[] to = buffers.take(planes.size());
    Between between = between(count);
    groups(count, columns, (plane, l) -> columnsBack(from, plane, l, between));
    groups(count, pairs, (plane, h) -> rowsBack(between, plane, h, to));
    recycle(between);
    return Tensor.of(planes, to);
  }

  /**
   * The adjoint of {@link #inverse}: the forward transform, with columns that stand for two counted
   * twice.
   *
   * @param spectrum shape of the result, [...×H×K×2]
   */
  Tensor adjoint(Tensor y, Shape spectrum) {
    int count = y.size() / (height * width);
    float[] from = y.floats();
    float[] to = buffers.take(spectrum.size());
    Between between = between(count);
    groups(count, pairs, (plane, h) -> rowsForth(from, plane, h, between));
    groups(count, columns, (plane, l) -> columnsForth(between, plane, l, to));
    recycle(between);
    return Tensor.of(spectrum, to);
  }

  private Between between(int planes) {
    Warmup.await((long) planes * height * width * (height + width));
    int size = Math.multiplyExact(planes * columns, 2 * run);
    return new Between(buffers.take(size), buffers.take(size));
  }

  private void recycle(Between between) {
    buffers.recycle(between.re());
    buffers.recycle(between.im());
  }

  private void groups(int planes, int count, Part part) {
    int each = (count + GROUP - 1) / GROUP;
    workers.forEach(planes * each, task -> part.run(task / each, task % each * GROUP));
  }

  private static void inverse(RowFft fft, ComplexRows z) {
    z.exchange();
    fft.transform(z);
    z.exchange();
  }

  /** Where the runs of column {@code l} start. */
  private int column(int plane, int l) {
    return (plane * columns + l) * 2 * run;
  }

  private void columnsBack(float[] x, int plane, int first, Between to) {
    int n = Math.min(GROUP, columns - first);
    ComplexRows z = new ComplexRows(height * GROUP, buffers);
    float[] zr = z.re();
    float[] zi = z.im();
    for (int k = 0; k < height; k++) {
      int from = 2 * ((plane * height + k) * columns + first);
      for (int l = 0; l < n; l++) {
        zr[k * GROUP + l] = x[from + 2 * l];
        zi[k * GROUP + l] = x[from + 2 * l + 1];
      }
    }
    inverse(down, z);
    int at = column(plane, first);
    toRuns(z.re(), to.re(), at, n);
    toRuns(z.im(), to.im(), at, n);
    z.recycle();
  }

  /**
   * Signals of {@code height} numbers to runs; the last of an odd number of rows has no partner.
   */
  private void toRuns(float[] z, float[] y, int at, int n) {
    turn(z, 0, pairs, y, at, 2 * run, n);
    turn(z, pairs * GROUP, height - pairs, y, at + run, 2 * run, n);
    for (int l = 0; l < n && height < 2 * pairs; l++) {
      y[at + 2 * l * run + run + height - pairs] = 0;
    }
  }

  /** Rows of a group to n rows of {@code count} numbers, {@code pitch} from one to the next. */
  private static void turn(float[] z, int from, int count, float[] y, int at, int pitch, int n) {
    for (int l = 0; l < n; l++) {
      for (int i = 0; i < count; i++) {
        y[at + l * pitch + i] = z[from + i * GROUP + l];
      }
    }
  }

  /** The reverse of {@link #turn}. */
  private static void turnBack(
      float[] y, int at, int pitch, int n, float[] z, int from, int count) {
    for (int l = 0; l < n; l++) {
      for (int i = 0; i < count; i++) {
        z[from + i * GROUP + l] = y[at + l * pitch + i];
      }
    }
  }

  /** Rows h and h + ⌈H/2⌉ as real and imaginary parts of one row. */
  private void rowsBack(Between from, int plane, int first, float[] y) {
    ComplexRows z = new ComplexRows(width * GROUP, buffers);
    for (int l = 0; l < columns; l++) {
      int at = column(plane, l) + first;
      if (isSingle(l)) {
        System.arraycopy(from.re(), at, z.re(), l * GROUP, GROUP);
        System.arraycopy(from.re(), at + run, z.im(), l * GROUP, GROUP);
      } else {
        pairBack(from.re(), from.im(), at, z.re(), z.im(), l * GROUP, (width - l) * GROUP);
      }
    }
    inverse(across, z);
    int at = (plane * height + first) * width;
    turn(scaled(z.re()), 0, width, y, at, width, Math.min(GROUP, pairs - first));
    turn(scaled(z.im()), 0, width, y, at + pairs * width, width, second(first));
    z.recycle();
  }

  private float[] scaled(float[] z) {
    for (int i = 0; i < z.length; i += V) {
      FloatVector.fromArray(S, z, i).mul(scale).intoArray(z, i);
    }
    return z;
  }

  /** Columns l and W − l of a + i·b from columns l of the real rows a and b. */
  private void pairBack(float[] re, float[] im, int at, float[] zr, float[] zi, int l, int mirror) {
    for (int h = 0; h < GROUP; h += V) {
      FloatVector ar = FloatVector.fromArray(S, re, at + h);
      FloatVector ai = FloatVector.fromArray(S, im, at + h);
      FloatVector br = FloatVector.fromArray(S, re, at + run + h);
      FloatVector bi = FloatVector.fromArray(S, im, at + run + h);
      ar.sub(bi).intoArray(zr, l + h);
      ai.add(br).intoArray(zi, l + h);
      ar.add(bi).intoArray(zr, mirror + h);
      br.sub(ai).intoArray(zi, mirror + h);
    }
  }

  /** How many rows of a group have a partner. */
  private int second(int first) {
    return Math.min(GROUP, height - pairs - first);
  }

  /** True if a column is its own conjugate: it stands for itself alone. */
  private boolean isSingle(int column) {
    return column == 0 || 2 * column == width;
  }

  private void rowsForth(float[] y, int plane, int first, Between to) {
    ComplexRows z = new ComplexRows(width * GROUP, buffers);
    int at = (plane * height + first) * width;
    Arrays.fill(z.im(), 0f);
    turnBack(y, at, width, Math.min(GROUP, pairs - first), z.re(), 0, width);
    turnBack(y, at + pairs * width, width, second(first), z.im(), 0, width);
    across.transform(z);
    for (int l = 0; l < columns; l++) {
      // Half of the sum and the difference with the mirrored column's conjugate, counted twice.
      float share = isSingle(l) ? scale / 2 : scale;
      int mirror = l == 0 ? 0 : (width - l) * GROUP;
      pairForth(z.re(), z.im(), l * GROUP, mirror, share, to, column(plane, l) + first);
    }
    z.recycle();
  }

  /** Columns l of the real rows a and b from columns l and W − l of a + i·b. */
  private void pairForth(
      float[] zr, float[] zi, int l, int mirror, float share, Between to, int at) {
    float[] re = to.re();
    float[] im = to.im();
    for (int h = 0; h < GROUP; h += V) {
      FloatVector pr = FloatVector.fromArray(S, zr, l + h);
      FloatVector pi = FloatVector.fromArray(S, zi, l + h);
      FloatVector mr = FloatVector.fromArray(S, zr, mirror + h);
      FloatVector mi = FloatVector.fromArray(S, zi, mirror + h);
      pr.add(mr).mul(share).intoArray(re, at + h);
      pi.sub(mi).mul(share).intoArray(im, at + h);
      pi.add(mi).mul(share).intoArray(re, at + run + h);
      mr.sub(pr).mul(share).intoArray(im, at + run + h);
    }
  }

  private void columnsForth(Between from, int plane, int first, float[] x) {
    int n = Math.min(GROUP, columns - first);
    ComplexRows z = new ComplexRows(height * GROUP, buffers);
    int runs = column(plane, first);
    fromRuns(from.re(), runs, z.re(), n);
    fromRuns(from.im(), runs, z.im(), n);
    down.transform(z);
    float[] zr = z.re();
    float[] zi = z.im();
    for (int k = 0; k < height; k++) {
      int to = 2 * ((plane * height + k) * columns + first);
      for (int l = 0; l < n; l++) {
        x[to + 2 * l] = zr[k * GROUP + l];
        x[to + 2 * l + 1] = zi[k * GROUP + l];
      }
    }
    z.recycle();
  }

  private void fromRuns(float[] y, int at, float[] z, int n) {
    turnBack(y, at, 2 * run, n, z, 0, pairs);
    turnBack(y, at + run, 2 * run, n, z, pairs * GROUP, height - pairs);
  }
}
