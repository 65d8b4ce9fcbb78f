package org.convscope.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Vjp;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;

class ExecutionTest {
  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());

  /** Refuses to run. */
  private record Forbidden() implements Op {
    @Override
    public String type() {
      return "forbidden";
    }

    @Override
    public List<Shape> shapes(List<Shape> inputs) {
      return inputs;
    }

    @Override
    public Result forward(Kernels kernels, List<Tensor> inputs) {
      throw new IllegalStateException("this node must not run");
    }
  }

  /** Hands its input on, as a reshape does. */
  private record Alias() implements Op {
    @Override
    public String type() {
      return "alias";
    }

    @Override
    public List<Shape> shapes(List<Shape> inputs) {
      return inputs;
    }

    @Override
    public Result forward(Kernels kernels, List<Tensor> inputs) {
      Vjp vjp = (backward, gys, wanted) -> new Tensor[] {gys[0]};
      return Result.of(inputs.get(0), vjp);
    }
  }

  private static Node node(Op op, String output, String... inputs) {
    return new Node(output + " node", op, List.of(inputs), List.of(output));
  }

  private static final Op NEG = new Activation(Functions.NEG);
  private static final Op ADD = new Elementwise(Arithmetic.ADD);

  private static Network network(List<Node> nodes, String... outputs) {
    Input x = new Input("x", DType.FLOAT, List.of(-1, 3), true);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("p", Tensor.of(Shape.of(3), new float[] {1, 20, 300}));
    return new Network("n", List.of(x), nodes, List.of(outputs), parameters, Map.of());
  }

  private static Tensor x(double start) {
    float[] v = new float[6];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) (start + i);
    }
    return Tensor.of(Shape.of(2, 3), v);
  }

  @Test
  void nothingAboveATapIsComputed() {
    Network n =
        network(
            List.of(node(NEG, "a", "x"), node(new Forbidden(), "b", "a"), node(NEG, "c", "a")),
            "b",
            "c");
    Run run = n.run(kernels, Map.of("x", x(1)), Request.taps("c"));
    assertThat(run.value("c").floats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void valuesThatShareAnArrayAreNotRecycledWhileOneIsInUse() {
    Network n =
        network(
            List.of(
                node(NEG, "a", "x"),
                node(new Alias(), "b", "a"),
                node(NEG, "c", "a"),
                node(NEG, "d", "c"),
                node(ADD, "e", "b", "d")),
            "e");
    Tensor e = n.run(kernels, Map.of("x", x(1)), Request.taps("e")).value("e");
    assertThat(e.floats()).containsExactly(-2, -4, -6, -8, -10, -12);
  }

  @Test
  void tapsKeepTheirValuesOverLaterRuns() {
    Network n = network(List.of(node(NEG, "a", "x"), node(NEG, "b", "a")), "b");
    Run first = n.run(kernels, Map.of("x", x(1)), Request.taps("a", "b"));
    n.run(kernels, Map.of("x", x(50)), Request.taps("b"));
    assertThat(first.value("a").floats()).containsExactly(-1, -2, -3, -4, -5, -6);
    assertThat(first.value("b").floats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void gradientsReachInputsParametersAndTaps() {
    Network n = network(List.of(node(NEG, "a", "x"), node(ADD, "b", "a", "p")), "b");
    Run run = n.run(kernels, Map.of("x", x(1)), Request.taps("a", "b").tracking("x", "p"));
    Map<String, Tensor> g = run.backward(Map.of("b", x(1)), List.of("x", "p", "a"), Rules.GRADIENT);
    assertThat(g.get("x").floats()).containsExactly(-1, -2, -3, -4, -5, -6);
    assertThat(g.get("a").floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(g.get("p").floats()).containsExactly(5, 7, 9);
  }

  @Test
  void aClosedRunKeepsTapsButRefusesToGoBack() {
    Network n = network(List.of(node(NEG, "a", "x"), node(NEG, "b", "a")), "b");
    Request request = Request.taps("b").tracking("x");
    Run run = n.run(kernels, Map.of("x", x(1)), request);
    run.close();
    n.run(kernels, Map.of("x", x(50)), request).close();
    assertThat(run.value("b").floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> run.backward(Map.of("b", x(1)), List.of("x"), Rules.GRADIENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aDiscardedRunHandsItsTapsOnAsWell() {
    Network n = network(List.of(node(NEG, "a", "x"), node(NEG, "b", "a")), "b");
    Request request = Request.taps("b", "x").tracking("x");
    Run run = n.run(kernels, Map.of("x", x(1)), request);
    float[] b = run.value("b").floats();
    run.discard();
    run.discard();
    List<float[]> next = Stream.generate(() -> kernels.buffers().take(6)).limit(9).toList();
    assertThat(next.stream().filter(array -> array == b)).hasSize(1);
    assertThat(run.value("x").floats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void releasedGradientsAreUsedAgainUnlessAValueIsOverTheSameNumbers() {
    Network n = network(List.of(node(NEG, "a", "x"), node(new Alias(), "b", "a")), "b");
    try (Run run = n.run(kernels, Map.of("x", x(1)), Request.taps("b").tracking("x"))) {
      Tensor g = run.backward(Map.of("b", x(1)), List.of("x"), Rules.GRADIENT).get("x");
      run.release(List.of(g, run.value("b")));
      assertThat(kernels.buffers().take(6)).isSameAs(g.floats());
      assertThat(kernels.buffers().take(6)).isNotSameAs(run.value("b").floats());
    }
  }

  @Test
  void anInputThatDoesNotFitIsNamedWithBothShapes() {
    Network n = network(List.of(node(NEG, "a", "x")), "a");
    assertThatThrownBy(
            () ->
                n.run(
                    kernels,
                    Map.of("x", Tensor.zeros(DType.FLOAT, Shape.of(2, 4))),
                    Request.taps("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input x: must be FLOAT[N×3], got FLOAT[2×4]");
    assertThatThrownBy(() -> n.run(kernels, Map.of("y", x(1)), Request.taps("a")))
        .hasMessage("network n: the input x is missing, got [y]");
    assertThatThrownBy(() -> n.run(kernels, Map.of("x", x(1)), Request.taps("nope")))
        .hasMessage("network n: has no value nope");
  }

  @Test
  void oneNetworkRunsInManyThreadsAtOnce() throws Exception {
    List<Node> nodes = new ArrayList<>();
    nodes.add(node(NEG, "v0", "x"));
    for (int i = 1; i < 20; i++) {
      nodes.add(node(ADD, "v" + i, "v" + (i - 1), "x"));
    }
    Network n = network(nodes, "v19");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> found = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int start = i;
        found.add(
            threads.submit(
                () ->
                    n.run(kernels, Map.of("x", x(start)), Request.taps("v19"))
                        .value("v19")
                        .floats()));
      }
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).get()[5]).isEqualTo(18f * (i + 5));
      }
    } finally {
      threads.shutdown();
    }
  }
}
