package org.convscope.engine.vector;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.fourier.Radices;

/**
 * The discrete Fourier transform {@code X[k] = Σ_j x[j]·e^{−2πi·jk/n}} of {@link #GROUP} signals at
 * once, not scaled: number j of the signals is row j. The inverse without its 1/n is the same with
 * real and imaginary parts exchanged.
 *
 * <p>Factor by factor (Cooley and Tukey 1965) in Stockham's order, which leaves the results sorted
 * (Van Loan, Computational Frameworks for the Fast Fourier Transform, 1992, §1.7): a pass of radix
 * r takes rows [r×m×s] to rows [m×r×s]. The s rows that one butterfly turns alike lie together and
 * are one long row to it; odd factors, whose butterflies are several loops, come last, where these
 * rows are longest.
 */
final class RowFft {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /**
   * Signals transformed together: 8, so that the 224 rows of both parts and of what they become (28
   * KB) stay in the first-level cache, or as many as a vector holds.
   */
  static final int GROUP = Math.max(8, V);

  private final int n;
  private final List<Integer> radices;
  private final float[] re;
  private final float[] im;

  /** For a length that {@link Radices} suit. */
  RowFft(int n) {
    this.n = n;
    radices = new ArrayList<>(Radices.of(n));
    Collections.reverse(radices);
    re = new float[n];
    im = new float[n];
    for (int k = 0; k < n; k++) {
      re[k] = (float) Math.cos(2 * Math.PI * k / n);
      im[k] = (float) -Math.sin(2 * Math.PI * k / n);
    }
  }

  /** Replaces n rows of {@link #GROUP} numbers by their transform. */
  void transform(ComplexRows z) {
    int s = 1;
    for (int r : radices) {
      int m = n / (r * s);
      int row = s * GROUP;
      for (int p = 0; p < m; p++) {
        switch (r) {
          case 2 -> two(z, p * row, m * row, row, p * s);
          case 4 -> four(z, p * row, m * row, row, p * s);
          default -> odd(r, z, p * row, m * row, row, p * s);
        }
      }
      z.flip();
      s *= r;
    }
  }

  /**
   * The sum of two rows and their difference, turned by a root of unity.
   *
   * @param at the first row; the results begin at twice that
   * @param step from one row to the next
   */
  private void two(ComplexRows z, int at, int step, int row, int root) {
    float[] x = z.re();
    float[] xi = z.im();
    float[] y = z.nextRe();
    float[] yi = z.nextIm();
    FloatVector wr = FloatVector.broadcast(S, re[root]);
    FloatVector wi = FloatVector.broadcast(S, im[root]);
    for (int i = 0; i < row; i += V) {
      FloatVector ar = FloatVector.fromArray(S, x, at + i);
      FloatVector ai = FloatVector.fromArray(S, xi, at + i);
      FloatVector br = FloatVector.fromArray(S, x, at + step + i);
      FloatVector bi = FloatVector.fromArray(S, xi, at + step + i);
      ar.add(br).intoArray(y, 2 * at + i);
      ai.add(bi).intoArray(yi, 2 * at + i);
      FloatVector dr = ar.sub(br);
      FloatVector di = ai.sub(bi);
      dr.mul(wr).sub(di.mul(wi)).intoArray(y, 2 * at + row + i);
      dr.mul(wi).add(di.mul(wr)).intoArray(yi, 2 * at + row + i);
    }
  }

  /** Rows a, b, c, d, in two loops: one of that size hands its last results on in boxes. */
  private void four(ComplexRows z, int at, int step, int row, int root) {
    sums(z.re(), z.im(), at, step, z.nextRe(), z.nextIm(), 4 * at, row, 2 * root);
    differences(z.re(), z.im(), at, step, z.nextRe(), z.nextIm(), 4 * at + row, row, root);
  }

  /** Results 0 and 2: (a + c) ± (b + d). */
  private void sums(
      float[] x, float[] xi, int at, int step, float[] y, float[] yi, int to, int row, int root) {
    FloatVector wr = FloatVector.broadcast(S, re[root]);
    FloatVector wi = FloatVector.broadcast(S, im[root]);
    for (int i = 0; i < row; i += V) {
      FloatVector ar = FloatVector.fromArray(S, x, at + i);
      FloatVector ai = FloatVector.fromArray(S, xi, at + i);
      FloatVector br = FloatVector.fromArray(S, x, at + step + i);
      FloatVector bi = FloatVector.fromArray(S, xi, at + step + i);
      FloatVector acr = ar.add(FloatVector.fromArray(S, x, at + 2 * step + i));
      FloatVector aci = ai.add(FloatVector.fromArray(S, xi, at + 2 * step + i));
      FloatVector bdr = br.add(FloatVector.fromArray(S, x, at + 3 * step + i));
      FloatVector bdi = bi.add(FloatVector.fromArray(S, xi, at + 3 * step + i));
      acr.add(bdr).intoArray(y, to + i);
      aci.add(bdi).intoArray(yi, to + i);
      FloatVector dr = acr.sub(bdr);
      FloatVector di = aci.sub(bdi);
      dr.mul(wr).sub(di.mul(wi)).intoArray(y, to + 2 * row + i);
      dr.mul(wi).add(di.mul(wr)).intoArray(yi, to + 2 * row + i);
    }
  }

