package org.convscope.autograd.op;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.view.Resampling;

/**
 * How {@link Resize} finds a value between elements: ONNX Resize's attributes.
 *
 * @param mode nearest element, linear or cubic
 * @param coordinates from an output position to an input coordinate
 * @param rounding from a coordinate to the nearest element
 * @param cubic coefficient a of the cubic kernel, −0.75 or −0.5 (Keys 1981)
 * @param excludeOutside weights of positions outside the input count as 0 and the others are scaled
 *     up; otherwise the edge element stands for them
 * @param antialias stretch the kernel when shrinking, so that every input counts
 */
public record Interpolation(
    Mode mode,
    Coordinates coordinates,
    Rounding rounding,
    double cubic,
    boolean excludeOutside,
    boolean antialias) {

  /** The kernel. */
  public enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  /** Input coordinate of output position o, as {@code scale = out/in}. */
  public enum Coordinates {
    /** {@code (o + ½)/scale − ½}: pixels are areas. PyTorch with align_corners off. */
    HALF_PIXEL,
    /** As half pixel, but centred where out/scale is not the input's whole size. */
    HALF_PIXEL_SYMMETRIC,
    /** As half pixel, but 0 where the output has one element. */
    PYTORCH_HALF_PIXEL,
    /** {@code o·(in − 1)/(out − 1)}: pixels are points, first and last stay. */
    ALIGN_CORNERS,
    /** {@code o/scale}. */
    ASYMMETRIC
  }

  /** To the nearest element. */
  public enum Rounding {
    /** Halves down. */
    PREFER_FLOOR,
    /** Halves up. */
    PREFER_CEIL,
    FLOOR,
    CEIL
  }

  /** Linear (bilinear in two dimensions), otherwise ONNX's defaults. */
  public static Interpolation linear(Coordinates coordinates) {
    return of(Mode.LINEAR, coordinates);
  }

  /** Cubic with coefficient −0.75, otherwise ONNX's defaults. */
  public static Interpolation cubic(Coordinates coordinates) {
    return of(Mode.CUBIC, coordinates);
  }

  /** The nearest element. */
  public static Interpolation nearest(Coordinates coordinates, Rounding rounding) {
    return new Interpolation(Mode.NEAREST, coordinates, rounding, -0.75, false, false);
  }

  private static Interpolation of(Mode mode, Coordinates coordinates) {
    return new Interpolation(mode, coordinates, Rounding.PREFER_FLOOR, -0.75, false, false);
  }

  /**
   * The interpolation of one axis as a sparse linear map.
   *
   * @param in input elements
   * @param out output elements
   * @param scale output elements per input element; need not be exactly out/in
   */
  Resampling along(int in, int out, double scale) {
    List<Resampling.Taps> taps = new ArrayList<>();
    for (int o = 0; o < out; o++) {
      double x = coordinate(o, in, out, scale);
      taps.add(at(x, in, scale));
    }
    return new Resampling(taps);
  }

  /** The value at input coordinate x as a weighted sum of elements. */
  public Resampling.Taps at(double x, int in, double scale) {
    return mode == Mode.NEAREST ? nearest(x, in) : weighted(x, in, scale);
  }

  private double coordinate(int o, int in, int out, double scale) {
    return switch (coordinates) {
      case HALF_PIXEL -> (o + 0.5) / scale - 0.5;
      case HALF_PIXEL_SYMMETRIC -> {
        double adjustment = out / (scale * in);
        yield in / 2.0 * (1 - adjustment) + (o + 0.5) / scale - 0.5;
      }
      case PYTORCH_HALF_PIXEL -> out > 1 ? (o + 0.5) / scale - 0.5 : 0;
      case ALIGN_CORNERS -> out > 1 ? (double) o * (in - 1) / (out - 1) : 0;
      case ASYMMETRIC -> o / scale;
    };
  }

  private Resampling.Taps nearest(double x, int in) {
    double at =
        switch (rounding) {
          case PREFER_FLOOR -> Math.ceil(x - 0.5);
          case PREFER_CEIL -> Math.floor(x + 0.5);
          case FLOOR -> Math.floor(x);
          case CEIL -> Math.ceil(x);
        };
    return new Resampling.Taps(
        new int[] {(int) Math.max(0, Math.min(in - 1, at))}, new double[] {1});
  }

  private Resampling.Taps weighted(double x, int in, double scale) {
    double stretch = antialias ? Math.max(1, 1 / scale) : 1;
    double support = (mode == Mode.LINEAR ? 1 : 2) * stretch;
    int first = (int) Math.floor(x - support) + 1;
    int last = (int) Math.ceil(x + support) - 1;
    int[] positions = new int[last - first + 1];
    double[] weights = new double[positions.length];
    double sum = 0;
    for (int i = 0; i < positions.length; i++) {
      int at = first + i;
      positions[i] = Math.max(0, Math.min(in - 1, at));
      weights[i] = excludeOutside && at != positions[i] ? 0 : kernel((at - x) / stretch);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return new Resampling.Taps(positions, weights);
  }

  private double kernel(double distance) {
    double d = Math.abs(distance);
    if (mode == Mode.LINEAR) {
      return Math.max(0, 1 - d);
    }
    double a = cubic;
    if (d < 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }
}
