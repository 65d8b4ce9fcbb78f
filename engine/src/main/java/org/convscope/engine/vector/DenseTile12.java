package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 12 rows of weights × one or two vectors of a batch's rows, see {@link DenseRows}. */
final class DenseTile12 {
  /** Rows of weights. */
  static final int ROWS = 12;

  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private DenseTile12() {}

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
    FloatVector s6 = FloatVector.zero(S);
    FloatVector t6 = FloatVector.zero(S);
    FloatVector s7 = FloatVector.zero(S);
    FloatVector t7 = FloatVector.zero(S);
    FloatVector s8 = FloatVector.zero(S);
    FloatVector t8 = FloatVector.zero(S);
    FloatVector s9 = FloatVector.zero(S);
    FloatVector t9 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector t10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector t11 = FloatVector.zero(S);
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
      FloatVector w6 = FloatVector.broadcast(S, b[i + 6 * pitch]);
      s6 = w6.fma(x, s6);
      t6 = w6.fma(y, t6);
      FloatVector w7 = FloatVector.broadcast(S, b[i + 7 * pitch]);
      s7 = w7.fma(x, s7);
      t7 = w7.fma(y, t7);
      FloatVector w8 = FloatVector.broadcast(S, b[i + 8 * pitch]);
      s8 = w8.fma(x, s8);
      t8 = w8.fma(y, t8);
      FloatVector w9 = FloatVector.broadcast(S, b[i + 9 * pitch]);
      s9 = w9.fma(x, s9);
      t9 = w9.fma(y, t9);
      FloatVector w10 = FloatVector.broadcast(S, b[i + 10 * pitch]);
      s10 = w10.fma(x, s10);
      t10 = w10.fma(y, t10);
      FloatVector w11 = FloatVector.broadcast(S, b[i + 11 * pitch]);
      s11 = w11.fma(x, s11);
      t11 = w11.fma(y, t11);
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
    FloatVector.fromArray(S, sums, at + 12 * V).add(s6).intoArray(sums, at + 12 * V);
    FloatVector.fromArray(S, sums, at + 13 * V).add(t6).intoArray(sums, at + 13 * V);
    FloatVector.fromArray(S, sums, at + 14 * V).add(s7).intoArray(sums, at + 14 * V);
    FloatVector.fromArray(S, sums, at + 15 * V).add(t7).intoArray(sums, at + 15 * V);
    FloatVector.fromArray(S, sums, at + 16 * V).add(s8).intoArray(sums, at + 16 * V);
    FloatVector.fromArray(S, sums, at + 17 * V).add(t8).intoArray(sums, at + 17 * V);
    FloatVector.fromArray(S, sums, at + 18 * V).add(s9).intoArray(sums, at + 18 * V);
    FloatVector.fromArray(S, sums, at + 19 * V).add(t9).intoArray(sums, at + 19 * V);
    FloatVector.fromArray(S, sums, at + 20 * V).add(s10).intoArray(sums, at + 20 * V);
    FloatVector.fromArray(S, sums, at + 21 * V).add(t10).intoArray(sums, at + 21 * V);
    FloatVector.fromArray(S, sums, at + 22 * V).add(s11).intoArray(sums, at + 22 * V);
    FloatVector.fromArray(S, sums, at + 23 * V).add(t11).intoArray(sums, at + 23 * V);
  }

  /** Adds the products with one vector of rows to {@code sums}. */
  static void single(
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
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector s4 = FloatVector.zero(S);
    FloatVector s5 = FloatVector.zero(S);
    FloatVector s6 = FloatVector.zero(S);
    FloatVector s7 = FloatVector.zero(S);
    FloatVector s8 = FloatVector.zero(S);
    FloatVector s9 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    for (int q = first; q < last; q++) {
      FloatVector x = FloatVector.fromArray(S, lanes, (start + q) * V);
      int i = from + q;
      s0 = FloatVector.broadcast(S, b[i]).fma(x, s0);
      s1 = FloatVector.broadcast(S, b[i + pitch]).fma(x, s1);
      s2 = FloatVector.broadcast(S, b[i + 2 * pitch]).fma(x, s2);
      s3 = FloatVector.broadcast(S, b[i + 3 * pitch]).fma(x, s3);
      s4 = FloatVector.broadcast(S, b[i + 4 * pitch]).fma(x, s4);
      s5 = FloatVector.broadcast(S, b[i + 5 * pitch]).fma(x, s5);
      s6 = FloatVector.broadcast(S, b[i + 6 * pitch]).fma(x, s6);
      s7 = FloatVector.broadcast(S, b[i + 7 * pitch]).fma(x, s7);
      s8 = FloatVector.broadcast(S, b[i + 8 * pitch]).fma(x, s8);
      s9 = FloatVector.broadcast(S, b[i + 9 * pitch]).fma(x, s9);
      s10 = FloatVector.broadcast(S, b[i + 10 * pitch]).fma(x, s10);
      s11 = FloatVector.broadcast(S, b[i + 11 * pitch]).fma(x, s11);
    }
    FloatVector.fromArray(S, sums, at).add(s0).intoArray(sums, at);
    FloatVector.fromArray(S, sums, at + V).add(s1).intoArray(sums, at + V);
    FloatVector.fromArray(S, sums, at + 2 * V).add(s2).intoArray(sums, at + 2 * V);
    FloatVector.fromArray(S, sums, at + 3 * V).add(s3).intoArray(sums, at + 3 * V);
    FloatVector.fromArray(S, sums, at + 4 * V).add(s4).intoArray(sums, at + 4 * V);
    FloatVector.fromArray(S, sums, at + 5 * V).add(s5).intoArray(sums, at + 5 * V);
    FloatVector.fromArray(S, sums, at + 6 * V).add(s6).intoArray(sums, at + 6 * V);
    FloatVector.fromArray(S, sums, at + 7 * V).add(s7).intoArray(sums, at + 7 * V);
    FloatVector.fromArray(S, sums, at + 8 * V).add(s8).intoArray(sums, at + 8 * V);
    FloatVector.fromArray(S, sums, at + 9 * V).add(s9).intoArray(sums, at + 9 * V);
    FloatVector.fromArray(S, sums, at + 10 * V).add(s10).intoArray(sums, at + 10 * V);
    FloatVector.fromArray(S, sums, at + 11 * V).add(s11).intoArray(sums, at + 11 * V);
  }
}
