package org.convscope.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.autograd.op.JoinedConvolutions;
import org.convscope.autograd.op.MaxPool;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.engine.vector.VectorKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that do their neighbours' work on the way back give the gradients of those that do not. */
class LinkedVjpTest {
  /** Nothing in the graphs has this type, but a rule for it keeps calls from linking. */
  private static final Rules UNLINKED =
      Rules.GRADIENT.with("unused", (backward, call, gys, wanted) -> gys);

  private static final Window SAME = Window.square(3, 1, 1);
  private static final Window POINT = Window.square(1, 1, 0);
  private static final Op RELU = new Activation(Functions.RELU);
  private static final int CHANNELS = 32;

  /** A graph under construction: what is wanted, and what is seeded. */
  private static final class Graph {
    final Tape tape;
    final DType type;
    final Variable x;
    final List<Variable> wanted = new ArrayList<>();
    final List<Variable> seeded = new ArrayList<>();
    private int made;

    Graph(Kernels kernels, DType type) {
      this.tape = new Tape(kernels);
      this.type = type;
      this.x = tape.variable(normal(2, CHANNELS, 9, 11));
      wanted.add(x);
    }

    Tensor normal(int... dims) {
      return normal(++made, Shape.of(dims));
    }

    Tensor normal(int stream, Shape shape) {
      CounterRandom random = CounterRandom.of(3).stream(stream);
      double[] v = new double[shape.size()];
      for (int i = 0; i < v.length; i++) {
        v[i] = random.gaussian(i);
      }
      return Tensor.of(shape, v).cast(type);
    }

    private Variable weight(Window window) {
      int k = window.h().kernel();
      return tape.constant(normal(CHANNELS, CHANNELS, k, k));
    }

    Variable conv(Variable from, Window window) {
      return tape.apply(new Conv(window), from, weight(window));
    }

    Variable relu(Variable from) {
      return tape.apply(RELU, from);
    }

    /** Convolution and rectifier in one. */
    Variable block(Variable from) {
      return tape.apply(op(SAME, false), from, weight(SAME), null);
    }

    /** Convolution, sum and rectifier in one. */
    Variable residual(Variable from, Variable added) {
      return tape.apply(op(POINT, true), from, weight(POINT), null, added);
    }

    Variable joined(Variable from) {
      Op op = new JoinedConvolutions(List.of(op(POINT, false), op(SAME, false)), "concat");
      return tape.apply(op, from, weight(POINT), null, from, weight(SAME), null);
    }

    Variable narrowed(Variable from) {
      return tape.apply(new Conv(POINT), from, tape.constant(normal(CHANNELS, 2 * CHANNELS, 1, 1)));
    }

    Variable pool(Variable from) {
      return tape.apply(new MaxPool(Window.square(3, 2, 0)), from);
    }

    Variable mean(Variable from) {
      return tape.apply(new GlobalPool(Reduction.MEAN), from);
    }

    private static ConvBlock op(Window window, boolean sum) {
      Optional<ConvBlock.Sum> added =
          sum ? Optional.of(new ConvBlock.Sum("sum", false)) : Optional.empty();
      return new ConvBlock(window, "conv", Optional.empty(), added, Optional.of("relu"));
    }

    Graph seed(Variable... variables) {
      seeded.addAll(Arrays.asList(variables));
      return this;
    }

    Graph want(Variable v) {
      wanted.add(v);
      return this;
    }

    Gradients backward(Rules rules) {
      Map<Variable, Tensor> seeds = new LinkedHashMap<>();
      for (Variable v : seeded) {
        seeds.put(v, normal(100 + seeds.size(), v.value().shape()));
      }
      return tape.backward(seeds, wanted, rules);
    }
  }

