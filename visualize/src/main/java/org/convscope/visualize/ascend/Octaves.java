package org.convscope.visualize.ascend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Tape;
import org.convscope.autograd.op.Interpolation;
import org.convscope.autograd.op.Resize;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Ascent from coarse to fine: at each size the detail that came so far is enlarged and added to the
 * photograph at that size (Mordvintsev et al. 2015).
 *
 * @param count number of sizes
 * @param factor from one size to the next
 */
public record Octaves(int count, double factor) {
  /** A single size. */
  public static final Octaves NONE = new Octaves(1, 1.4);

  public Octaves {
    if (count < 1 || !(factor > 1)) {
      throw new IllegalArgumentException(
          "octaves: at least 1 and a factor above 1 are needed, got %d and %s"
              .formatted(count, factor));
    }
  }

  /**
   * Climbs at every size.
   *
   * @param task at the last size; smaller images are shown to the network in their own size if it
   *     takes any, else enlarged to the view
   * @param anySize whether the network takes any size
   * @param from a photograph, or noise
   * @param watch told the steps of all octaves one after the other
   */
  public AscentResult run(
      AscentTask task,
      boolean anySize,
      AscentOptions options,
      Kernels kernels,
      CounterRandom random,
      Optional<Tensor> from,
      Watch watch) {
    Optional<Tensor> detail = Optional.empty();
    List<Double> curve = new ArrayList<>();
    AscentResult result = null;
    for (int i = 0; i < count; i++) {
      double scale = Math.pow(factor, i - count + 1.0);
      int height = Math.max(1, (int) Math.round(task.canvas().dim(2) * scale));
      int width = Math.max(1, (int) Math.round(task.canvas().dim(3) * scale));
      AscentTask.View view =
          anySize && count > 1 ? new AscentTask.View(height, width) : task.view();
      AscentTask sized = count == 1 ? task : task.withSize(height, width, view);
      Optional<Tensor> base = from.map(f -> resized(kernels, f, height, width));
      Optional<Tensor> start = sum(base, detail.map(d -> resized(kernels, d, height, width)));
      int done = curve.size();
      result =
          new Ascent(sized, options, kernels, random.stream(i))
              .run(start, (step, score, image) -> watch.goOn(done + step, score, image));
      curve.addAll(result.curve());
      Tensor image = result.image();
      detail = Optional.of(base.map(b -> plus(image, b, -1)).orElse(image));
      if (result.stopped()) {
        break;
      }
    }
    return new AscentResult(
        resized(kernels, result.image(), task.canvas().dim(2), task.canvas().dim(3)),
        result.score(),
        curve,
        result.stopped(),
        result.start());
  }

  private static Optional<Tensor> sum(Optional<Tensor> base, Optional<Tensor> detail) {
    if (base.isEmpty() || detail.isEmpty()) {
      return base.or(() -> detail);
    }
    return Optional.of(plus(base.get(), detail.get(), 1));
  }

  private static Tensor plus(Tensor a, Tensor b, float factor) {
    double[] x = a.toDoubles();
    double[] y = b.toDoubles();
    for (int i = 0; i < x.length; i++) {
      x[i] += factor * y[i];
    }
    return Tensor.of(a.shape(), x).cast(a.type());
  }

  /** An image at another size, bilinearly. */
  public static Tensor resized(Kernels kernels, Tensor image, int height, int width) {
    Shape shape = image.shape();
    if (shape.dim(2) == height && shape.dim(3) == width) {
      return image;
    }
    Interpolation.Coordinates half = Interpolation.Coordinates.HALF_PIXEL;
    boolean shrinks = height < shape.dim(2) || width < shape.dim(3);
    Interpolation how =
        new Interpolation(
            Interpolation.Mode.LINEAR,
            half,
            Interpolation.Rounding.PREFER_FLOOR,
            -0.75,
            false,
            shrinks);
    Tape tape = new Tape(kernels);
    return tape.apply(Resize.image(height, width, how), tape.constant(image)).value();
  }
}
