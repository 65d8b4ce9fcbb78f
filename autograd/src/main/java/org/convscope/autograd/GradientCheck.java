package org.convscope.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;

/**
 * Holds an op's vjp against central differences of its forward, in double.
 *
 * <p>Small ops are checked entry by entry of the Jacobian, larger ones along random directions. It
 * also checks what the backward pass relies on: the vjp of zero is zero, inputs are not changed,
 * only wanted inputs get a gradient and it does not depend on which others are wanted, and no
 * gradient shares its numbers with an input or an output. Immutable.
 *
 * <p>Choose inputs away from kinks: a central difference across one has no meaning.
 */
public final class GradientCheck {
  /** Jacobians of up to this many entries are checked in full. */
  private static final long FULL = 20_000;

  /** Directions per input where the Jacobian is not checked in full. */
  private static final int DIRECTIONS = 4;

  /** Relative step; its truncation error, of the order 1e-10, is as large as its rounding error. */
  private static final double STEP = 1e-5;

  /** Largest error that the report accepts, relative to the largest entry, or to 1. */
  private static final double TOLERANCE = 1e-7;

  private final Kernels kernels;
  private final Op op;
  private final List<Tensor> inputs;
  private final Set<Integer> by;
  private final Set<Integer> of;

  /**
   * The outcome.
   *
   * @param worst largest difference between vjp and central difference, relative to the largest
   *     entry of the Jacobian by that input, or to 1
   * @param findings what is wrong, in words; empty if nothing is
   */
  public record Report(double worst, List<String> findings) {
    public Report {
      findings = List.copyOf(findings);
    }
  }

  private GradientCheck(
      Kernels kernels, Op op, List<Tensor> inputs, Set<Integer> by, Set<Integer> of) {
    this.kernels = kernels;
    this.op = op;
    this.inputs = inputs;
    this.by = by;
    this.of = of;
  }

  /**
   * A check of all floating outputs by all floating inputs.
   *
   * @param inputs as for {@link Op#forward}; floating ones in DOUBLE
   */
  public static GradientCheck of(Kernels kernels, Op op, Tensor... inputs) {
    List<Tensor> in = Arrays.asList(inputs.clone());
    for (Tensor t : in) {
      if (t != null && t.type() == DType.FLOAT) {
        throw new IllegalArgumentException(
            "gradient check: floating inputs must be DOUBLE, got " + t + " for " + op.type());
      }
    }
    List<Tensor> out = op.forward(kernels, in).outputs();
    return new GradientCheck(kernels, op, in, floating(in), floating(out));
  }

  /** By these inputs only, where the others have no gradient by definition. */
  public GradientCheck by(Integer... inputs) {
    return new GradientCheck(kernels, op, this.inputs, Set.of(inputs), of);
  }

  /** Of these outputs only, where the others have no gradient by definition. */
  public GradientCheck ofOutputs(Integer... outputs) {
    return new GradientCheck(kernels, op, inputs, by, Set.of(outputs));
  }

  private static Set<Integer> floating(List<Tensor> tensors) {
    return IntStream.range(0, tensors.size())
        .filter(i -> tensors.get(i) != null && tensors.get(i).type().isFloating())
        .boxed()
        .collect(Collectors.toSet());
  }

