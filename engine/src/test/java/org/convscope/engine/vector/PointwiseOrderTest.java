package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.ONE;

import java.util.Optional;
import org.convscope.engine.DType;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before a backward pass, pointwise kernels are summed as oneDNN does, to the last bit. */
class PointwiseOrderTest {
  @ParameterizedTest
  @CsvSource({
    "1, 80, 32, 13, 80",
    "1, 81, 32, 13, 80",
    "2, 200, 24, 27, 80",
    "1, 512, 32, 13, 80",
    "1, 160, 256, 11, 80",
    "1, 200, 32, 28, 200",
    "1, 200, 32, 10, 200",
    "1, 200, 272, 11, 200",
    "1, 512, 1, 13, 512"
  })
  void channelsAreSummedInSegments(int n, int c, int o, int rows, int segment) {
    int columns = 5;
    int plane = rows * columns;
    Tensor x = normal(1, DType.FLOAT, n, c, rows, columns);
    Tensor w = normal(2, DType.FLOAT, o, c, 1, 1);
    Tensor b = normal(3, DType.FLOAT, o);
    Tensor y =
        ONE.tracking().convolution(x, w, Optional.of(b), Window.square(1, 1, 0), Epilogue.RELU);
    float[] expected = new float[y.size()];
    for (int i = 0; i < expected.length; i++) {
      int filter = i / plane % o;
      int at = i / plane / o * c * plane + i % plane;
      float sum = 0;
      for (int from = 0; from < c; from += segment) {
        float part = from == 0 ? b.floats()[filter] : 0;
        for (int k = from; k < Math.min(c, from + segment); k++) {
          part = Math.fma(x.floats()[at + k * plane], w.floats()[filter * c + k], part);
        }
        sum = from == 0 ? part : sum + part;
      }
      expected[i] = Math.max(0, sum);
    }
    assertThat(y.floats()).isEqualTo(expected);
  }
}
