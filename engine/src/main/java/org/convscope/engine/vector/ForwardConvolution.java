package org.convscope.engine.vector;

import java.util.List;
import java.util.Optional;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Direct 2-D convolution of any geometry: pad and split by column phase, then one sweep of register
 * tiles at stride 1. The epilogue happens where the results are stored.
 *
 * @param winograd use {@link Winograd} where it is faster; without it, values are summed in the
 *     order by which rectifiers and maxima decide as PyTorch's do
 */
record ForwardConvolution(Workers workers, Buffers buffers, boolean winograd) {
  /** Inputs of at most this many channels are read as they are, planar: first layers. */
  static final int PLANAR_CHANNELS = 4;

  private record PanelsKey(int groups, int unit) {}

  Tensor run(Tensor x, Tensor weight, Optional<Tensor> bias, Window window, Epilogue epilogue) {
    Shape shape = window.convolved(x.shape(), weight.shape());
    int channels = x.shape().dim(1);
    if (epilogue.residual().isEmpty() && PointwisePlanes.applies(window, channels, shape.dim(1))) {
      float[] shift = bias.map(Tensor::floats).orElseGet(() -> new float[shape.dim(1)]);
      return new PointwisePlanes(workers, buffers)
          .run(
              x,
              new PointwisePlanes.Weights(weight.floats(), channels, 1),
              shift,
              epilogue.relu(),
              shape);
    }
    float[] y = buffers.take(Blocked.length(shape));
    float[] residual = epilogue.residual().map(Tensor::blocked).orElse(null);
    ConvolutionCall call = new ConvolutionCall(x, weight, bias, window, epilogue.relu());
    into(call, target(y, 0, shape, shape, residual, epilogue.relu()));
    return Tensor.blocked(shape, y);
  }

  /** True if every result but the last ends at a block's end. */
  static boolean joins(List<ConvolutionCall> parts) {
    return parts.stream()
        .limit(parts.size() - 1)
        .allMatch(p -> p.weight().shape().dim(0) % Blocked.LANES == 0);
  }

  /** The results side by side, each computed where it belongs. */
  Tensor joined(List<ConvolutionCall> parts) {
    int channels = parts.stream().mapToInt(p -> p.weight().shape().dim(0)).sum();
    Shape shape = parts.get(0).shape().with(1, channels);
    float[] y = buffers.take(Blocked.length(shape));
    int at = 0;
    for (ConvolutionCall part : parts) {
      into(part, target(y, at, shape, part.shape(), null, part.relu()));
      at += part.weight().shape().dim(0) / Blocked.LANES * plane(shape);
    }
    return Tensor.blocked(shape, y);
  }

  /** Where a result of shape {@code part} goes in a blocked tensor of shape {@code whole}. */
  private static Target target(
      float[] y, int at, Shape whole, Shape part, float[] residual, boolean relu) {
    int plane = plane(part);
    int image = Blocked.groups(whole.dim(1)) * plane;
    int row = part.dim(3) * Blocked.LANES;
    return new Target(y, at, image, plane, row, Blocked.LANES, residual, null, relu);
  }

  /** Floats of a block of 16 channels of one image. */
  private static int plane(Shape shape) {
    return shape.dim(2) * shape.dim(3) * Blocked.LANES;
  }

  private void into(ConvolutionCall call, Target out) {
    Tensor x = call.x();
    Tensor weight = call.weight();
    Window window = call.window();
    Shape shape = call.shape();
    Warmup.await((long) shape.size() * weight.size() / weight.shape().dim(0));
    boolean transformed = Winograd.tile(window, shape, x.shape().dim(1)).isPresent();
    if (winograd && transformed) {
      Winograd.Filters filters = new Winograd.Filters(weight, false, window);
      Planes in = Planes.all(x.blocked(), Blocked.groups(x.shape().dim(1)));
      float[] bias = Channels.padded(call.bias(), shape.dim(1));
      new Winograd(workers, buffers).run(in, x.shape(), filters, bias, out, shape);
    } else {
      direct(call, out);
    }
  }

  private void direct(ConvolutionCall call, Target out) {
    Tensor x = call.x();
    Tensor weight = call.weight();
    Window window = call.window();
    Shape shape = call.shape();
    int rows = shape.dim(2);
    int width = shape.dim(3);
    boolean planar = isPlanar(x.shape(), window, shape);
    int unit = planar ? 1 : Blocked.LANES;
    int inBlocks = planar ? x.shape().dim(1) : Blocked.groups(x.shape().dim(1));
    Padded form = Padded.of(window, unit, inBlocks, x.shape().dim(2), x.shape().dim(3));
    float[] from = planar ? x.floats() : x.blocked();
    float[] in = form.apply(Planes.all(from, inBlocks), x.shape().dim(0), workers, buffers);
    Taps taps = Taps.of(window, form);
    float[] init = Channels.padded(call.bias(), shape.dim(1));
    int inRow = form.outputRow(window);
    if (Depthwise.applies(weight.shape(), window)) {
      float[] packed =
          weight.derived(Depthwise.Weights.FORWARD, () -> Depthwise.pack(weight, all(window)));
      new Depthwise(in, form, inRow, taps, packed, init, out, rows, width)
          .run(x.shape().dim(0), workers);
    } else {
      Panels panels = panels(weight, window, unit);
      PointwiseSegments.Part sweep =
          (w, b, to) -> new Sweep(in, form, inRow, taps, w, b, to, rows, width);
      boolean decisive = !winograd && !planar;
      if (decisive && PointwiseSegments.apply(window, inBlocks, shape, out)) {
        new PointwiseSegments(panels, init, buffers)
            .run(sweep, out, inBlocks, x.shape().dim(0), workers);
      } else {
        sweep.of(panels, init, out).run(x.shape().dim(0), workers);
      }
      Packed.release(weight, panels, buffers);
    }
    form.release(from, in, buffers);
  }

  /** Packed weights for input of {@code unit}; {@link Packed#release} them after use. */
  Panels panels(Tensor weight, Window window, int unit) {
    return Packed.of(
        weight,
        new PanelsKey(window.groups(), unit),
        buffers,
        arrays -> new Panels(weight, window.groups(), false, unit, all(window), workers, arrays));
  }

  private static Panels.Selection all(Window window) {
    return Panels.Selection.all(window.h().kernel(), window.w().kernel());
  }

  /** Planar tiles are one panel wide and have no short forms. */
  static boolean isPlanar(Shape x, Window window, Shape y) {
    return x.dim(1) <= PLANAR_CHANNELS
        && window.groups() == 1
        && Blocked.groups(y.dim(1)) * Blocked.LANES % Lanes.PANEL == 0
        && y.dim(3) >= Cover.PLANAR.longest();
  }
}