  /** By name: the graph, and how many passes over memory a rectifier's gradient takes then. */
  private static Stream<Arguments> graphs() {
    return Stream.of(
        graph("a chain", 0, g -> g.seed(g.conv(g.relu(g.conv(g.x, SAME)), POINT))),
        graph("blocks", 0, g -> g.seed(g.conv(g.block(g.block(g.x)), SAME))),
        graph("a rectifier at the end", 1, g -> g.seed(g.block(g.block(g.x)))),
        graph(
            "two readers",
            1,
            g -> {
              Variable v = g.block(g.x);
              return g.seed(g.residual(g.block(v), g.conv(v, SAME)));
            }),
        graph(
            "an identity block",
            1,
            g -> {
              Variable v = g.block(g.x);
              return g.seed(g.residual(g.block(v), v));
            }),
        graph(
            "input and residual in one",
            2,
            g -> {
              Variable v = g.block(g.x);
              return g.seed(g.residual(v, v));
            }),
        graph(
            "a reader that nothing comes back from",
            1,
            g -> {
              Variable v = g.block(g.x);
              g.conv(v, POINT);
              return g.seed(g.conv(v, SAME));
            }),
        graph(
            "a reader after the last seed",
            0,
            g -> {
              Variable v = g.block(g.x);
              Variable y = g.conv(v, SAME);
              g.conv(v, POINT);
              return g.seed(y);
            }),
        graph(
            "a seed on the way",
            0,
            g -> {
              Variable v = g.block(g.x);
              return g.seed(v, g.conv(v, SAME));
            }),
        graph(
            "a wanted value on the way",
            1,
            g -> {
              Variable v = g.block(g.x);
              return g.want(v).seed(g.conv(v, SAME));
            }),
        graph("joined", 0, g -> g.seed(g.narrowed(g.joined(g.block(g.x))))),
        graph("joined at the end", 1, g -> g.seed(g.joined(g.block(g.x)))),
        graph("a pool", 0, g -> g.seed(g.conv(g.pool(g.block(g.x)), SAME))),
        graph("a pool of joined ones", 0, g -> g.seed(g.narrowed(g.pool(g.joined(g.x))))),
        graph("a pool at the end", 1, g -> g.seed(g.pool(g.block(g.x)))),
        graph("a pool of what is not rectified", 1, g -> g.seed(g.block(g.pool(g.x)))),
        graph("a mean over space", 0, g -> g.seed(g.mean(g.block(g.block(g.x))))),
        graph(
            "a mean beside another reader",
            0,
            g -> {
              Variable v = g.block(g.x);
              Variable mean = g.mean(v);
              return g.seed(mean, g.conv(v, SAME));
            }),
        graph(
            "a pool beside another reader",
            1,
            g -> {
              Variable v = g.block(g.x);
              return g.seed(g.conv(g.pool(v), SAME), g.conv(v, SAME));
            }),
        graph(
            "a pool of a wanted value",
            1,
            g -> {
              Variable v = g.block(g.x);
              return g.want(v).seed(g.conv(g.pool(v), SAME));
            }),
        graph(
            "a wanted pool",
            1,
            g -> {
              Variable v = g.pool(g.block(g.x));
              return g.want(v).seed(g.conv(v, SAME));
            }),
        graph(
            "a pool of a seeded value",
            1,
            g -> {
              Variable v = g.block(g.x);
              return g.seed(v, g.conv(g.pool(v), SAME));
            }),
        graph(
            "an addition that hands on what it gets",
            0,
            g -> {
              Variable v = g.block(g.x);
              Variable sum = g.tape.apply(new Elementwise(Arithmetic.ADD), g.conv(v, SAME), v);
              return g.seed(sum);
            }));
  }

  private static Arguments graph(String name, int passes, Function<Graph, Graph> build) {
    return Arguments.of(name, passes, build);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void gradientsAreTheSame(String name, int passes, Function<Graph, Graph> build) {
    for (DType type : new DType[] {DType.FLOAT, DType.DOUBLE}) {
      Graph graph = build.apply(new Graph(new VectorKernels(Workers.of(2), new Buffers()), type));
      Gradients expected = graph.backward(UNLINKED);
      for (int again = 0; again < 2; again++) {
        Gradients found = graph.backward(Rules.GRADIENT);
        for (Variable v : graph.wanted) {
          assertThat(found.of(v).toDoubles()).isEqualTo(expected.of(v).toDoubles());
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void rectifiersAreMetWhereGradientsAreStored(
      String name, int passes, Function<Graph, Graph> build) {
    AtomicInteger count = new AtomicInteger();
    Kernels scalar = new ScalarKernels(Workers.of(1), new Buffers());
    Kernels counting =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  count.addAndGet(method.getName().equals("mapGradient") ? 1 : 0);
                  return method.invoke(scalar, arguments);
                });
    Graph graph = build.apply(new Graph(counting, DType.DOUBLE));

    graph.backward(Rules.GRADIENT);

    assertThat(count).hasValue(passes);
  }
}
