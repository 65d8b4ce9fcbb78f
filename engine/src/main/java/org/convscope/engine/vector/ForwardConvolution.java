package org.convscope.engine.vector;

import java.util.Optional;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Direct 2-D convolution of any geometry: pad and split by column phase, then one sweep of register
 * tiles at stride 1. The epilogue happens where the results are stored.
 */
record ForwardConvolution(Workers workers, Buffers buffers) {
  /** Inputs of at most this many channels are read as they are, planar: first layers. */
  static final int PLANAR_CHANNELS = 4;

  private record PanelsKey(int groups, int unit) {}

  Tensor run(Tensor x, Tensor weight, Optional<Tensor> bias, Window window, Epilogue epilogue) {
    Shape shape = window.convolved(x.shape(), weight.shape());
    float[] y = buffers.take(Blocked.length(shape));
    int rows = shape.dim(2);
    int width = shape.dim(3);
    int plane = rows * width * Blocked.LANES;
    int blocks = Blocked.groups(shape.dim(1));
    Target out =
        new Target(
            y,
            0,
            blocks * plane,
            plane,
            width * Blocked.LANES,
            Blocked.LANES,
            epilogue.residual().map(Tensor::blocked).orElse(null),
            epilogue.relu());
    boolean planar = isPlanar(x.shape(), window, shape);
    int unit = planar ? 1 : Blocked.LANES;
    int inBlocks = planar ? x.shape().dim(1) : Blocked.groups(x.shape().dim(1));
    Padded form = Padded.of(window, unit, inBlocks, x.shape().dim(2), x.shape().dim(3));
    float[] from = planar ? x.floats() : x.blocked();
    float[] in = form.apply(from, x.shape().dim(0), workers, buffers);
    Taps taps = Taps.of(window, form);
    float[] init = Channels.padded(bias, shape.dim(1));
    int inRow = form.outputRow(window);
    if (Depthwise.applies(weight.shape(), window)) {
      float[] packed =
          weight.derived(Depthwise.Weights.FORWARD, () -> Depthwise.pack(weight, all(window)));
      new Depthwise(in, form, inRow, taps, packed, init, out, rows, width)
          .run(x.shape().dim(0), workers);
    } else {
      Panels panels =
          weight.derived(new PanelsKey(window.groups(), unit), () -> pack(weight, window, unit));
      new Sweep(in, form, inRow, taps, panels, init, out, rows, width)
          .run(x.shape().dim(0), workers);
    }
    form.release(from, in, buffers);
    return Tensor.blocked(shape, y);
  }

  private Panels pack(Tensor weight, Window window, int unit) {
    return new Panels(weight, window.groups(), false, unit, all(window), workers);
  }

  private static Panels.Selection all(Window window) {
    return Panels.Selection.all(window.h().kernel(), window.w().kernel());
  }

  /** Planar tiles are one panel wide and have no short forms. */
  private static boolean isPlanar(Shape x, Window window, Shape y) {
    return x.dim(1) <= PLANAR_CHANNELS
        && window.groups() == 1
        && Blocked.groups(y.dim(1)) * Blocked.LANES % Lanes.PANEL == 0
        && y.dim(3) >= Cover.PLANAR.longest();
  }
}
