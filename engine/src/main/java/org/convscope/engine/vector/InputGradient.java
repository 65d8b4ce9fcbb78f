package org.convscope.engine.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.ChannelSlice;
import org.convscope.engine.GradientEpilogue;
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
 * @param winograd use {@link Winograd} where it is faster
 */
record InputGradient(Workers workers, Buffers buffers, boolean winograd) {

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
   * What the phases read.
   *
   * @param in the output gradient in {@code form}
   * @param planes the output gradient
   * @param span its blocks that count
   */
  private record Source(float[] in, Padded form, Planes planes, Span span) {
    /** The taps of a phase. */
    Taps taps(Phase v, Phase h) {
      int start = form.start(planes);
      int[] rows =
          v.origins().stream().mapToInt(o -> start + (o - form.top()) * form.rowPitch()).toArray();
      int[] columns = h.origins().stream().mapToInt(o -> form.column(o - form.left())).toArray();
      return Taps.of(form.blocks(), form.blockPitch(), Blocked.LANES, rows, columns);
    }

    /** The form of whole images. */
    Padded images() {
      return form.of(planes);
    }
  }

  /** True where {@link #run} can read the slice where it lies and end the gradient as it stores. */
  static boolean applies(ChannelSlice gy, Window window, Shape input) {
    boolean readable = gy.isWhole() || (window.groups() == 1 && Planes.hold(gy));
    return readable && !isPlanar(input, window);
  }

  /** The gradient by an input of shape {@code input}. */
  Tensor run(Tensor gy, Tensor weight, Window window, Shape input) {
    int channels = input.dim(1);
    if (PointwisePlanes.applies(window, gy.shape().dim(1), channels)) {
      return new PointwisePlanes(workers, buffers)
          .run(
              gy,
              new PointwisePlanes.Weights(weight.floats(), 1, channels),
              new float[channels],
              false,
              input);
    }
    return isPlanar(input, window)
        ? new PlanarInputGradient(workers, buffers).run(gy, weight, window, input)
        : run(ChannelSlice.all(gy), weight, window, input, GradientEpilogue.NONE);
  }

  /** The same of some channels and with an end, where that {@link #applies}. */
  Tensor run(
      ChannelSlice gy, Tensor weight, Window window, Shape input, GradientEpilogue epilogue) {
    Target out = target(input, epilogue);
    if (winograd && Winograd.tile(window, input, gy.length()).isPresent()) {
      Winograd.Filters turned = new Winograd.Filters(weight, true, window);
      float[] none = new float[Blocked.groups(input.dim(1)) * Blocked.LANES];
      new Winograd(workers, buffers).run(Planes.of(gy), gy.shape(), turned, none, out, input);
    } else {
      direct(gy, weight, window, out, input);
    }
    return Tensor.blocked(input, out.data());
  }

  private static boolean isPlanar(Shape input, Window window) {
    return window.groups() == 1 && input.dim(1) <= ForwardConvolution.PLANAR_CHANNELS;
  }

  private Target target(Shape input, GradientEpilogue epilogue) {
    int row = input.dim(3) * Blocked.LANES;
    int plane = input.dim(2) * row;
    return new Target(
        buffers.take(Blocked.length(input)),
        0,
        Blocked.groups(input.dim(1)) * plane,
        plane,
        row,
        Blocked.LANES,
        epilogue.sum().map(Tensor::blocked).orElse(null),
        epilogue.rectified().map(Tensor::blocked).orElse(null),
        false);
  }

  private void direct(ChannelSlice gy, Tensor weight, Window window, Target out, Shape input) {
    Planes planes = Planes.of(gy);
    List<Phase> vertical = Phase.of(window.h(), input.dim(2));
    List<Phase> horizontal = Phase.of(window.w(), input.dim(3));
    Padded form = padded(gy.shape(), vertical, horizontal);
    float[] in = form.apply(planes, input.dim(0), workers, buffers);
    Source source = new Source(in, form, planes, Span.of(planes, gy.shape()));
    for (Phase v : vertical) {
      for (Phase h : horizontal) {
        if (v.count() > 0 && h.count() > 0) {
          phase(source, v, h, weight, window, out, input);
        }
      }
    }
    form.release(planes.data(), in, buffers);
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
      Source source, Phase v, Phase h, Tensor weight, Window window, Target whole, Shape input) {
    Target out =
        new Target(
            whole.data(),
            v.first() * whole.row() + h.first() * Blocked.LANES,
            whole.image(),
            whole.block(),
            window.h().stride() * whole.row(),
            window.w().stride() * Blocked.LANES,
            whole.residual(),
            whole.gate(),
            false);
    if (v.taps().isEmpty() || h.taps().isEmpty()) {
      unreached(out, input, v.count(), h.count());
      return;
    }
    Taps taps = source.taps(v, h);
    Padded form = source.images();
    float[] init = new float[Blocked.groups(input.dim(1)) * Blocked.LANES];
    PanelsKey key = new PanelsKey(window.groups(), v.taps(), h.taps());
    if (Depthwise.applies(weight.shape(), window)) {
      float[] packed = weight.derived(key, () -> Depthwise.pack(weight, selection(v, h)));
      new Depthwise(
              source.in(), form, form.rowPitch(), taps, packed, init, out, v.count(), h.count())
          .run(input.dim(0), workers);
    } else {
      Panels panels =
          Packed.of(weight, key, buffers, arrays -> pack(weight, window, selection(v, h), arrays));
      Panels read =
          panels.within(
              source.span().from(), source.span().to(), v.taps().size() * h.taps().size());
      new Sweep(source.in(), form, form.rowPitch(), taps, read, init, out, v.count(), h.count())
          .run(input.dim(0), workers);
      Packed.release(weight, panels, buffers);
    }
  }

  private Panels pack(
      Tensor weight, Window window, Panels.Selection taps, IntFunction<float[]> arrays) {
    return new Panels(weight, window.groups(), true, Blocked.LANES, taps, workers, arrays);
  }

  private static Panels.Selection selection(Phase v, Phase h) {
    return new Panels.Selection(
        v.taps().stream().mapToInt(i -> i).toArray(), h.taps().stream().mapToInt(i -> i).toArray());
  }

  /** Positions that no tap meets: what is added, if anything, is all that comes back to them. */
  private void unreached(Target out, Shape input, int rows, int width) {
    TileEnd end = new TileEnd(out, null);
    int blocks = Blocked.groups(input.dim(1));
    workers.forEach(
        input.dim(0) * blocks,
        plane -> {
          for (int y = 0; y < rows; y++) {
            int row = out.at() + plane * out.block() + y * out.row();
            for (int x = 0; x < width; x++) {
              int o = row + x * out.step();
              Arrays.fill(out.data(), o, o + Blocked.LANES, 0f);
            }
            end.finish(row, width);
          }
        });
  }
}
