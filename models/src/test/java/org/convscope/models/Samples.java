package org.convscope.models;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;

/** Seeded tensors and networks for tests. */
public final class Samples {
  private Samples() {}

  public static Kernels scalar() {
    return new ScalarKernels(Workers.of(1), new Buffers());
  }

  /** Standard normal numbers. */
  public static Tensor normal(DType type, Shape shape, long seed) {
    CounterRandom random = CounterRandom.of(seed);
    double[] v = new double[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.gaussian(i);
    }
    return Tensor.of(shape, v).cast(type);
  }

  /**
   * The network with normalisation that does something: scales of 0.5 to 1.5, shifts and running
   * means around 0, running variances of 0.5 to 2; biases around 0 everywhere.
   */
  public static Network unsettled(Network n, long seed) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    n.parameters()
        .forEach(
            (name, t) -> {
              if (t.shape().rank() == 1) {
                CounterRandom random = CounterRandom.of(seed).stream(name);
                double[] v = new double[t.size()];
                for (int i = 0; i < v.length; i++) {
                  v[i] =
                      name.endsWith("running_var")
                          ? random.uniform(i, 0.5, 2)
                          : name.endsWith(".weight")
                              ? random.uniform(i, 0.5, 1.5)
                              : random.uniform(i, -0.2, 0.2);
                }
                changed.put(name, Tensor.of(t.shape(), v).cast(t.type()));
              }
            });
    return n.withParameters(changed);
  }

  /** The network with every floating parameter in another type. */
  public static Network cast(Network n, DType type) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    n.parameters().forEach((name, t) -> changed.put(name, t.cast(type)));
    return n.withParameters(changed);
  }
}
