package org.convscope.engine.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Gradient of convolution by its input: the same sweeps over the output gradient, with weights from
 * O to C.
 *
 * <p>Input position i meets tap k at output position {@code p = (i + pad − k·dilation)/stride} if
 * that is whole. All positions of one phase {@code (i + pad) mod stride} meet the same taps at
 * consecutive p, so each phase is a convolution at stride 1 whose results lie {@code stride} apart:
 * no zeros are inserted and nothing is added twice.
 *
 * @param winograd used where it applies, if given
 */
record InputGradient(Workers workers, Buffers buffers, Optional<Winograd> winograd) {

  private enum Transformed {
    TURNED
  }

  private record PanelsKey(int groups, List<Integer> rows, List<Integer> columns) {}

  /**
   * One phase of an axis.
   *
   * @param first first input position
   * @param count number of input positions
   * @param taps taps that these positions meet, last first
   * @param origins output position that the first input position meets at each tap
   */
  private record Phase(int first, int count, List<Integer> taps, List<Integer> origins) {

    static List<Phase> of(Window.Axis axis, int input) {
      Phase[] phases = new Phase[axis.stride()];
      for (int phase = 0; phase < phases.length; phase++) {
        int first = Math.floorMod(phase - axis.padBegin(), axis.stride());
        int count = first < input ? (input - 1 - first) / axis.stride() + 1 : 0;
        List<Integer> taps = new ArrayList<>();
        List<Integer> origins = new ArrayList<>();
        for (int k = axis.kernel() - 1; k >= 0; k--) {
          int distance = first + axis.padBegin() - k * axis.dilation();
          if (Math.floorMod(distance, axis.stride()) == 0) {
            taps.add(k);
            origins.add(Math.floorDiv(distance, axis.stride()));
          }
        }
        phases[phase] = new Phase(first, count, taps, origins);
      }
      return Arrays.asList(phases);
    }

    int lowest() {
      return origins.stream().mapToInt(i -> i).min().orElse(0);
    }

    int highest() {
      return origins.stream().mapToInt(i -> i + count - 1).max().orElse(0);
    }
  }

  /**
   * The blocks of channels of an output gradient that are not zero in all images, {@code from} to
   * {@code to}: a seed is one unit or one channel of many, and what is zero adds nothing.
   */
  private record Span(int from, int to) {

    static Span of(float[] gy, Shape shape) {
      int from = 0;
      int to = Blocked.groups(shape.dim(1));
      while (from < to && isZero(gy, shape, from)) {
        from++;
      }
      while (to > from && isZero(gy, shape, to - 1)) {
        to--;
      }
      return new Span(from, to);
    }

    private static boolean isZero(float[] gy, Shape shape, int block) {
      int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
      for (int n = 0; n < shape.dim(0); n++) {
        int at = (n * Blocked.groups(shape.dim(1)) + block) * plane;
        for (int i = at; i < at + plane; i++) {
          if (gy[i] != 0) {
            return false;
          }
        }
      }
      return true;
    }
  }

  Tensor run(Tensor gy, Tensor weight, Window window, Shape input) {
    if (winograd.isPresent() && Winograd.applies(window, input, gy.shape().dim(1))) {
      return transformed(winograd.get(), gy, weight, window, input);
    }
    if (isPlanar(input, window)) {
      return new PlanarInputGradient(workers, buffers).run(gy, weight, window, input);
    }
    List<Phase> vertical = Phase.of(window.h(), input.dim(2));
    List<Phase> horizontal = Phase.of(window.w(), input.dim(3));
    Padded form = padded(gy.shape(), vertical, horizontal);
    float[] from = gy.blocked();
    float[] in = form.apply(from, input.dim(0), workers, buffers);
    float[] gx = buffers.take(Blocked.length(input));
    Span span = Span.of(from, gy.shape());
    for (Phase v : vertical) {
      for (Phase h : horizontal) {
        if (v.count() > 0 && h.count() > 0) {
          phase(in, form, span, v, h, weight, window, gx, input);
        }
      }
    }
    form.release(from, in, buffers);
    return Tensor.blocked(input, gx);
  }

