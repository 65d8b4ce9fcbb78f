package org.convscope.engine.fourier;

import org.convscope.engine.Buffers;
import org.convscope.engine.Reals;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.fourier.Workspace.Rows;

/**
 * Orthonormal 2-D transforms between real planes [...×H×W] and the half of their spectrum that the
 * other follows from, [...×H×K×2] with K = ⌊W/2⌋ + 1 columns, real and imaginary parts last.
 *
 * <p>Two real rows are transformed as one complex row. All arithmetic is in double; results do not
 * depend on the number of threads.
 */
public final class RealFft2d {
  /** Columns transformed together: enough for long inner loops, few enough to stay in the cache. */
  private static final int TOGETHER = 64;

  /** Half spectra on their way from columns to rows or back, [planes×K×H]. */
  private static final ThreadLocal<Workspace> SPECTRA = ThreadLocal.withInitial(Workspace::new);

  private static final ThreadLocal<Workspace> STRIPS = ThreadLocal.withInitial(Workspace::new);

  private final int height;
  private final int width;
  private final int columns;
  private final int pairs;
  private final Fft down;
  private final Fft across;
  private final double scale;

  /** Transforms of planes [H×W]. */
  public RealFft2d(int height, int width) {
    this.height = height;
    this.width = width;
    this.columns = width / 2 + 1;
    this.pairs = (height + 1) / 2;
    this.down = Fft.of(height);
    this.across = Fft.of(width);
    this.scale = 1 / Math.sqrt((double) height * width);
  }

  /** Work on one strip of one plane. */
  private interface Strip {
    void run(int plane, int from, int to);
  }

  private static void strips(Workers workers, int planes, int count, Strip strip) {
    int each = (count + TOGETHER - 1) / TOGETHER;
    workers.forEach(
        planes * each,
        task -> {
          int part = task % each;
          strip.run(task / each, part * count / each, (part + 1) * count / each);
        });
  }

  /**
   * Spectra to planes. Imaginary parts of columns that are their own conjugates do not count.
   *
   * @param x spectra [...×H×K×2]
   * @param planes shape of the result, [...×H×W]
   */
  public Tensor inverse(Tensor x, Shape planes, Workers workers, Buffers buffers) {
    int count = planes.size() / (height * width);
    Reals from = Reals.of(x);
    Reals to = Reals.taken(x.type(), planes.size(), buffers);
    Rows spectra = SPECTRA.get().rows(1, count * columns * height);
    double[] re = spectra.re()[0];
    double[] im = spectra.im()[0];
    strips(workers, count, columns, (plane, l, end) -> columnsBack(from, plane, l, end, re, im));
    strips(workers, count, pairs, (plane, h, end) -> rowsBack(re, im, plane, h, end, to));
    return to.tensor(planes);
  }

  private void columnsBack(Reals x, int plane, int first, int end, double[] re, double[] im) {
    int n = end - first;
    Rows z = STRIPS.get().rows(height, n);
    double[][] zr = z.re();
    double[][] zi = z.im();
    for (int k = 0; k < height; k++) {
      int at = 2 * ((plane * height + k) * columns + first);
      for (int l = 0; l < n; l++) {
        zr[k][l] = x.at(at + 2 * l);
        zi[k][l] = x.at(at + 2 * l + 1);
      }
    }
    down.transform(zi, zr);
    for (int l = 0; l < n; l++) {
      int at = (plane * columns + first + l) * height;
      for (int h = 0; h < height; h++) {
        re[at + h] = zr[h][l];
        im[at + h] = zi[h][l];
      }
    }
  }

