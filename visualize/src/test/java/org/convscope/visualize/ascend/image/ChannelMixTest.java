package org.convscope.visualize.ascend.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelMixTest {
  private static final int ITEMS = 2;
  private static final int HEIGHT = 70;
  private static final int WIDTH = 61;
  private static final int OUTPUTS = 2;

  private final Kernels kernels = new ScalarKernels(Workers.of(2), new Buffers());

  /**
   * Three channels have a loop of their own in floats; planes are more than threads mix at once.
   */
  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 3, 4})
  void everyPixelIsTheMatrixTimesItsChannels(int channels) {
    CounterRandom random = CounterRandom.of(channels);
    int plane = HEIGHT * WIDTH;
    double[] x = new double[ITEMS * channels * plane];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.gaussian(i);
    }
    double[][] matrix = new double[OUTPUTS][channels];
    for (int i = 0; i < OUTPUTS * channels; i++) {
      matrix[i / channels][i % channels] = random.gaussian(x.length + i);
    }
    double[] shift = {0.5, -2};
    double[] expected = new double[ITEMS * OUTPUTS * plane];
    for (int i = 0; i < expected.length; i++) {
      int item = i / (OUTPUTS * plane);
      int k = i / plane % OUTPUTS;
      expected[i] = shift[k];
      for (int c = 0; c < channels; c++) {
        expected[i] += matrix[k][c] * x[(item * channels + c) * plane + i % plane];
      }
    }
    Tensor in = Tensor.of(Shape.of(ITEMS, channels, HEIGHT, WIDTH), x);
    ChannelMix mix = new ChannelMix(matrix, shift);

    assertThat(mixed(mix, in)).containsExactly(expected, within(1e-12));
    assertThat(mixed(mix, in.cast(DType.FLOAT))).containsExactly(expected, within(1e-5));
  }

  private double[] mixed(ChannelMix mix, Tensor in) {
    return mix.forward(kernels, List.of(in)).outputs().get(0).toDoubles();
  }
}
