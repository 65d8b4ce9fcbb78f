package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/** Concatenation and slicing of blocked tensors along channels, in whole blocks. */
record Arrangement(Workers workers, Buffers buffers) {
  /** Numbers of a piece: enough to be worth a task. */
  private static final int PIECE = 1 << 15;

  /** True if every part but the last ends at a block's end. */
  static boolean concatenates(List<Tensor> parts, int axis) {
    boolean aligned = axis == 1;
    for (int i = 0; i < parts.size(); i++) {
      Tensor part = parts.get(i);
      aligned &= part.shape().rank() == 4 && part.isBlocked();
      aligned &= i == parts.size() - 1 || part.shape().dim(1) % Blocked.LANES == 0;
    }
    return aligned;
  }

  Tensor concat(List<Tensor> parts) {
    int channels = parts.stream().mapToInt(p -> p.shape().dim(1)).sum();
    Shape shape = parts.get(0).shape().with(1, channels);
    float[] out = buffers.take(Blocked.length(shape));
    int image = out.length / Math.max(1, shape.dim(0));
    int at = 0;
    for (Tensor part : parts) {
      float[] in = part.blocked();
      int length = in.length / Math.max(1, shape.dim(0));
      int to = at;
      workers.forEach(
          shape.dim(0), n -> System.arraycopy(in, n * length, out, n * image + to, length));
      at += length;
    }
    return Tensor.blocked(shape, out);
  }

  /** True for channels of a blocked tensor. */
  static boolean narrows(Tensor x, int axis, int start, int length) {
    return axis == 1
        && x.shape().rank() == 4
        && x.isBlocked()
        && start >= 0
        && start <= x.shape().dim(1) - length;
  }

  /** Whole blocks as they are, channels that begin or end inside of one as planes. */
  Tensor narrow(Tensor x, int start, int length) {
    Shape shape = x.shape().with(1, length);
    boolean whole = length % Blocked.LANES == 0 || start + length == x.shape().dim(1);
    return start % Blocked.LANES == 0 && whole ? blocks(x, start, shape) : planes(x, start, shape);
  }

  private Tensor planes(Tensor x, int start, Shape shape) {
    float[] in = x.blocked();
    float[] out = buffers.take(shape.size());
    int length = shape.dim(1);
    int pixels = shape.dim(2) * shape.dim(3);
    int groups = Blocked.groups(x.shape().dim(1));
    workers.forEach(
        shape.dim(0) * length,
        plane -> {
          int from = first(groups, pixels, plane / length, start + plane % length);
          for (int i = 0; i < pixels; i++) {
            out[plane * pixels + i] = in[from + i * Blocked.LANES];
          }
        });
    return Tensor.of(shape, out);
  }

  /** Zeros but for y's channels, from {@code start} on: the adjoint of {@link #narrow}. */
  Tensor widen(Tensor y, int start, Shape whole) {
    float[] in = y.floats();
    float[] out = buffers.take(Blocked.length(whole));
    int length = y.shape().dim(1);
    int pixels = whole.dim(2) * whole.dim(3);
    int groups = Blocked.groups(whole.dim(1));
    workers.forEach(
        whole.dim(0) * groups,
        block -> {
          int at = block * pixels * Blocked.LANES;
          Arrays.fill(out, at, at + pixels * Blocked.LANES, 0f);
          int n = block / groups;
          int from = block % groups * Blocked.LANES;
          int end = Math.min(from + Blocked.LANES, start + length);
          for (int c = Math.max(from, start); c < end; c++) {
            int source = (n * length + c - start) * pixels;
            int to = first(groups, pixels, n, c);
            for (int i = 0; i < pixels; i++) {
              out[to + i * Blocked.LANES] = in[source + i];
            }
          }
        });
    return Tensor.blocked(whole, out);
  }

  /** Where the first pixel of a channel of image {@code n} is. */
  private static int first(int groups, int pixels, int n, int channel) {
    int block = n * groups + channel / Blocked.LANES;
    return block * pixels * Blocked.LANES + channel % Blocked.LANES;
  }

  private Tensor blocks(Tensor x, int start, Shape shape) {
    int length = shape.dim(1);
    float[] in = x.blocked();
    float[] out = buffers.take(Blocked.length(shape));
    int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    int from = Blocked.groups(x.shape().dim(1)) * plane;
    int to = Blocked.groups(length) * plane;
    int first = start / Blocked.LANES * plane;
    copy(shape.dim(0), in, first, from, out, 0, to, to);
    return Tensor.blocked(shape, out);
  }

  /** Copies {@code length} numbers per image, in pieces that several threads can share. */
  private void copy(
      int images,
      float[] in,
      int from,
      int inPitch,
      float[] out,
      int to,
      int outPitch,
      int length) {
    int pieces = Math.max(1, length / PIECE);
    workers.forEach(
        images * pieces,
        task -> {
          int n = task / pieces;
          int begin = (int) ((long) length * (task % pieces) / pieces);
          int end = (int) ((long) length * (task % pieces + 1) / pieces);
          System.arraycopy(
              in, n * inPitch + from + begin, out, n * outPitch + to + begin, end - begin);
        });
  }
}
