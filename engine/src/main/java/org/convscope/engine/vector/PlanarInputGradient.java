package org.convscope.engine.vector;

import java.util.Arrays;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Gradient of a first layer by its input, which has few channels; as a block of 16 of them, most
 * lanes would be idle. The result is planar.
 *
 * <p>Register tiles compute what every pixel of an output row sends to each channel and tap; these
 * numbers are then added where they belong. 64 filters of 3×3×3 over 224×224 take 1.0 ms on one
 * thread (256 bits, a program that is not kept); kernel row by kernel row, whose numbers do not
 * fill the lanes, 1.3.
 */
record PlanarInputGradient(Workers workers, Buffers buffers) {

  /**
   * Kernels' heights that a task's rows have at least: the output rows at its ends are computed by
   * its neighbours as well.
   */
  private static final int LEAST_KERNELS = 4;

  private enum Weights {
    TO_TAPS
  }

  Tensor run(Tensor gy, Tensor weight, Window window, Shape input) {
    Rows rows = rows(gy.shape(), weight, window, input);
    int height = input.dim(2);
    int pitch = gy.shape().dim(3) * Blocked.LANES;
    int plane = gy.shape().dim(2) * pitch;
    int image = Blocked.groups(gy.shape().dim(1)) * plane;
    int pieces = workers.pieces(input.dim(0), height / (LEAST_KERNELS * window.h().kernel()));
    workers.forEach(
        input.dim(0) * pieces,
        task -> {
          int piece = task % pieces;
          int n = task / pieces;
          float[] scratch = buffers.take(rows.scratch());
          int from = height * piece / pieces;
          Source source = new Source(gy.blocked(), n * image, plane, pitch);
          rows.run(source, n, from, height * (piece + 1) / pieces, scratch);
          buffers.recycle(scratch);
        });
    return Tensor.of(input, rows.gx());
  }

  /** The rows of a gradient by an input, and an array for them. */
  Rows rows(Shape output, Tensor weight, Window window, Shape input) {
    Panels panels = weight.derived(Weights.TO_TAPS, () -> toTaps(weight));
    return new Rows(output, window, panels, buffers.take(input.size()), input);
  }

  /** The weights from filters to channels and taps, which is how they lie. */
  private Panels toTaps(Tensor weight) {
    int filters = weight.shape().dim(0);
    int taps = weight.shape().size(1, 4);
    return new Panels(weight.floats(), 0, filters, taps, false, workers, float[]::new);
  }

  /**
   * Where an image's output gradient is.
   *
   * @param at where row 0 of the first block is, or would be if it were there
   * @param plane floats from one block to the next
   * @param pitch floats from one row to the next
   */
  record Source(float[] in, int at, int plane, int pitch) {}

  /** What the rows of one gradient have in common. */
  record Rows(Shape output, Window window, Panels panels, float[] gx, Shape input) {

    /** Floats of the numbers that one output row sends. */
    int scratch() {
      return Blocked.groups(input.dim(1) * window.taps()) * Blocked.LANES * output.dim(3);
    }

    /** The first output row that sends to input row {@code from} or one behind it. */
    int first(int from) {
      Window.Axis h = window.h();
      int reach = (h.kernel() - 1) * h.dilation();
      return Math.max(0, -Math.floorDiv(reach - h.padBegin() - from, h.stride()));
    }

    /** The last output row that sends to an input row before {@code to}. */
    int last(int to) {
      Window.Axis h = window.h();
      return Math.min(output.dim(2) - 1, Math.floorDiv(to - 1 + h.padBegin(), h.stride()));
    }

    /** Computes rows {@code from} to {@code to} of all channels of image {@code n}. */
    void run(Source source, int n, int from, int to, float[] scratch) {
      int width = input.dim(3);
      int plane = input.dim(2) * width;
      int image = n * input.dim(1) * plane;
      for (int c = 0; c < input.dim(1); c++) {
        Arrays.fill(gx, image + c * plane + from * width, image + c * plane + to * width, 0f);
      }
      Window.Axis h = window.h();
      for (int y = first(from); y <= last(to); y++) {
        send(source, y, scratch);
        for (int ky = 0; ky < h.kernel(); ky++) {
          int row = y * h.stride() - h.padBegin() + ky * h.dilation();
          if (row >= from && row < to) {
            receive(scratch, ky, image + row * width, plane);
          }
        }
      }
    }

    /** What the pixels of output row {@code y} send, by channel and tap. */
    private void send(Source source, int y, float[] scratch) {
      int width = output.dim(3);
      int blocks = Blocked.groups(output.dim(1));
      int[] off = new int[blocks + Taps.AHEAD];
      for (int b = 0; b < blocks; b++) {
        off[b] = b * source.plane();
      }
      float[] in = source.in();
      int row = source.at() + y * source.pitch();
      float[] zeros = new float[Lanes.PANEL];
      int second = Lanes.VECTOR == Blocked.LANES ? width * Blocked.LANES : Lanes.VECTOR;
      for (int p = 0; p < panels.count(); p++) {
        int channel = p * Lanes.PANEL;
        int target = channel / Blocked.LANES * width * Blocked.LANES + channel % Blocked.LANES;
        Cover cover = panels.isSingle(p) ? Cover.SINGLES : Cover.PAIRS;
        for (int done = 0; done < width; ) {
          int pixels = cover.next(width - done, width);
          int x = Math.min(done, width - pixels);
          int at = row + x * Blocked.LANES;
          int to = target + x * Blocked.LANES;
          if (panels.isSingle(p)) {
            SingleTiles.run(
                pixels,
                in,
                at,
                off,
                0,
                blocks,
                panels.data(),
                panels.start(p),
                zeros,
                0,
                scratch,
                to,
                Float.NEGATIVE_INFINITY);
          } else {
            PairTiles.run(
                pixels,
                in,
                at,
                off,
                0,
                blocks,
                panels.data(),
                panels.start(p),
                zeros,
                0,
                scratch,
                to,
                second,
                Float.NEGATIVE_INFINITY);
          }
          done = x + pixels;
        }
      }
    }

    /** Adds what goes through kernel row {@code ky} to a row of all channels. */
    private void receive(float[] scratch, int ky, int row, int plane) {
      int kernel = window.w().kernel();
      for (int c = 0; c < input.dim(1); c++) {
        for (int kx = 0; kx < kernel; kx++) {
          add(scratch, (c * window.h().kernel() + ky) * kernel + kx, kx, row + c * plane);
        }
      }
    }

    /** Adds what goes through kernel column {@code kx} to a row of one channel. */
    private void add(float[] scratch, int sent, int kx, int row) {
      Window.Axis w = window.w();
      int shift = kx * w.dilation() - w.padBegin();
      int begin = Math.max(0, -Math.floorDiv(shift, w.stride()));
      int end = Math.min(output.dim(3), Math.floorDiv(input.dim(3) - 1 - shift, w.stride()) + 1);
      int from = sent / Blocked.LANES * output.dim(3) * Blocked.LANES + sent % Blocked.LANES;
      for (int x = begin; x < end; x++) {
        gx[row + x * w.stride() + shift] += scratch[from + x * Blocked.LANES];
      }
    }
  }
}
