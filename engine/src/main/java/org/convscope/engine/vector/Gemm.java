package org.convscope.engine.vector;

import java.util.Arrays;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * Matrix product of the last two axes. Few rows against a transposed matrix (dense layers) stream
 * that matrix once and as it is, see {@link DotRows} and {@link DenseRows}; everything else is a
 * pointwise convolution whose pixels are the rows of A.
 */
record Gemm(Workers workers, Buffers buffers) {
  /**
   * Up to this many rows of A, B is read as it is instead of packed: AlexNet's dense layers of 4096
   * outputs take 1.0 instead of 1.7 ms per image at batch 32 (one thread, 512 bits, both builds in
   * turn in one process that is not kept), and weights are not kept twice.
   */
  private static final int FEW_ROWS = 64;

  /**
   * From this many rows of A on, lanes are rows of A: at 8, both take as long, at 9 and 12 the same
   * layers take 1.2 and 1.3 times as long without.
   */
  private static final int LANES_OF_ROWS = 9;

  private record Key(int matrix, boolean transposed) {}

  Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
    int m = a.shape().dim(transposeA ? -1 : -2);
    int k = a.shape().dim(transposeA ? -2 : -1);
    int n = b.shape().dim(transposeB ? -2 : -1);
    Shape leadA = leading(a.shape());
    Shape leadB = leading(b.shape());
    Shape lead = leadA.broadcast(leadB);
    int[] dims = Arrays.copyOf(lead.dims(), lead.rank() + 2);
    dims[lead.rank()] = m;
    dims[lead.rank() + 1] = n;
    float[] out = buffers.take(Shape.of(dims).size());
    float[] p = a.floats();
    float[] q = b.floats();
    for (int i = 0; i < lead.size(); i++) {
      int atA = position(i, lead, leadA) * m * k;
      int matrixB = position(i, lead, leadB);
      boolean rows = transposeB && !transposeA;
      if (rows && m < LANES_OF_ROWS) {
        new DotRows(p, atA, q, matrixB * n * k, out, i * m * n, m, n, k).run(workers);
      } else if (rows && m <= FEW_ROWS && n >= DenseRows.TILE) {
        new DenseRows(p, atA, q, matrixB * n * k, out, i * m * n, m, n, k).run(workers, buffers);
      } else {
        Panels panels =
            Packed.of(
                b,
                new Key(matrixB, transposeB),
                buffers,
                arrays -> new Panels(q, matrixB * n * k, k, n, transposeB, workers, arrays));
        multiply(p, atA, transposeA, panels, out, i * m * n, m, n, k);
        Packed.release(b, panels, buffers);
      }
    }
    return Tensor.of(Shape.of(dims), out);
  }

  private void multiply(
      float[] a,
      int at,
      boolean transposed,
      Panels panels,
      float[] out,
      int to,
      int m,
      int n,
      int k) {
    int blocks = Blocked.groups(k);
    float[] packed = buffers.take(blocks * Blocked.LANES * m);
    workers.forEach(blocks, block -> packA(a, at, transposed, packed, block, m, k));
    Padded form = new Padded(Blocked.LANES, blocks, 1, m, 0, 1, 1, 0, 1, 1, m);
    Taps taps = Taps.of(blocks, form.blockPitch(), Blocked.LANES, new int[] {0}, new int[] {0});
    float[] init = new float[Blocked.groups(n) * Blocked.LANES];
    boolean direct = n % Blocked.LANES == 0;
    int plane = m * Blocked.LANES;
    float[] result = direct ? out : buffers.take(Blocked.groups(n) * plane);
    Target target =
        direct
            ? new Target(out, to, 0, Blocked.LANES, m * n, n)
            : new Target(result, 0, 0, plane, plane, Blocked.LANES);
    new Sweep(packed, form, plane, taps, panels, init, target, 1, m).run(1, workers);
    if (!direct) {
      workers.forEach(m, row -> unpack(result, out, to, row, m, n));
      buffers.recycle(result);
    }
    buffers.recycle(packed);
  }

  private static void packA(
      float[] a, int at, boolean transposed, float[] packed, int block, int m, int k) {
    int first = block * Blocked.LANES;
    int lanes = Math.min(Blocked.LANES, k - first);
    for (int row = 0; row < m; row++) {
      int to = (block * m + row) * Blocked.LANES;
      if (transposed) {
        for (int lane = 0; lane < lanes; lane++) {
          packed[to + lane] = a[at + (first + lane) * m + row];
        }
      } else {
        System.arraycopy(a, at + row * k + first, packed, to, lanes);
      }
      Arrays.fill(packed, to + lanes, to + Blocked.LANES, 0f);
    }
  }

  private static void unpack(float[] blocked, float[] out, int to, int row, int m, int n) {
    for (int c = 0; c < n; c += Blocked.LANES) {
      System.arraycopy(
          blocked,
          c * m + row * Blocked.LANES,
          out,
          to + row * n + c,
          Math.min(Blocked.LANES, n - c));
    }
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  /** Which of an operand's matrices matrix {@code i} of the result is made of. */
  private static int position(int i, Shape result, Shape operand) {
    int[] strides = operand.strides();
    int position = 0;
    int rest = i;
    for (int axis = result.rank() - 1; axis >= 0; axis--) {
      int index = rest % result.dim(axis);
      rest /= result.dim(axis);
      int own = axis - (result.rank() - operand.rank());
      if (own >= 0 && operand.dim(own) > 1) {
        position += index * strides[own];
      }
    }
    return position;
  }
}
