package org.convscope.visualize.ascend.view;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.CounterRandom;

/** A random change of the view from step to step, so that ascent cannot exploit single pixels. */
public sealed interface Transform {
  /** This step's change. */
  Affine at(CounterRandom random);

  /** The most by which a point at this distance from the centre can move, in pixels. */
  double reach(double distance);

  /**
   * Moves by a whole number of pixels on both axes.
   *
   * @param pixels range of the shift: −pixels/2 … pixels/2
   */
  record Jitter(int pixels) implements Transform {
    public Jitter {
      require(pixels >= 0, "jitter: pixels must not be negative, got " + pixels);
    }

    @Override
    public Affine at(CounterRandom random) {
      return Affine.moved(
          random.below(0, pixels + 1) - pixels / 2, random.below(1, pixels + 1) - pixels / 2);
    }

    @Override
    public double reach(double distance) {
      return (pixels + 1) / 2;
    }
  }

  /** Scales by a factor between two bounds. */
  record Scale(double low, double high) implements Transform {
    public Scale {
      require(
          low > 0 && high >= low,
          "scale: bounds 0 < low ≤ high are needed, got " + low + " and " + high);
    }

    @Override
    public Affine at(CounterRandom random) {
      return Affine.scaled(1 / random.uniform(0, low, high));
    }

    @Override
    public double reach(double distance) {
      return distance * Math.max(0, 1 / low - 1);
    }
  }

  /** Turns by whole degrees between two bounds, by none in a fifth of all steps. */
  record Rotate(int degrees) implements Transform {
    private static final double STRAIGHT = 0.2;

    public Rotate {
      require(degrees >= 0 && degrees <= 180, "rotate: 0 to 180 degrees, got " + degrees);
    }

    @Override
    public Affine at(CounterRandom random) {
      boolean straight = random.uniform(1) < STRAIGHT;
      return Affine.turned(straight ? 0 : random.below(0, 2 * degrees + 1) - degrees);
    }

    @Override
    public double reach(double distance) {
      return distance * Math.sqrt(2) * Math.sin(Math.toRadians(Math.min(degrees, 90)));
    }
  }

  private static void require(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException("transform: " + message);
    }
  }

  /** Against single pixels, as in Olah et al. 2017: jitter 8, scale 0.9 to 1.1, ±10°, jitter 4. */
  List<Transform> ROBUST =
      List.of(new Jitter(8), new Scale(0.9, 1.1), new Rotate(10), new Jitter(4));

  /**
   * Twice as far: jitter 16, scale 0.8 to 1.2, ±15°, jitter 8. What survives must be larger than
   * with {@link #ROBUST}, so that classes become whole objects.
   */
  List<Transform> WIDE =
      List.of(new Jitter(16), new Scale(0.8, 1.2), new Rotate(15), new Jitter(8));

  /** For targets that say what is where, as an inversion's: a wider view would blur them. */
  List<Transform> STEADY = List.of(new Jitter(2));

  /**
   * Reads a chain: {@code none}, {@code steady}, {@code robust}, {@code wide}, or parts as in
   * {@code jitter:16,scale:0.9:1.1,rotate:10}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static List<Transform> parse(String text) {
    return switch (text) {
      case "none" -> List.of();
      case "steady" -> STEADY;
      case "robust" -> ROBUST;
      case "wide" -> WIDE;
      default -> Arrays.stream(text.split(",")).map(Transform::part).toList();
    };
  }

  private static Transform part(String text) {
    String[] parts = text.strip().split(":");
    try {
      if (parts[0].equals("jitter") && parts.length == 2) {
        return new Jitter(Integer.parseInt(parts[1]));
      }
      if (parts[0].equals("scale") && parts.length == 3) {
        return new Scale(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
      }
      if (parts[0].equals("rotate") && parts.length == 2) {
        return new Rotate(Integer.parseInt(parts[1]));
      }
    } catch (NumberFormatException e) {
      throw wrong(text, e);
    }
    throw wrong(text, null);
  }

  private static IllegalArgumentException wrong(String text, Throwable cause) {
    return new IllegalArgumentException(
        "transform: none, steady, robust, wide, jitter:PIXELS, scale:LOW:HIGH or rotate:DEGREES, got '"
            + text
            + "'",
        cause);
  }
}
