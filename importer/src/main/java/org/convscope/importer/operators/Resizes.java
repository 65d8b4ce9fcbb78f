package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Interpolation;
import org.convscope.autograd.op.Interpolation.Coordinates;
import org.convscope.autograd.op.Interpolation.Mode;
import org.convscope.autograd.op.Interpolation.Rounding;
import org.convscope.autograd.op.Resize;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Changing the size of images: Resize and its predecessor Upsample. */
final class Resizes {
  private Resizes() {}

  static void add(Operators t) {
    t.add("Resize", 1, 4, Resizes::resize).add("Upsample", 1, 2, Resizes::upsample);
  }

  private static Mode mode(Call c) {
    String mode = c.text("mode", "nearest");
    return switch (mode) {
      case "nearest" -> Mode.NEAREST;
      case "linear", "bilinear" -> Mode.LINEAR;
      case "cubic" -> Mode.CUBIC;
      default ->
          throw new IllegalArgumentException(
              c.opType() + ": mode must be nearest, linear or cubic, got " + mode);
    };
  }

  private static Op upsample(Arguments a) {
    float[] scales = a.version() < 9 ? a.call().numbers("scales").orElse(null) : floats(a, 1);
    if (scales == null) {
      float height = (float) a.call().number("height_scale", 1);
      scales = new float[] {1, 1, height, (float) a.call().number("width_scale", 1)};
    }
    return new Resize(scaled(all(scales.length), scales), simple(mode(a.call())));
  }

  /** What Upsample and the first Resize do: coordinates divided by the scale, rounded down. */
  private static Interpolation simple(Mode mode) {
    return new Interpolation(mode, Coordinates.ASYMMETRIC, Rounding.FLOOR, -0.75, false, false);
  }

  private static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static float[] floats(Arguments a, int input) {
    return a.value(input).cast(DType.FLOAT).floats();
  }

  private static List<Resize.Target> scaled(int[] axes, float[] scales) {
    requireOnePerAxis(axes, scales.length);
    List<Resize.Target> targets = new ArrayList<>();
    for (int i = 0; i < scales.length; i++) {
      if (scales[i] != 1) {
        targets.add(Resize.Target.scale(axes[i], scales[i]));
      }
    }
    return targets;
  }

  private static void requireOnePerAxis(int[] axes, int count) {
    if (axes.length != count) {
      throw new IllegalArgumentException(
          "Resize: scales or sizes must have one number per axis, got %d for %d axes"
              .formatted(count, axes.length));
    }
  }

  private static Op resize(Arguments a) {
    if (a.version() < 11) {
      float[] scales = floats(a, 1);
      return new Resize(scaled(all(scales.length), scales), simple(mode(a.call())));
    }
    Call c = a.call();
    String coordinates = c.text("coordinate_transformation_mode", "half_pixel");
    boolean special =
        coordinates.equals("tf_crop_and_resize") || coordinates.equals("tf_half_pixel_for_nn");
    List<Resize.Target> targets = targets(a);
    if (special) {
      float[] roi = coordinates.equals("tf_crop_and_resize") ? floats(a, 1) : new float[0];
      a.skip(1);
      return new CropAndResize(
          c,
          targets,
          interpolation(c, Coordinates.HALF_PIXEL),
          CropAndResize.regions(roi, axes(a, roi.length / 2), targets),
          c.number("extrapolation_value", 0));
    }
    a.skip(1);
    return new Resize(targets, interpolation(c, coordinates(coordinates)));
  }

  private static int[] axes(Arguments a, int count) {
    return a.call().smalls("axes").orElseGet(() -> all(count));
  }

  private static List<Resize.Target> targets(Arguments a) {
    // An empty tensor stands for an omitted one.
    boolean bySize = a.has(3) && a.value(3).size() > 0;
    if (!bySize) {
      float[] scales = floats(a, 2);
      return scaled(axes(a, scales.length), scales);
    }
    if (a.has(2)) {
      a.skip(2);
    }
    int[] sizes = a.ints(3);
    int[] axes = axes(a, sizes.length);
    requireOnePerAxis(axes, sizes.length);
    String policy = a.call().text("keep_aspect_ratio_policy", "stretch");
    List<Resize.Target> targets = new ArrayList<>();
    double scale = policy.equals("stretch") ? 0 : commonScale(a, sizes, axes, policy);
    for (int i = 0; i < sizes.length; i++) {
      if (scale > 0) {
        int in = a.shape(0).dim(axes[i]);
        targets.add(new Resize.Target(axes[i], (int) Math.floor(in * scale + 0.5), scale));
      } else {
        targets.add(Resize.Target.size(axes[i], sizes[i]));
      }
    }
    return targets;
  }

