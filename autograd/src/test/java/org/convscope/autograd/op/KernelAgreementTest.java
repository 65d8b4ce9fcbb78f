package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Result;
import org.convscope.autograd.Rules;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every op in float on every kernel set against the scalar set in double. */
class KernelAgreementTest {
  private static final List<Kernels> SETS =
      Stream.of("scalar", "vector", "nd4j")
          .map(name -> KernelSets.named(name, Workers.of(2), new Buffers()))
          .toList();

  static Stream<Arguments> cases() {
    return SETS.stream().flatMap(k -> OpCases.all().map(c -> Arguments.of(k.name(), k, c)));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("cases")
  void outputsAndGradientsAgreeWithDouble(String set, Kernels kernels, OpCases.Case c) {
    List<Tensor> exact = run(Samples.kernels(), c, DType.DOUBLE);
    List<Tensor> got = run(kernels, c, DType.FLOAT);

    assertThat(got).hasSameSizeAs(exact);
    for (int i = 0; i < exact.size(); i++) {
      requireClose(got.get(i), exact.get(i), i);
    }
  }

  /** Outputs, then the gradients by the floating inputs; {@code null} where there is none. */
  private static List<Tensor> run(Kernels kernels, OpCases.Case c, DType type) {
    List<Tensor> inputs = new ArrayList<>();
    c.inputs().forEach(t -> inputs.add(t.type().isFloating() ? t.cast(type) : t));
    Result result = c.op().forward(kernels, inputs);
    List<Tensor> all = new ArrayList<>(result.outputs());
    Tensor[] seeds = new Tensor[result.outputs().size()];
    for (int o = 0; o < seeds.length; o++) {
      Tensor y = result.outputs().get(o);
      CounterRandom random = CounterRandom.of(o);
      double[] g = IntStream.range(0, y.size()).mapToDouble(random::gaussian).toArray();
      seeds[o] = y.type().isFloating() ? Tensor.of(y.shape(), g).cast(type) : null;
    }
    boolean[] wanted = new boolean[inputs.size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = inputs.get(i).type().isFloating();
    }
    Tensor[] gx = result.vjp().apply(new Backward(kernels, Rules.GRADIENT), seeds, wanted);
    for (Tensor g : gx) {
      all.add(g);
    }
    return all;
  }

  private static void requireClose(Tensor got, Tensor want, int i) {
    if (want == null) {
      assertThat(got).isNull();
      return;
    }
    assertThat(got.shape()).isEqualTo(want.shape());
    assertThat(got.type()).isEqualTo(want.type() == DType.DOUBLE ? DType.FLOAT : want.type());
    double largest = 0.01;
    double error = 0;
    for (int j = 0; j < want.size(); j++) {
      double d = Math.abs(got.at(j) - want.at(j));
      error = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(error, d);
      largest = Math.max(largest, Math.abs(want.at(j)));
    }
    assertThat(error / largest).as("result %d of shape %s", i, want.shape()).isLessThan(2e-5);
  }
}
