package org.convscope.autograd.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convscope.autograd.Gradients;
import org.convscope.autograd.Op;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel set against reference numbers in float: outputs and gradients within 1e-4 of the
 * largest magnitude, switches exactly. A handful of cases that can be verified by hand is kept with
 * the project; the shared folder holds PyTorch's.
 */
class ReferenceOpsTest {
  private static final double TOLERANCE = 1e-4;

  private static final Map<String, Kernels> SETS =
      Stream.of("scalar", "vector", "nd4j")
          .filter(ReferenceOpsTest::isThere)
          .collect(
              Collectors.toMap(n -> n, n -> KernelSets.named(n, Workers.of(2), new Buffers())));

  private static boolean isThere(String set) {
    try {
      KernelSets.named(set, Workers.of(1), new Buffers());
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Test
  void allThreeKernelSetsAreThere() {
    assertThat(SETS).containsKeys("scalar", "vector", "nd4j");
  }

  @Test
  void theSharedReferenceHasAtLeastSixtyCases() {
    assumeThat(ReferenceCase.shared())
        .as("the folder shared/reference/ops: without it only the kept sample is checked")
        .isPresent();

    assertThat(ReferenceCase.under(ReferenceCase.shared().get())).hasSizeGreaterThanOrEqualTo(60);
  }

  static Stream<Arguments> cases() {
    Stream<ReferenceCase> shared =
        ReferenceCase.shared().stream().flatMap(p -> ReferenceCase.under(p).stream());
    List<ReferenceCase> all = Stream.concat(ReferenceCase.kept().stream(), shared).toList();
    return SETS.keySet().stream()
        .sorted()
        .flatMap(set -> all.stream().map(c -> Arguments.of(set, c)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void agreesWithTheReference(String set, ReferenceCase c) {
    Op op = ReferenceOps.op(c);
    List<String> names = ReferenceOps.inputs(c);
    Tape tape = new Tape(SETS.get(set));
    List<Variable> inputs = new ArrayList<>();
    for (String name : names) {
      Tensor t = c.tensor(name);
      inputs.add(t.type().isFloating() ? tape.variable(t) : tape.constant(t));
    }

    List<Variable> outputs = tape.applyAll(c.toString(), op, inputs);

    Tensor y = outputs.get(0).value();
    requireClose("output", y, c.tensor("output"));
    if (c.has("switches")) {
      assertThat(perPlane(outputs.get(1).value(), c.tensor("input")))
          .containsExactly(c.tensor("switches").longs());
    }
    if (c.has("running_mean_after") && outputs.size() > 1) {
      requireClose("running mean", outputs.get(1).value(), c.tensor("running_mean_after"));
      requireClose("running variance", outputs.get(2).value(), c.tensor("running_var_after"));
    }
    checkGradients(c, tape, names, inputs, outputs.get(0));
  }

  private static void checkGradients(
      ReferenceCase c, Tape tape, List<String> names, List<Variable> inputs, Variable output) {
    List<String> wanted = names.stream().filter(n -> c.has("grad_" + n)).toList();
    List<Variable> variables = wanted.stream().map(n -> inputs.get(names.indexOf(n))).toList();
    assertThat(wanted).isNotEmpty();
    Tensor seed = c.tensor("grad_output").reshape(output.value().shape());
    Gradients g = tape.backward(Map.of(output, seed), variables, Rules.GRADIENT);
    for (int i = 0; i < wanted.size(); i++) {
      requireClose(
          "grad_" + wanted.get(i), g.of(variables.get(i)), c.tensor("grad_" + wanted.get(i)));
    }
  }

  /** Flat indices over the whole tensor as indices into each plane. */
  private static long[] perPlane(Tensor indices, Tensor input) {
    assertThat(indices.type()).isEqualTo(DType.INT64);
    int plane = input.shape().size(2, input.shape().rank());
    return Arrays.stream(indices.longs()).map(i -> i % plane).toArray();
  }

  private static void requireClose(String what, Tensor got, Tensor want) {
    assertThat(got.type()).isEqualTo(want.type());
    assertThat(got.size()).as(what + " of shape " + want.shape()).isEqualTo(want.size());
    double largest = 0;
    double error = 0;
    for (int i = 0; i < want.size(); i++) {
      largest = Math.max(largest, Math.abs(want.at(i)));
      double d = Math.abs(got.at(i) - want.at(i));
      error = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(error, d);
    }
    assertThat(error).as("largest difference of " + what).isLessThanOrEqualTo(TOLERANCE * largest);
  }
}