  /** Rows h and h + ⌈H/2⌉ as real and imaginary parts of one row. */
  private void rowsBack(double[] re, double[] im, int plane, int first, int end, Reals y) {
    int n = end - first;
    Rows z = STRIPS.get().rows(width, n);
    double[][] zr = z.re();
    double[][] zi = z.im();
    for (int l = 0; l < columns; l++) {
      int upper = (plane * columns + l) * height + first;
      int lower = upper + pairs;
      boolean single = isSingle(l);
      int mirror = single ? l : width - l;
      for (int h = 0; h < n; h++) {
        boolean both = first + h + pairs < height;
        double ar = re[upper + h];
        double ai = single ? 0 : im[upper + h];
        double br = both ? re[lower + h] : 0;
        double bi = both && !single ? im[lower + h] : 0;
        zr[l][h] = ar - bi;
        zi[l][h] = ai + br;
        zr[mirror][h] = ar + bi;
        zi[mirror][h] = br - ai;
      }
    }
    across.transform(zi, zr);
    for (int h = 0; h < n; h++) {
      int row = first + h;
      int upper = (plane * height + row) * width;
      boolean both = row + pairs < height;
      for (int w = 0; w < width; w++) {
        y.set(upper + w, scale * zr[w][h]);
        if (both) {
          y.set(upper + pairs * width + w, scale * zi[w][h]);
        }
      }
    }
  }

  /** True if a column is its own conjugate: it stands for itself alone. */
  private boolean isSingle(int column) {
    return column == 0 || 2 * column == width;
  }

  /**
   * The adjoint of {@link #inverse}: the forward transform, with columns that stand for two counted
   * twice.
   *
   * @param y planes [...×H×W]
   * @param spectrum shape of the result, [...×H×K×2]
   */
  public Tensor adjoint(Tensor y, Shape spectrum, Workers workers, Buffers buffers) {
    int count = y.size() / (height * width);
    Reals from = Reals.of(y);
    Reals to = Reals.taken(y.type(), spectrum.size(), buffers);
    Rows spectra = SPECTRA.get().rows(1, count * columns * height);
    double[] re = spectra.re()[0];
    double[] im = spectra.im()[0];
    strips(workers, count, pairs, (plane, h, end) -> rowsForth(from, plane, h, end, re, im));
    strips(workers, count, columns, (plane, l, end) -> columnsForth(re, im, plane, l, end, to));
    return to.tensor(spectrum);
  }

  private void rowsForth(Reals y, int plane, int first, int end, double[] re, double[] im) {
    int n = end - first;
    Rows z = STRIPS.get().rows(width, n);
    double[][] zr = z.re();
    double[][] zi = z.im();
    for (int h = 0; h < n; h++) {
      int row = first + h;
      int upper = (plane * height + row) * width;
      boolean both = row + pairs < height;
      for (int w = 0; w < width; w++) {
        zr[w][h] = y.at(upper + w);
        zi[w][h] = both ? y.at(upper + pairs * width + w) : 0;
      }
    }
    across.transform(zr, zi);
    for (int l = 0; l < columns; l++) {
      // Half of the sum and the difference with the mirrored column's conjugate, counted twice.
      double share = isSingle(l) ? scale / 2 : scale;
      int mirror = l == 0 ? 0 : width - l;
      int upper = (plane * columns + l) * height + first;
      int lower = upper + pairs;
      for (int h = 0; h < n; h++) {
        double pr = zr[l][h];
        double pi = zi[l][h];
        double mr = zr[mirror][h];
        double mi = zi[mirror][h];
        re[upper + h] = share * (pr + mr);
        im[upper + h] = share * (pi - mi);
        if (first + h + pairs < height) {
          re[lower + h] = share * (pi + mi);
          im[lower + h] = share * (mr - pr);
        }
      }
    }
  }

  private void columnsForth(double[] re, double[] im, int plane, int first, int end, Reals x) {
    int n = end - first;
    Rows z = STRIPS.get().rows(height, n);
    double[][] zr = z.re();
    double[][] zi = z.im();
    for (int l = 0; l < n; l++) {
      int at = (plane * columns + first + l) * height;
      for (int h = 0; h < height; h++) {
        zr[h][l] = re[at + h];
        zi[h][l] = im[at + h];
      }
    }
    down.transform(zr, zi);
    for (int k = 0; k < height; k++) {
      int at = 2 * ((plane * height + k) * columns + first);
      for (int l = 0; l < n; l++) {
        x.set(at + 2 * l, zr[k][l]);
        x.set(at + 2 * l + 1, zi[k][l]);
      }
    }
  }
}
