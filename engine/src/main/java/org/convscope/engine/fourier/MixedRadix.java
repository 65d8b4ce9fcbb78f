package org.convscope.engine.fourier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Transforms of lengths with small prime factors, factor by factor (Cooley and Tukey 1965) from one
 * pair of arrays to another, so that the results come out in order (Stockham's form; Van Loan,
 * Computational Frameworks for the Fast Fourier Transform, 1992, §1.7).
 *
 * <p>A pass of radix r reads [r×m×s] and writes [m×r×s], where the innermost s numbers (the columns
 * times the factors done so far) are treated alike: the inner loops are long and vectorise.
 */
final class MixedRadix implements Fft {
  /** Above it {@link ChirpZ} is faster: a pass of radix r takes r/2 multiply-adds per number. */
  private static final int LARGEST_FACTOR = 31;

  private final int n;
  private final int[] factors;
  private final double[] cos;
  private final double[] sin;

  /** For a length that {@link #suits}. */
  MixedRadix(int n) {
    this.n = n;
    this.factors = factors(n).stream().mapToInt(f -> f).toArray();
    this.cos = new double[n];
    this.sin = new double[n];
    for (int i = 0; i < n; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / n);
      sin[i] = Math.sin(2 * Math.PI * i / n);
    }
  }

  static boolean suits(int n) {
    return factors(n).stream().allMatch(f -> f <= LARGEST_FACTOR);
  }

  /** Odd primes first, while their rows are short, then fours, then a two. */
  private static List<Integer> factors(int n) {
    List<Integer> factors = new ArrayList<>();
    int rest = n;
    for (int p = 3; (rest & -rest) != rest; p += 2) {
      if (p > rest / p) {
        p = rest >> Integer.numberOfTrailingZeros(rest);
      }
      for (; rest % p == 0; rest /= p) {
        factors.add(p);
      }
    }
    for (; rest >= 4; rest /= 4) {
      factors.add(4);
    }
    if (rest == 2) {
      factors.add(2);
    }
    return factors;
  }

  @Override
  public void transform(double[] re, double[] im, int columns) {
    int size = n * columns;
    Pair from = new Pair(re, im);
    Pair to = new Pair(new double[size], new double[size]);
    int length = n;
    int s = columns;
    for (int r : factors) {
      int m = length / r;
      Pass pass = new Pass(from, to, m, s, n / length);
      switch (r) {
        case 2 -> pass.two();
        case 4 -> pass.four();
        default -> new OddPass(r, pass).run();
      }
      Pair done = from;
      from = to;
      to = done;
      length = m;
      s *= r;
    }
    if (from.re != re) {
      System.arraycopy(from.re, 0, re, 0, size);
      System.arraycopy(from.im, 0, im, 0, size);
    }
  }

  /** Real and imaginary parts. */
  record Pair(double[] re, double[] im) {}

  /**
   * One factor's pass.
   *
   * @param m rows that a row's partners lie apart
   * @param s length of a row
   * @param step of the roots of unity of this pass's length among those of n
   */
  private final class Pass {
    private final double[] xr;
    private final double[] xi;
    private final double[] yr;
    private final double[] yi;
    private final int m;
    private final int s;
    private final int step;

    Pass(Pair from, Pair to, int m, int s, int step) {
      this.xr = from.re;
      this.xi = from.im;
      this.yr = to.re;
      this.yi = to.im;
      this.m = m;
      this.s = s;
      this.step = step;
    }

    void two() {
      for (int p = 0; p < m; p++) {
        int a = s * p;
        int b = s * (p + m);
        int y = 2 * s * p;
        sumAndDifference(a, b, y, cos[p * step], -sin[p * step]);
      }
    }

    private void sumAndDifference(int a, int b, int y, double wr, double wi) {
      for (int q = 0; q < s; q++) {
        double br = xr[b + q];
        double bi = xi[b + q];
        double dr = xr[a + q] - br;
        double di = xi[a + q] - bi;
        yr[y + q] = xr[a + q] + br;
        yi[y + q] = xi[a + q] + bi;
        yr[y + s + q] = dr * wr - di * wi;
        yi[y + s + q] = dr * wi + di * wr;
      }
    }

    void four() {
      for (int p = 0; p < m; p++) {
        // Sums and differences of partners into the second half of y's rows, then combined there.
        int y = 4 * s * p;
        evens(s * p, s * (p + 2 * m), y);
        odds(s * (p + m), s * (p + 3 * m), y);
        turn(y + s, p);
        turn(y + 2 * s, 2 * p);
        turn(y + 3 * s, 3 * p);
      }
    }

    /** Rows 0 and 2 take a + c, rows 1 and 3 a − c. */
    private void evens(int a, int c, int y) {
      for (int q = 0; q < s; q++) {
        double plus = xr[a + q] + xr[c + q];
        double minus = xr[a + q] - xr[c + q];
        yr[y + q] = plus;
        yr[y + 2 * s + q] = plus;
        yr[y + s + q] = minus;
        yr[y + 3 * s + q] = minus;
      }
      for (int q = 0; q < s; q++) {
        double plus = xi[a + q] + xi[c + q];
        double minus = xi[a + q] - xi[c + q];
        yi[y + q] = plus;
        yi[y + 2 * s + q] = plus;
        yi[y + s + q] = minus;
        yi[y + 3 * s + q] = minus;
      }
    }

    /** Adds b + d to row 0, subtracts it from row 2, and −i·(b − d) likewise to rows 1 and 3. */
    private void odds(int b, int d, int y) {
      for (int q = 0; q < s; q++) {
        double plus = xr[b + q] + xr[d + q];
        double minus = xr[b + q] - xr[d + q];
        yr[y + q] += plus;
        yr[y + 2 * s + q] -= plus;
        yi[y + s + q] -= minus;
        yi[y + 3 * s + q] += minus;
      }
      for (int q = 0; q < s; q++) {
        double plus = xi[b + q] + xi[d + q];
        double minus = xi[b + q] - xi[d + q];
        yi[y + q] += plus;
        yi[y + 2 * s + q] -= plus;
        yr[y + s + q] += minus;
        yr[y + 3 * s + q] -= minus;
      }
    }

    /** Multiplies a row of y by a root of unity. */
    private void turn(int y, int p) {
      if (p == 0) {
        return;
      }
      double wr = cos[p * step];
      double wi = -sin[p * step];
      for (int q = y; q < y + s; q++) {
        double r = yr[q];
        double i = yi[q];
        yr[q] = r * wr - i * wi;
        yi[q] = r * wi + i * wr;
      }
    }
  }

  /**
   * A pass of an odd radix r: rows t and r − t enter only as their sum and their difference, so that
   * the roots of unity enter as real numbers.
   */
  private final class OddPass {
    private final int r;
    private final Pass pass;
    private final int s;
    private final double[] sumRe;
    private final double[] sumIm;
    private final double[] differenceRe;
    private final double[] differenceIm;

    OddPass(int r, Pass pass) {
      this.r = r;
      this.pass = pass;
      this.s = pass.s;
      int half = r / 2 * s;
      this.sumRe = new double[half];
      this.sumIm = new double[half];
      this.differenceRe = new double[half];
      this.differenceIm = new double[half];
    }

    void run() {
      for (int p = 0; p < pass.m; p++) {
        int x = s * p;
        int y = s * r * p;
        for (int t = 1; t <= r / 2; t++) {
          pair(x + s * pass.m * t, x + s * pass.m * (r - t), (t - 1) * s);
        }
        first(x, y);
        for (int u = 1; u <= r / 2; u++) {
          both(x, y + s * u, y + s * (r - u), u);
          pass.turn(y + s * u, p * u);
          pass.turn(y + s * (r - u), p * (r - u));
        }
      }
    }

    private void pair(int a, int b, int to) {
      double[] xr = pass.xr;
      double[] xi = pass.xi;
      for (int q = 0; q < s; q++) {
        sumRe[to + q] = xr[a + q] + xr[b + q];
        differenceRe[to + q] = xr[a + q] - xr[b + q];
      }
      for (int q = 0; q < s; q++) {
        sumIm[to + q] = xi[a + q] + xi[b + q];
        differenceIm[to + q] = xi[a + q] - xi[b + q];
      }
    }

    private void first(int x, int y) {
      System.arraycopy(pass.xr, x, pass.yr, y, s);
      System.arraycopy(pass.xi, x, pass.yi, y, s);
      for (int t = 0; t < r / 2; t++) {
        add(sumRe, t * s, 1, pass.yr, y);
        add(sumIm, t * s, 1, pass.yi, y);
      }
    }

    /** Rows u and r − u: what their sum and their difference are made of. */
    private void both(int x, int up, int down, int u) {
      double[] yr = pass.yr;
      double[] yi = pass.yi;
      System.arraycopy(pass.xr, x, yr, up, s);
      System.arraycopy(pass.xi, x, yi, up, s);
      Arrays.fill(yr, down, down + s, 0);
      Arrays.fill(yi, down, down + s, 0);
      for (int t = 1; t <= r / 2; t++) {
        int root = t * u % r * (n / r);
        int at = (t - 1) * s;
        add(sumRe, at, cos[root], yr, up);
        add(sumIm, at, cos[root], yi, up);
        // −i·(dr + i·di) = di − i·dr
        add(differenceIm, at, sin[root], yr, down);
        add(differenceRe, at, -sin[root], yi, down);
      }
      spread(yr, up, down);
      spread(yi, up, down);
    }

    /** (m, d) to (m + d, m − d). */
    private void spread(double[] y, int up, int down) {
      for (int q = 0; q < s; q++) {
        double m = y[up + q];
        double d = y[down + q];
        y[up + q] = m + d;
        y[down + q] = m - d;
      }
    }

    private void add(double[] x, int from, double factor, double[] y, int to) {
      for (int q = 0; q < s; q++) {
        y[to + q] += factor * x[from + q];
      }
    }
  }
}