  /** The one scale with which no axis, or every axis, exceeds its size. */
  private static double commonScale(Arguments a, int[] sizes, int[] axes, String policy) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < sizes.length; i++) {
      double scale = (double) sizes[i] / a.shape(0).dim(axes[i]);
      least = Math.min(least, scale);
      most = Math.max(most, scale);
    }
    return switch (policy) {
      case "not_larger" -> least;
      case "not_smaller" -> most;
      default ->
          throw new IllegalArgumentException(
              "Resize: keep_aspect_ratio_policy must be stretch, not_larger or not_smaller, got "
                  + policy);
    };
  }

  private static Interpolation interpolation(Call c, Coordinates coordinates) {
    String nearest = c.text("nearest_mode", "round_prefer_floor");
    Rounding rounding =
        switch (nearest) {
          case "round_prefer_floor", "" -> Rounding.PREFER_FLOOR;
          case "round_prefer_ceil" -> Rounding.PREFER_CEIL;
          case "floor" -> Rounding.FLOOR;
          case "ceil" -> Rounding.CEIL;
          default ->
              throw new IllegalArgumentException(
                  "Resize: nearest_mode must be round_prefer_floor, round_prefer_ceil, floor or"
                      + " ceil, got "
                      + nearest);
        };
    return new Interpolation(
        mode(c),
        coordinates,
        rounding,
        c.number("cubic_coeff_a", -0.75),
        c.flag("exclude_outside", false),
        c.flag("antialias", false));
  }

  private static Coordinates coordinates(String mode) {
    return switch (mode) {
      case "half_pixel" -> Coordinates.HALF_PIXEL;
      case "half_pixel_symmetric" -> Coordinates.HALF_PIXEL_SYMMETRIC;
      case "pytorch_half_pixel" -> Coordinates.PYTORCH_HALF_PIXEL;
      case "align_corners" -> Coordinates.ALIGN_CORNERS;
      case "asymmetric" -> Coordinates.ASYMMETRIC;
      default ->
          throw new IllegalArgumentException(
              "Resize: coordinate_transformation_mode must be one that ONNX knows, got " + mode);
    };
  }

  static void export(Exports e) {
    e.add(Resize.class, Resizes::write);
  }

  private static void write(Resize op, Writing out) {
    boolean sized = op.targets().stream().allMatch(t -> t.size() > 0);
    if (!sized && op.targets().stream().anyMatch(t -> t.size() > 0)) {
      throw new IllegalArgumentException("ONNX resizes by sizes or by scales, got both");
    }
    if (op.targets().isEmpty()) {
      out.node("Identity", with());
      return;
    }
    Interpolation i = op.interpolation();
    Map<String, Object> a =
        with(
            "mode", i.mode().name().toLowerCase(Locale.ROOT),
            "coordinate_transformation_mode", i.coordinates().name().toLowerCase(Locale.ROOT),
            "axes", op.targets().stream().mapToInt(Resize.Target::axis).toArray());
    if (i.mode() == Mode.NEAREST) {
      String rounding = i.rounding().name().toLowerCase(Locale.ROOT);
      a.put("nearest_mode", rounding.startsWith("prefer") ? "round_" + rounding : rounding);
    } else {
      a.putAll(with("exclude_outside", i.excludeOutside(), "antialias", i.antialias()));
    }
    if (i.mode() == Mode.CUBIC) {
      a.putAll(with("cubic_coeff_a", i.cubic()));
    }
    if (sized) {
      String sizes = out.longs(op.targets().stream().map(Resize.Target::size).toList());
      out.node("Resize", List.of(out.input(0), "", "", sizes), a);
    } else {
      float[] scales = new float[op.targets().size()];
      for (int k = 0; k < scales.length; k++) {
        scales[k] = (float) op.targets().get(k).scale();
      }
      String name = out.constant(Tensor.of(Shape.of(scales.length), scales));
      out.node("Resize", List.of(out.input(0), "", name), a);
    }
  }
}