  /** Checks everything. */
  public Report run() {
    List<String> findings = new ArrayList<>();
    List<double[]> before = copies();
    Result result = op.forward(kernels, inputs);
    if (result.vjp() == Vjp.NONE) {
      return new Report(Double.NaN, List.of(op.type() + ": has no gradient"));
    }
    double worst = 0;
    for (int input : by) {
      double error = error(input, result);
      worst = Math.max(worst, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
      if (!(error <= TOLERANCE)) {
        findings.add(
            String.format(
                Locale.ROOT,
                "%s: the gradient by input %d must match central differences, got error %.2e",
                op.type(),
                input,
                error));
      }
    }
    findings.addAll(contract(result));
    List<double[]> after = copies();
    for (int i = 0; i < inputs.size(); i++) {
      if (!Arrays.equals(before.get(i), after.get(i))) {
        findings.add(op.type() + ": inputs must not be changed, got a change in input " + i);
      }
    }
    return new Report(worst, findings);
  }

  private List<double[]> copies() {
    List<double[]> c = new ArrayList<>();
    inputs.forEach(t -> c.add(t == null ? new double[0] : t.toDoubles()));
    return c;
  }

  private List<String> contract(Result result) {
    List<String> findings = new ArrayList<>();
    Tensor[] seeds = seeds(result, 1);
    Tensor[] all = vjp(result, seeds, by);
    for (int input : by) {
      Tensor[] alone = vjp(result, seeds, Set.of(input));
      for (int other = 0; other < alone.length; other++) {
        if (other != input && alone[other] != null) {
          findings.add(
              "%s: only wanted inputs may be computed, got input %d where %d was wanted"
                  .formatted(op.type(), other, input));
        }
      }
      if (!Arrays.equals(numbers(alone[input], input), numbers(all[input], input))) {
        findings.add(op.type() + ": what is wanted must not change a gradient, got input " + input);
      }
      if (alone[input] != null && isHeld(alone[input], result)) {
        findings.add(
            op.type() + ": a gradient must not share numbers with inputs or outputs, got " + input);
      }
      Tensor[] ofZero = vjp(result, seeds(result, 0), by);
      if (Arrays.stream(numbers(ofZero[input], input)).anyMatch(g -> g != 0)) {
        findings.add(op.type() + ": the vjp of zero must be zero, got input " + input);
      }
    }
    return findings;
  }

  private boolean isHeld(Tensor gradient, Result result) {
    return result.outputs().stream().anyMatch(gradient::sharesNumbers)
        || inputs.stream().anyMatch(t -> t != null && t.sharesNumbers(gradient));
  }

  /** Random output gradients times {@code factor}. */
  private Tensor[] seeds(Result result, double factor) {
    Tensor[] seeds = new Tensor[result.outputs().size()];
    for (int o : of) {
      Tensor y = result.outputs().get(o);
      double[] direction = direction(y.size(), o);
      for (int i = 0; i < direction.length; i++) {
        direction[i] *= factor;
      }
      seeds[o] = Tensor.of(y.shape(), direction);
    }
    return seeds;
  }

  private static double[] direction(int size, long stream) {
    CounterRandom random = CounterRandom.of(17).stream(stream);
    return IntStream.range(0, size).mapToDouble(random::gaussian).toArray();
  }

  private Tensor[] vjp(Result result, Tensor[] seeds, Set<Integer> wanted) {
    boolean[] flags = new boolean[inputs.size()];
    wanted.forEach(i -> flags[i] = true);
    return result.vjp().apply(new Backward(kernels, Rules.GRADIENT), seeds, flags);
  }

  private double[] numbers(Tensor gradient, int input) {
    return gradient == null ? new double[inputs.get(input).size()] : gradient.toDoubles();
  }

  private double error(int input, Result result) {
    long entries =
        of.stream().mapToLong(o -> result.outputs().get(o).size()).sum() * inputs.get(input).size();
    return entries <= FULL ? jacobianError(input, result) : directionError(input, result);
  }

  private double jacobianError(int input, Result result) {
    int n = inputs.get(input).size();
    double[][] columns = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      columns[i] = difference(input, unit);
    }
    double error = 0;
    double largest = 1;
    int row = 0;
    for (int o : of) {
      Tensor y = result.outputs().get(o);
      for (int j = 0; j < y.size(); j++, row++) {
        double[] unit = new double[y.size()];
        unit[j] = 1;
        Tensor[] seeds = new Tensor[result.outputs().size()];
        seeds[o] = Tensor.of(y.shape(), unit);
        double[] g = numbers(vjp(result, seeds, Set.of(input))[input], input);
        for (int i = 0; i < n; i++) {
          error = worse(error, Math.abs(g[i] - columns[i][row]));
          largest = Math.max(largest, Math.abs(columns[i][row]));
        }
      }
    }
    return error / largest;
  }

  private double directionError(int input, Result result) {
    double error = 0;
    double[] g = numbers(vjp(result, seeds(result, 1), Set.of(input))[input], input);
    double[] seed = concatenated(Arrays.asList(seeds(result, 1)));
    double size = Math.sqrt(Arrays.stream(g).map(v -> v * v).sum());
    for (int d = 0; d < DIRECTIONS; d++) {
      double[] direction = direction(g.length, 100 + d);
      double expected = dot(difference(input, direction), seed);
      error = worse(error, Math.abs(dot(g, direction) - expected));
    }
    return error / Math.max(1, size);
  }

  private static double worse(double a, double b) {
    return Double.isNaN(b) ? Double.POSITIVE_INFINITY : Math.max(a, b);
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  /** Derivative of all checked outputs along a direction of one input. */
  private double[] difference(int input, double[] direction) {
    double[] above = outputs(input, direction, STEP);
    double[] below = outputs(input, direction, -STEP);
    for (int i = 0; i < above.length; i++) {
      above[i] = (above[i] - below[i]) / (2 * STEP);
    }
    return above;
  }

  private double[] outputs(int input, double[] direction, double step) {
    double[] x = inputs.get(input).toDoubles();
    for (int i = 0; i < x.length; i++) {
      x[i] += step * direction[i];
    }
    List<Tensor> moved = new ArrayList<>(inputs);
    moved.set(input, Tensor.of(inputs.get(input).shape(), x));
    List<Tensor> out = op.forward(kernels, moved).outputs();
    return concatenated(of.stream().map(out::get).toList());
  }

  private static double[] concatenated(List<Tensor> tensors) {
    return tensors.stream()
        .filter(t -> t != null)
        .flatMapToDouble(t -> Arrays.stream(t.toDoubles()))
        .toArray();
  }
}
