package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 6 rows of weights × two vectors of a batch's rows, see {@link DenseRows}. */
final class DenseTile6 {
  /** Rows of weights. */
  static final int ROWS = 6;

  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private DenseTile6() {}

  /** Adds the products with two vectors of rows to {@code sums}. */
  static void pair(
      float[] b,
      int from,
      int pitch,
      float[] lanes,
      int start,
      int first,
      int last,
      float[] sums,
      int at) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector t0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector t1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector t2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector t3 = FloatVector.zero(S);
    FloatVector s4 = FloatVector.zero(S);
    FloatVector t4 = FloatVector.zero(S);
    FloatVector s5 = FloatVector.zero(S);
    FloatVector t5 = FloatVector.zero(S);
    for (int q = first; q < last; q++) {
      FloatVector x = FloatVector.fromArray(S, lanes, (start + q) * 2 * V);
      FloatVector y = FloatVector.fromArray(S, lanes, (start + q) * 2 * V + V);
      int i = from + q;
      FloatVector w0 = FloatVector.broadcast(S, b[i]);
      s0 = w0.fma(x, s0);
      t0 = w0.fma(y, t0);
      FloatVector w1 = FloatVector.broadcast(S, b[i + pitch]);
      s1 = w1.fma(x, s1);
      t1 = w1.fma(y, t1);
      FloatVector w2 = FloatVector.broadcast(S, b[i + 2 * pitch]);
      s2 = w2.fma(x, s2);
      t2 = w2.fma(y, t2);
      FloatVector w3 = FloatVector.broadcast(S, b[i + 3 * pitch]);
      s3 = w3.fma(x, s3);
      t3 = w3.fma(y, t3);
      FloatVector w4 = FloatVector.broadcast(S, b[i + 4 * pitch]);
      s4 = w4.fma(x, s4);
      t4 = w4.fma(y, t4);
      FloatVector w5 = FloatVector.broadcast(S, b[i + 5 * pitch]);
      s5 = w5.fma(x, s5);
      t5 = w5.fma(y, t5);
    }
    FloatVector.fromArray(S, sums, at).add(s0).intoArray(sums, at);
    FloatVector.fromArray(S, sums, at + V).add(t0).intoArray(sums, at + V);
    FloatVector.fromArray(S, sums, at + 2 * V).add(s1).intoArray(sums, at + 2 * V);
    FloatVector.fromArray(S, sums, at + 3 * V).add(t1).intoArray(sums, at + 3 * V);
    FloatVector.fromArray(S, sums, at + 4 * V).add(s2).intoArray(sums, at + 4 * V);
    FloatVector.fromArray(S, sums, at + 5 * V).add(t2).intoArray(sums, at + 5 * V);
    FloatVector.fromArray(S, sums, at + 6 * V).add(s3).intoArray(sums, at + 6 * V);
    FloatVector.fromArray(S, sums, at + 7 * V).add(t3).intoArray(sums, at + 7 * V);
    FloatVector.fromArray(S, sums, at + 8 * V).add(s4).intoArray(sums, at + 8 * V);
    FloatVector.fromArray(S, sums, at + 9 * V).add(t4).intoArray(sums, at + 9 * V);
    FloatVector.fromArray(S, sums, at + 10 * V).add(s5).intoArray(sums, at + 10 * V);
    FloatVector.fromArray(S, sums, at + 11 * V).add(t5).intoArray(sums, at + 11 * V);
  }
}
