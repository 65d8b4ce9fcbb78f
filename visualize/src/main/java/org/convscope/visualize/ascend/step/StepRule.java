package org.convscope.visualize.ascend.step;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.train.Adam;

/** The kinds of steps. */
public enum StepRule {
  /** Adam (Kingma and Ba 2014) with its usual constants. */
  ADAM {
    @Override
    public Climber climber(double rate, Kernels kernels) {
      Adam adam = Adam.adam(Adam.Betas.DEFAULT, 0);
      return (parameters, gradients) ->
          adam.step(parameters, gradients, -rate, kernels.workers(), kernels.buffers());
    }
  },
  /** Adam with Nesterov's look ahead (Dozat 2016). */
  NADAM {
    @Override
    public Climber climber(double rate, Kernels kernels) {
      return new Nadam(rate);
    }
  },
  /** {@code x ← x + rate·g/‖g‖} with the norm over all of the parameter (cs231n). */
  NORMALISED {
    @Override
    public Climber climber(double rate, Kernels kernels) {
      return scaledBy(g -> rate / Math.max(norm(g), Double.MIN_NORMAL));
    }
  },
  /** {@code x ← x + rate·g/mean|g|} (DeepDream). */
  MEAN {
    @Override
    public Climber climber(double rate, Kernels kernels) {
      return scaledBy(g -> rate / Math.max(meanAbsolute(g), Double.MIN_NORMAL));
    }
  },
  /** {@code x ← x + rate·g}. */
  PLAIN {
    @Override
    public Climber climber(double rate, Kernels kernels) {
      return scaledBy(g -> rate);
    }
  };

  /**
   * A climber that has not taken a step yet.
   *
   * @param kernels whose threads and arrays a step may use
   */
  public abstract Climber climber(double rate, Kernels kernels);

  private static Climber scaledBy(ToDoubleFunction<double[]> size) {
    return (parameters, gradients) -> {
      Map<String, Tensor> next = new LinkedHashMap<>();
      parameters.forEach(
          (name, p) -> {
            double[] g = gradients.get(name).toDoubles();
            double[] x = p.toDoubles();
            double factor = size.applyAsDouble(g);
            for (int i = 0; i < x.length; i++) {
              x[i] += factor * g[i];
            }
            next.put(name, Tensor.of(p.shape(), x).cast(p.type()));
          });
      return next;
    };
  }

  private static double norm(double[] g) {
    double sum = 0;
    for (double v : g) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }

  private static double meanAbsolute(double[] g) {
    double sum = 0;
    for (double v : g) {
      sum += Math.abs(v);
    }
    return sum / g.length;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
