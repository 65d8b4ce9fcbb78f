package org.convscope.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.Linear;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.Softmax;
import org.convscope.autograd.op.Variadic;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recycled arrays must not show in any result. */
class BufferReuseTest {
  private static final Op ADD = new Elementwise(Arithmetic.ADD);
  private static final Op RELU = new Activation(Functions.RELU);

  private static Kernels reusing(String set) {
    return KernelSets.named(set, Workers.of(2), new Buffers());
  }

  /** Drops what the tape gives back: buffers ignore arrays that they never handed out. */
  private static Kernels neverRecycling(String set) {
    Kernels kernels = reusing(set);
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, args) ->
                method.getName().equals("buffers") ? new Buffers() : method.invoke(kernels, args));
  }

  /** Overwrites free arrays, so that who still uses one shows it. */
  private static void poison(Buffers buffers, int... lengths) {
    for (int length : lengths) {
      List<float[]> taken = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        taken.add(buffers.take(length));
      }
      for (float[] array : taken) {
        Arrays.fill(array, Float.NaN);
        buffers.recycle(array);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "vector"})
  void resultsAreTheSameWithAndWithoutRecycling(String set) {
    List<Tensor> fresh = run(neverRecycling(set));
    Kernels kernels = reusing(set);
    for (int pass = 0; pass < 3; pass++) {
      List<Tensor> reused = run(kernels);
      for (Tensor t : reused) {
        poison(kernels.buffers(), t.size());
        poison(kernels.buffers(), t.shape().rank() == 4 ? Blocked.length(t.shape()) : t.size());
      }
      for (int i = 0; i < fresh.size(); i++) {
        assertThat(reused.get(i).floats())
            .as("pass %d, result %d", pass, i)
            .containsExactly(fresh.get(i).floats());
      }
    }
  }

  @Test
  void aGradientSharedByTwoInputsOutlivesTheSumOfOneOfThem() {
    Kernels kernels = reusing("scalar");
    Tape tape = new Tape(kernels);
    Variable a = tape.variable(tensor(1, 5));
    Variable b = tape.variable(tensor(2, 5));
    Variable mean = tape.apply(new Variadic(Variadic.How.MEAN), a, b);
    Variable y = tape.apply(ADD, mean, tape.apply(new Activation(Functions.NEG), a));
    Tensor seed = Tensor.full(y.value().type(), y.value().shape(), 1);

    Gradients g = tape.backward(Map.of(y, seed), List.of(a, b), Rules.GRADIENT);
    poison(kernels.buffers(), 5);

    assertThat(g.of(a).floats()).containsOnly(-0.5f);
    assertThat(g.of(b).floats()).containsOnly(0.5f);
    assertThat(seed.floats()).containsOnly(1f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "vector"})
  void aReleasedTapeHandsOnWhatItComputedButNotWhatIsKept(String set) {
    Kernels kernels = reusing(set);
    Buffers buffers = kernels.buffers();
    float[] given = buffers.take(6);
    Arrays.fill(given, -3f);
    Tape tape = new Tape(kernels);
    Variable x = tape.variable(Tensor.of(Shape.of(6), given));
    Variable a = tape.apply(new Activation(Functions.NEG), x);
    Variable b = tape.apply(ADD, a, x);
    Variable c = tape.apply(ADD, a, b);
    float[] computed = b.value().floats();

    tape.release(List.of(c.value()));
    poison(buffers, 6);

    assertThat(x.value().floats()).containsOnly(-3f);
    assertThat(c.value().floats()).containsOnly(3f);
    assertThat(computed).containsOnly(Float.NaN);
  }

  /** Two backward passes over a network with branches; every wanted gradient. */
  private static List<Tensor> run(Kernels kernels) {
    Tape tape = new Tape(kernels);
    Window three = Window.square(3, 1, 1);
    Variable x = tape.variable(tensor(1, 2, 3, 8, 7));
    Variable w1 = tape.variable(tensor(2, 5, 3, 3, 3));
    Variable w2 = tape.variable(tensor(3, 5, 5, 3, 3));
    Variable fc = tape.variable(tensor(4, 4, 120));
    Variable stem = tape.apply(RELU, tape.apply(new Conv(three), x, w1));
    Variable branch = tape.apply(new Conv(three), stem, w2);
    List<Variable> norm = new ArrayList<>(List.of(branch));
    for (int i = 0; i < 4; i++) {
      norm.add(tape.constant(Tensor.full(x.value().type(), Shape.of(5), i == 3 ? 0.7 : 0.3 * i)));
    }
    branch = tape.applyAll("norm", new BatchNorm(1e-5), norm).get(0);
    Variable joined = tape.apply(RELU, tape.apply(ADD, branch, stem));
    Variable both = tape.apply(new Concat(1), joined, stem);
    Variable pooled = tape.apply(new MaxPool(Window.square(2, 2, 0)), both);
    Variable y =
        tape.apply(
            new Softmax(-1), tape.apply(new Linear(), tape.apply(new Flatten(1), pooled), fc));
    List<Variable> wanted = List.of(x, w1, w2, fc, stem, joined);
    List<Tensor> results = new ArrayList<>();
    for (int seed = 10; seed < 12; seed++) {
      Gradients g = tape.backward(Map.of(y, tensor(seed, 2, 4)), wanted, Rules.GRADIENT);
      wanted.forEach(v -> results.add(g.of(v)));
    }
    results.add(y.value());
    return results;
  }

  private static Tensor tensor(long seed, int... dims) {
    Shape shape = Shape.of(dims);
    CounterRandom random = CounterRandom.of(seed);
    float[] v = new float[shape.size()];
    IntStream.range(0, v.length).forEach(i -> v[i] = (float) random.gaussian(i));
    return Tensor.of(shape, v);
  }
}