  /** At stride 1, a convolution with the filters turned round. */
  private Tensor transformed(
      Winograd algorithm, Tensor gy, Tensor weight, Window window, Shape input) {
    WinogradWeights turned =
        Packed.of(
            weight,
            Transformed.TURNED,
            buffers,
            arrays -> new WinogradWeights(weight, true, workers, arrays));
    float[] gx = buffers.take(Blocked.length(input));
    int blocks = Blocked.groups(input.dim(1));
    int row = input.dim(3) * Blocked.LANES;
    int plane = input.dim(2) * row;
    Target out = new Target(gx, 0, blocks * plane, plane, row, Blocked.LANES, null, false);
    int top = window.h().kernel() - 1 - window.h().padBegin();
    int left = window.w().kernel() - 1 - window.w().padBegin();
    algorithm.run(gy, top, left, turned, new float[blocks * Blocked.LANES], out, input);
    Packed.release(weight, turned, buffers);
    return Tensor.blocked(input, gx);
  }

  private static boolean isPlanar(Shape input, Window window) {
    return window.groups() == 1 && input.dim(1) <= ForwardConvolution.PLANAR_CHANNELS;
  }

  private static Padded padded(Shape gy, List<Phase> vertical, List<Phase> horizontal) {
    int top = lowest(vertical);
    int left = lowest(horizontal);
    return new Padded(
        Blocked.LANES,
        Blocked.groups(gy.dim(1)),
        gy.dim(2),
        gy.dim(3),
        top,
        1,
        highest(vertical) - top + 1,
        left,
        1,
        1,
        highest(horizontal) - left + 1);
  }

  /** First output position that any phase reads, but at most 0, so that nothing is cropped. */
  private static int lowest(List<Phase> phases) {
    return Math.min(0, phases.stream().mapToInt(Phase::lowest).min().orElse(0));
  }

  private static int highest(List<Phase> phases) {
    return phases.stream().mapToInt(Phase::highest).max().orElse(0);
  }

  private void phase(
      float[] in,
      Padded form,
      Span span,
      Phase v,
      Phase h,
      Tensor weight,
      Window window,
      float[] gx,
      Shape input) {
    int pixel = window.w().stride() * Blocked.LANES;
    int row = input.dim(3) * Blocked.LANES;
    int plane = input.dim(2) * row;
    Target out =
        new Target(
            gx,
            v.first() * row + h.first() * Blocked.LANES,
            Blocked.groups(input.dim(1)) * plane,
            plane,
            window.h().stride() * row,
            pixel,
            null,
            false);
    if (v.taps().isEmpty() || h.taps().isEmpty()) {
      clear(out, input, v.count(), h.count());
      return;
    }
    Taps taps = taps(form, v, h);
    float[] init = new float[Blocked.groups(input.dim(1)) * Blocked.LANES];
    PanelsKey key = new PanelsKey(window.groups(), v.taps(), h.taps());
    if (Depthwise.applies(weight.shape(), window)) {
      float[] packed = weight.derived(key, () -> Depthwise.pack(weight, selection(v, h)));
      new Depthwise(in, form, form.rowPitch(), taps, packed, init, out, v.count(), h.count())
          .run(input.dim(0), workers);
    } else {
      Panels panels =
          Packed.of(weight, key, buffers, arrays -> pack(weight, window, selection(v, h), arrays));
      Panels read = panels.within(span.from(), span.to(), v.taps().size() * h.taps().size());
      new Sweep(in, form, form.rowPitch(), taps, read, init, out, v.count(), h.count())
          .run(input.dim(0), workers);
      Packed.release(weight, panels, buffers);
    }
  }

  private Panels pack(
      Tensor weight, Window window, Panels.Selection taps, IntFunction<float[]> arrays) {
    return new Panels(weight, window.groups(), true, Blocked.LANES, taps, workers, arrays);
  }

  private static Taps taps(Padded form, Phase v, Phase h) {
    int[] rows = v.origins().stream().mapToInt(o -> (o - form.top()) * form.rowPitch()).toArray();
    int[] columns = h.origins().stream().mapToInt(o -> form.column(o - form.left())).toArray();
    return Taps.of(form.blocks(), form.blockPitch(), Blocked.LANES, rows, columns);
  }

  private static Panels.Selection selection(Phase v, Phase h) {
    return new Panels.Selection(
        v.taps().stream().mapToInt(i -> i).toArray(), h.taps().stream().mapToInt(i -> i).toArray());
  }

  /** Positions that no tap meets. */
  private void clear(Target out, Shape input, int rows, int width) {
    int blocks = Blocked.groups(input.dim(1));
    workers.forEach(
        input.dim(0) * blocks,
        plane -> {
          for (int y = 0; y < rows; y++) {
            for (int x = 0; x < width; x++) {
              int o = out.at() + plane * out.block() + y * out.row() + x * out.step();
              Arrays.fill(out.data(), o, o + Blocked.LANES, 0f);
            }
          }
        });
  }
}
