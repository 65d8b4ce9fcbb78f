package org.convscope.engine.fourier;

import static org.convscope.engine.fourier.RowLoops.add;
import static org.convscope.engine.fourier.RowLoops.scale;
import static org.convscope.engine.fourier.RowLoops.sum;
import static org.convscope.engine.fourier.RowLoops.sumAndDifference;
import static org.convscope.engine.fourier.RowLoops.turn;

/**
 * Transforms of lengths with small prime factors, factor by factor (Cooley and Tukey 1965) in
 * Stockham's order, which leaves the results sorted (Van Loan, Computational Frameworks for the
 * Fast Fourier Transform, 1992, §1.7): a pass of radix r takes rows [r×m×s] to rows [m×r×s]. Rows
 * are combined in place and only their references move.
 */
final class MixedRadix implements Fft {
  private final int n;
  private final int[] factors;
  private final double[] cos;
  private final double[] sin;

  /** For a length that {@link Radices} suit. */
  MixedRadix(int n) {
    this.n = n;
    this.factors = Radices.of(n).stream().mapToInt(f -> f).toArray();
    this.cos = new double[n];
    this.sin = new double[n];
    for (int i = 0; i < n; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / n);
      sin[i] = Math.sin(2 * Math.PI * i / n);
    }
  }

  @Override
  public void transform(double[][] re, double[][] im) {
    int s = 1;
    for (int r : factors) {
      int m = n / (r * s);
      Butterfly butterfly = new Butterfly(r, re[0].length);
      double[][] re2 = new double[n][];
      double[][] im2 = new double[n][];
      for (int p = 0; p < m; p++) {
        for (int q = 0; q < s; q++) {
          butterfly.take(re, im, q + s * p, s * m);
          butterfly.run();
          butterfly.turnAll(p * s);
          butterfly.put(re2, im2, q + s * r * p, s);
        }
      }
      System.arraycopy(re2, 0, re, 0, n);
      System.arraycopy(im2, 0, im, 0, n);
      s *= r;
    }
  }

  /** The transform of r rows. */
  private final class Butterfly {
    private final int r;
    private final double[][] re;
    private final double[][] im;
    // Rows to write the next results to, where they cannot replace what they are made of.
    private final double[][] spareRe;
    private final double[][] spareIm;

    Butterfly(int r, int columns) {
      this.r = r;
      this.re = new double[r][];
      this.im = new double[r][];
      int spare = r % 2 == 0 ? 0 : r;
      this.spareRe = new double[spare][columns];
      this.spareIm = new double[spare][columns];
    }

    void take(double[][] fromRe, double[][] fromIm, int first, int step) {
      for (int t = 0; t < r; t++) {
        re[t] = fromRe[first + t * step];
        im[t] = fromIm[first + t * step];
      }
    }

    void put(double[][] toRe, double[][] toIm, int first, int step) {
      for (int u = 0; u < r; u++) {
        toRe[first + u * step] = re[u];
        toIm[first + u * step] = im[u];
      }
    }

    /** Row u by e^{−2πi·u·root/n}. */
    void turnAll(int root) {
      for (int u = 1; u < r && root > 0; u++) {
        turn(re[u], im[u], cos[u * root], -sin[u * root]);
      }
    }

    void run() {
      switch (r) {
        case 2 -> two(0, 1);
        case 4 -> four();
        default -> odd();
      }
    }

    private void two(int a, int b) {
      sumAndDifference(re[a], re[b]);
      sumAndDifference(im[a], im[b]);
    }

    private void four() {
      two(0, 2);
      two(1, 3);
      two(0, 1);
      // Rows 2 and 3 hold a − c and b − d, the results are a − c ∓ i·(b − d).
      sumAndDifference(re[2], im[3]);
      sumAndDifference(im[2], re[3]);
      double[] y2re = re[1];
      double[] y2im = im[1];
      re[1] = re[2];
      im[1] = re[3];
      double[] y3re = im[3];
      double[] y3im = im[2];
      re[2] = y2re;
      im[2] = y2im;
      re[3] = y3re;
      im[3] = y3im;
    }

    /**
     * Rows t and r − t enter only as their sum and their difference, so that the roots of unity
     * enter as real numbers.
     */
    private void odd() {
      for (int t = 1; t <= r / 2; t++) {
        two(t, r - t);
      }
      sum(re[0], 1, re[1], spareRe[0]);
      sum(im[0], 1, im[1], spareIm[0]);
      for (int t = 2; t <= r / 2; t++) {
        add(1, re[t], spareRe[0]);
        add(1, im[t], spareIm[0]);
      }
      for (int u = 1; u <= r / 2; u++) {
        symmetric(u);
        antisymmetric(u);
        sumAndDifference(spareRe[u], spareRe[r - u]);
        sumAndDifference(spareIm[u], spareIm[r - u]);
      }
      for (int t = 0; t < r; t++) {
        double[] used = re[t];
        re[t] = spareRe[t];
        spareRe[t] = used;
        used = im[t];
        im[t] = spareIm[t];
        spareIm[t] = used;
      }
    }

    /** What rows u and r − u of the result have in common: x₀ + Σ cos·(x_t + x_{r−t}). */
    private void symmetric(int u) {
      for (int t = 1; t <= r / 2; t++) {
        double c = cos[t * u % r * (n / r)];
        if (t == 1) {
          sum(re[0], c, re[1], spareRe[u]);
          sum(im[0], c, im[1], spareIm[u]);
        } else {
          add(c, re[t], spareRe[u]);
          add(c, im[t], spareIm[u]);
        }
      }
    }

    /** Half of their difference: −i·Σ sin·(x_t − x_{r−t}). */
    private void antisymmetric(int u) {
      for (int t = 1; t <= r / 2; t++) {
        double s = sin[t * u % r * (n / r)];
        if (t == 1) {
          scale(s, im[r - 1], spareRe[r - u]);
          scale(-s, re[r - 1], spareIm[r - u]);
        } else {
          add(s, im[r - t], spareRe[r - u]);
          add(-s, re[r - t], spareIm[r - u]);
        }
      }
    }
  }
}