  /** Results 1 and 3: (a − c) ∓ i·(b − d). */
  private void differences(
      float[] x, float[] xi, int at, int step, float[] y, float[] yi, int to, int row, int root) {
    FloatVector wr = FloatVector.broadcast(S, re[root]);
    FloatVector wi = FloatVector.broadcast(S, im[root]);
    FloatVector vr = FloatVector.broadcast(S, re[3 * root]);
    FloatVector vi = FloatVector.broadcast(S, im[3 * root]);
    for (int i = 0; i < row; i += V) {
      FloatVector ar = FloatVector.fromArray(S, x, at + i);
      FloatVector ai = FloatVector.fromArray(S, xi, at + i);
      FloatVector br = FloatVector.fromArray(S, x, at + step + i);
      FloatVector bi = FloatVector.fromArray(S, xi, at + step + i);
      FloatVector acr = ar.sub(FloatVector.fromArray(S, x, at + 2 * step + i));
      FloatVector aci = ai.sub(FloatVector.fromArray(S, xi, at + 2 * step + i));
      FloatVector bdr = br.sub(FloatVector.fromArray(S, x, at + 3 * step + i));
      FloatVector bdi = bi.sub(FloatVector.fromArray(S, xi, at + 3 * step + i));
      FloatVector pr = acr.add(bdi);
      FloatVector pi = aci.sub(bdr);
      pr.mul(wr).sub(pi.mul(wi)).intoArray(y, to + i);
      pr.mul(wi).add(pi.mul(wr)).intoArray(yi, to + i);
      FloatVector qr = acr.sub(bdi);
      FloatVector qi = aci.add(bdr);
      qr.mul(vr).sub(qi.mul(vi)).intoArray(y, to + 2 * row + i);
      qr.mul(vi).add(qi.mul(vr)).intoArray(yi, to + 2 * row + i);
    }
  }

  /**
   * An odd number of rows. Rows t and r − t enter only as their sum and their difference, so that
   * the roots of unity enter as real numbers; results u and r − u have a part in common.
   */
  private void odd(int r, ComplexRows z, int at, int step, int row, int root) {
    for (int t = 1; t <= r / 2; t++) {
      sumAndDifference(z.re(), at + t * step, at + (r - t) * step, row);
      sumAndDifference(z.im(), at + t * step, at + (r - t) * step, row);
    }
    int to = r * at;
    float[] turns = turns(r, root);
    for (int i = 0; i < row; i += V) {
      results(r, z, at + i, step, row, to + i, turns);
    }
  }

  /** {@code (x[a], x[b]) ← (x[a] + x[b], x[a] − x[b])}. */
  private static void sumAndDifference(float[] x, int a, int b, int row) {
    for (int i = 0; i < row; i += V) {
      FloatVector p = FloatVector.fromArray(S, x, a + i);
      FloatVector q = FloatVector.fromArray(S, x, b + i);
      p.add(q).intoArray(x, a + i);
      p.sub(q).intoArray(x, b + i);
    }
  }

  /**
   * One vector of each result.
   *
   * @param turns what the results are turned by, real and imaginary parts one after the other
   */
  private void results(int r, ComplexRows z, int at, int step, int row, int to, float[] turns) {
    float[] x = z.re();
    float[] xi = z.im();
    float[] y = z.nextRe();
    float[] yi = z.nextIm();
    FloatVector sr = FloatVector.fromArray(S, x, at);
    FloatVector si = FloatVector.fromArray(S, xi, at);
    for (int t = 1; t <= r / 2; t++) {
      sr = sr.add(FloatVector.fromArray(S, x, at + t * step));
      si = si.add(FloatVector.fromArray(S, xi, at + t * step));
    }
    sr.intoArray(y, to);
    si.intoArray(yi, to);
    for (int u = 1; u <= r / 2; u++) {
      pair(r, u, x, xi, at, step, y, yi, to, row, turns);
    }
  }

  /** Results u and r − u: {@code x₀ + Σ cos·(x_t + x_{r−t}) ∓ i·Σ sin·(x_t − x_{r−t})}. */
  private void pair(
      int r,
      int u,
      float[] x,
      float[] xi,
      int at,
      int step,
      float[] y,
      float[] yi,
      int to,
      int row,
      float[] turns) {
    FloatVector pr = FloatVector.fromArray(S, x, at);
    FloatVector pi = FloatVector.fromArray(S, xi, at);
    FloatVector qr = FloatVector.zero(S);
    FloatVector qi = FloatVector.zero(S);
    int k = 0;
    for (int t = 1; t <= r / 2; t++) {
      k += u * (n / r);
      k = k >= n ? k - n : k;
      FloatVector cos = FloatVector.broadcast(S, re[k]);
      FloatVector sin = FloatVector.broadcast(S, im[k]);
      pr = cos.fma(FloatVector.fromArray(S, x, at + t * step), pr);
      pi = cos.fma(FloatVector.fromArray(S, xi, at + t * step), pi);
      qr = sin.fma(FloatVector.fromArray(S, xi, at + (r - t) * step), qr);
      qi = sin.fma(FloatVector.fromArray(S, x, at + (r - t) * step), qi);
    }
    FloatVector ar = pr.sub(qr);
    FloatVector ai = pi.add(qi);
    FloatVector br = pr.add(qr);
    FloatVector bi = pi.sub(qi);
    int a = to + u * row;
    int b = to + (r - u) * row;
    ar.mul(turns[2 * u]).sub(ai.mul(turns[2 * u + 1])).intoArray(y, a);
    ar.mul(turns[2 * u + 1]).add(ai.mul(turns[2 * u])).intoArray(yi, a);
    int v = r - u;
    br.mul(turns[2 * v]).sub(bi.mul(turns[2 * v + 1])).intoArray(y, b);
    br.mul(turns[2 * v + 1]).add(bi.mul(turns[2 * v])).intoArray(yi, b);
  }

  /** What results are turned by: root u·root for result u. */
  private float[] turns(int r, int root) {
    float[] turns = new float[2 * r];
    for (int u = 0; u < r; u++) {
      turns[2 * u] = re[u * root];
      turns[2 * u + 1] = im[u * root];
    }
    return turns;
  }
}
