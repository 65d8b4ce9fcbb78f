package org.convscope.visualize.attribute;

import java.util.Locale;
import java.util.Map;

/**
 * Integrated gradients (Sundararajan et al. 2017): {@code (x − x')·∫₀¹ ∂s/∂x(x' + t(x − x')) dt}.
 * They sum up to {@code s(x) − s(x')} as far as the quadrature is exact; the gap is among the
 * facts.
 */
public final class IntegratedGradients {
  private IntegratedGradients() {}

  /** How the integral is taken. */
  public enum Quadrature {
    /** Gauss and Legendre's points, exact for polynomials of degree 2n − 1. */
    GAUSS {
      @Override
      double[][] points(int n) {
        return GaussLegendre.points(n);
      }
    },
    /** The middles of n equal steps. */
    MIDPOINT {
      @Override
      double[][] points(int n) {
        double[][] points = new double[2][n];
        for (int i = 0; i < n; i++) {
          points[0][i] = (i + 0.5) / n;
          points[1][i] = 1.0 / n;
        }
        return points;
      }
    };

    /** Positions in 0…1 and their weights, which sum up to 1. */
    abstract double[][] points(int n);

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How the path is sampled.
   *
   * @param quadrature the rule
   * @param steps number of points
   */
  public record Options(Quadrature quadrature, int steps) {
    /** 50 Gauss–Legendre points. */
    public static final Options USUAL = new Options(Quadrature.GAUSS, 50);

    public Options {
      if (steps < 1) {
        throw new IllegalArgumentException(
            "integrated gradients: at least 1 step is needed, got " + steps);
      }
    }
  }

  static Attribution of(Subject subject, AttributionOptions options) {
    float[] x = subject.image().floats();
    int plane = subject.height() * subject.width();
    double[][] points = options.path().quadrature().points(options.path().steps());
    double[] sum = new double[x.length];
    subject.forGradients(
        points[0].length,
        (item, into, at) -> {
          double t = points[0][item];
          for (int i = 0; i < x.length; i++) {
            double from = options.baselineAt(i, plane);
            into[at + i] = (float) (from + t * (x[i] - from));
          }
        },
        (item, gradients, at) -> {
          for (int i = 0; i < sum.length; i++) {
            sum[i] += points[1][item] * gradients[at + i];
          }
        });
    float[] raw = new float[x.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (float) (sum[i] * (x[i] - options.baselineAt(i, plane)));
    }
    double from = subject.with(Baseline.image(subject, options)).value();
    Map<String, Object> facts = Completeness.facts(raw, subject.value(), from);
    facts.put("baseline", options.baseline());
    facts.put("steps", options.path().steps());
    facts.put("quadrature", options.path().quadrature().toString());
    return Attribution.summed(subject, raw, facts);
  }
}
