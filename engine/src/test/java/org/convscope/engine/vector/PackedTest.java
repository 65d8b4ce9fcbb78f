package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights are packed into arrays that held something else before. */
class PackedTest {
  private static final Workers WORKERS = Workers.of(1);

  private static Tensor random(int... dims) {
    Shape shape = Shape.of(dims);
    CounterRandom random = CounterRandom.of(1);
    float[] v = new float[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.gaussian(i);
    }
    return Tensor.of(shape, v);
  }

  private static float[] dirty(int length) {
    float[] array = new float[length];
    Arrays.fill(array, Float.NaN);
    return array;
  }

  private static void requireNothingLeft(Function<IntFunction<float[]>, Packed> make) {
    assertThat(make.apply(PackedTest::dirty).data())
        .containsExactly(make.apply(float[]::new).data());
  }

  @ParameterizedTest
  @CsvSource({"32, 16, 1, 3", "20, 7, 1, 1", "6, 3, 2, 3", "48, 24, 3, 1", "5, 1, 5, 3"})
  void panelsHoldNothingOld(int filters, int channels, int groups, int kernel) {
    Tensor weight = random(filters, channels, kernel, kernel);
    Panels.Selection all = Panels.Selection.all(kernel, kernel);
    for (boolean transposed : new boolean[] {false, true}) {
      requireNothingLeft(
          arrays -> new Panels(weight, groups, transposed, Blocked.LANES, all, WORKERS, arrays));
    }
  }

  @Test
  void planarPanelsHoldNothingOld() {
    Panels.Selection all = Panels.Selection.all(3, 3);
    requireNothingLeft(
        arrays -> new Panels(random(20, 3, 3, 3), 1, false, 1, all, WORKERS, arrays));
  }

  @ParameterizedTest
  @CsvSource({"32, 16, 3", "20, 7, 3", "70, 40, 3", "20, 40, 5"})
  void winogradsWeightsHoldNothingOld(int filters, int channels, int kernel) {
    Tensor weight = random(filters, channels, kernel, kernel);
    for (boolean transposed : new boolean[] {false, true}) {
      Winograd.Filters all = new Winograd.Filters(weight, transposed, Window.square(kernel, 1, 1));
      requireNothingLeft(arrays -> new WinogradWeights(all, 0, WORKERS, arrays));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void weightsForOnePassGiveWhatKeptOnesDo(int kernel) {
    VectorKernels kernels = new VectorKernels(WORKERS, new Buffers());
    Tensor x = random(2, 40, 12, 12);
    Tensor weight = random(48, 40, kernel, kernel);
    Window window = Window.square(kernel, 1, kernel / 2);
    Tensor y = kernels.convolution(x, weight, Optional.empty(), window, Epilogue.NONE);
    Tensor gx = kernels.convolutionInputGradient(y, weight, window, x.shape());
    for (int pass = 0; pass < 3; pass++) {
      Tensor once = weight.forOnePass();
      Tensor again = kernels.convolution(x, once, Optional.empty(), window, Epilogue.NONE);
      assertThat(again.floats()).containsExactly(y.floats());
      assertThat(kernels.convolutionInputGradient(y, once, window, x.shape()).floats())
          .containsExactly(gx.floats());
    }
  }
}
