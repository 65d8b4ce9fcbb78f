package org.convscope.engine.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
  private static final Buffers BUFFERS = new Buffers();

  private static final Resampling MAP =
      new Resampling(
          List.of(
              new Resampling.Taps(new int[] {2, 0}, new double[] {10, 1}),
              new Resampling.Taps(new int[] {1, 1}, new double[] {3, 4})));

  @Test
  void sumsItsTapsAlongTheAxis() {
    Tensor x = Tensor.of(Shape.of(3, 2), new double[] {1, 2, 3, 4, 5, 6});

    assertThat(MAP.apply(x, 0, BUFFERS).toDoubles()).containsExactly(51, 62, 21, 28);
    assertThat(MAP.apply(x.cast(DType.FLOAT), 0, BUFFERS).floats()).containsExactly(51, 62, 21, 28);
  }

  @ParameterizedTest(name = "{0} along axis {1}")
  @CsvSource({"FLOAT,0", "DOUBLE,1", "FLOAT,2"})
  void theAdjointIsTheTranspose(DType type, int axis) {
    Shape in = Shape.of(4, 5, 6).with(axis, 3);
    Tensor x = random(type, in, 1);
    Tensor y = random(type, in.with(axis, 2), 2);

    assertThat(dot(MAP.apply(x, axis, BUFFERS), y))
        .isCloseTo(dot(x, MAP.adjoint(y, axis, 3, BUFFERS)), within(1e-3));
  }

  private static Tensor random(DType type, Shape shape, long seed) {
    CounterRandom random = CounterRandom.of(seed);
    double[] v = IntStream.range(0, shape.size()).mapToDouble(random::gaussian).toArray();
    return Tensor.of(shape, v).cast(type);
  }

  private static double dot(Tensor a, Tensor b) {
    return IntStream.range(0, a.size()).mapToDouble(i -> a.at(i) * b.at(i)).sum();
  }

  @Test
  void everyPositionNeedsAWeight() {
    assertThatThrownBy(() -> new Resampling.Taps(new int[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2 positions and 3 weights");
  }
}
