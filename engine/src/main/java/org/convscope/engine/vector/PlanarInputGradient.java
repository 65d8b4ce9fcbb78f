package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Tensor;

/**
 * One phase of the gradient of a first layer by its input, which has few channels: the lanes are
 * filters and are added up at the end, since as a block of 16 input channels most lanes would be
 * idle. The result is planar.
 *
 * @param in the padded output gradient
 * @param taps where the output gradients of one input pixel lie
 * @param weights by channel, block of filters, tap and lane
 * @param out the planar result
 * @param width pixels of a row
 */
record PlanarInputGradient(float[] in, Taps taps, float[] weights, Target out, int width) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Pixels of a tile: eight independent sums hide the latency of an FMA. */
  private static final int TILE = 8;

  /** Computes one row of one channel; {@code source} and {@code target} are its first pixels. */
  void row(int channel, int source, int target) {
    float[] sums = new float[TILE * V];
    int perSegment = taps.run() / Blocked.LANES;
    int perChannel = taps.off().length * taps.run();
    for (int done = 0; done < width; ) {
      int pixels = Math.min(TILE, width - done);
      int x = width >= TILE ? Math.min(done, width - TILE) : done;
      Arrays.fill(sums, 0f);
      for (int lane = 0; lane < Blocked.LANES; lane += V) {
        int w = channel * perChannel + lane;
        int at = source + x * Blocked.LANES + lane;
        if (width >= TILE) {
          tile(at, w, perSegment, sums);
        } else {
          for (int i = 0; i < pixels; i++) {
            pixel(at + i * Blocked.LANES, w, perSegment, sums, i * V);
          }
        }
      }
      int count = width >= TILE ? TILE : pixels;
      for (int i = 0; i < count; i++) {
        out.data()[target + (x + i) * out.step()] = lanes(sums, i * V);
      }
      done = x + count;
    }
  }

  private void tile(int at, int w, int perSegment, float[] sums) {
    FloatVector a0 = FloatVector.zero(S);
    FloatVector a1 = FloatVector.zero(S);
    FloatVector a2 = FloatVector.zero(S);
    FloatVector a3 = FloatVector.zero(S);
    FloatVector a4 = FloatVector.zero(S);
    FloatVector a5 = FloatVector.zero(S);
    FloatVector a6 = FloatVector.zero(S);
    FloatVector a7 = FloatVector.zero(S);
    int[] off = taps.off();
    int count = off.length * perSegment;
    int segment = 0;
    int left = perSegment;
    int x = at + off[0];
    for (int t = 0; t < count; t++) {
      FloatVector k = FloatVector.fromArray(S, weights, w + t * 16);
      a0 = FloatVector.fromArray(S, in, x).fma(k, a0);
      a1 = FloatVector.fromArray(S, in, x + 16).fma(k, a1);
      a2 = FloatVector.fromArray(S, in, x + 32).fma(k, a2);
      a3 = FloatVector.fromArray(S, in, x + 48).fma(k, a3);
      a4 = FloatVector.fromArray(S, in, x + 64).fma(k, a4);
      a5 = FloatVector.fromArray(S, in, x + 80).fma(k, a5);
      a6 = FloatVector.fromArray(S, in, x + 96).fma(k, a6);
      a7 = FloatVector.fromArray(S, in, x + 112).fma(k, a7);
      x += 16;
      if (--left == 0) {
        left = perSegment;
        segment++;
        x = segment < off.length ? at + off[segment] : 0;
      }
    }
    a0.add(FloatVector.fromArray(S, sums, 0)).intoArray(sums, 0);
    a1.add(FloatVector.fromArray(S, sums, V)).intoArray(sums, V);
    a2.add(FloatVector.fromArray(S, sums, 2 * V)).intoArray(sums, 2 * V);
    a3.add(FloatVector.fromArray(S, sums, 3 * V)).intoArray(sums, 3 * V);
    a4.add(FloatVector.fromArray(S, sums, 4 * V)).intoArray(sums, 4 * V);
    a5.add(FloatVector.fromArray(S, sums, 5 * V)).intoArray(sums, 5 * V);
    a6.add(FloatVector.fromArray(S, sums, 6 * V)).intoArray(sums, 6 * V);
    a7.add(FloatVector.fromArray(S, sums, 7 * V)).intoArray(sums, 7 * V);
  }

  private void pixel(int at, int w, int perSegment, float[] sums, int to) {
    FloatVector a = FloatVector.fromArray(S, sums, to);
    for (int t = 0; t < taps.off().length * perSegment; t++) {
      int x = at + taps.off()[t / perSegment] + t % perSegment * Blocked.LANES;
      a = FloatVector.fromArray(S, in, x).fma(FloatVector.fromArray(S, weights, w + t * 16), a);
    }
    a.intoArray(sums, to);
  }

  /** The sum of the lanes in a fixed order. */
  private static float lanes(float[] v, int at) {
    float a = v[at];
    float b = v[at + 1];
    float c = v[at + 2];
    float d = v[at + 3];
    for (int i = 4; i < V; i += 4) {
      a += v[at + i];
      b += v[at + i + 1];
      c += v[at + i + 2];
      d += v[at + i + 3];
    }
    return (a + b) + (c + d);
  }

  /** Weights [O×C×kH×kW], the selected taps, by channel, block of filters, tap and lane. */
  static float[] pack(Tensor weight, Panels.Selection taps) {
    int filters = weight.shape().dim(0);
    int channels = weight.shape().dim(1);
    int kernelWidth = weight.shape().dim(3);
    int all = weight.shape().dim(2) * kernelWidth;
    int blocks = Blocked.groups(filters);
    int selected = taps.rows().length * taps.columns().length;
    float[] w = weight.floats();
    float[] packed = new float[channels * blocks * selected * Blocked.LANES];
    for (int c = 0; c < channels; c++) {
      for (int f = 0; f < filters; f++) {
        int to = (c * blocks + f / Blocked.LANES) * selected * Blocked.LANES + f % Blocked.LANES;
        for (int row : taps.rows()) {
          for (int column : taps.columns()) {
            packed[to] = w[(f * channels + c) * all + row * kernelWidth + column];
            to += Blocked.LANES;
          }
        }
      }
    }
    return packed;
  }
}
