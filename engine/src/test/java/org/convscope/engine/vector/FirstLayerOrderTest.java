package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.axis;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.ONE;

import java.util.Optional;
import org.convscope.engine.DType;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.junit.jupiter.api.Test;

class FirstLayerOrderTest {
  private static final int C = 3;
  private static final int H = 21;
  private static final int W = 37;

  /** As oneDNN does: rows of the window, columns, channels, then the bias. */
  @Test
  void aFirstLayerSumsTapByTapAndAddsTheBiasLast() {
    Window window = Window.of(axis(3, 2, 0, 0, 1), axis(5, 2, 0, 0, 1));
    Tensor x = normal(1, DType.FLOAT, 1, C, H, W);
    Tensor w = normal(2, DType.FLOAT, 64, C, 3, 5);
    Tensor b = normal(3, DType.FLOAT, 64);
    Tensor y = ONE.convolution(x, w, Optional.of(b), window, Epilogue.NONE);
    int height = y.shape().dim(2);
    int width = y.shape().dim(3);
    assertThat(width).isGreaterThanOrEqualTo(Cover.PLANAR.longest());
    float[] expected = new float[y.size()];
    for (int i = 0; i < expected.length; i++) {
      int o = i / (height * width);
      int at = i / width % height * 2 * W + i % width * 2;
      float sum = 0;
      for (int tap = 0; tap < 15; tap++) {
        for (int c = 0; c < C; c++) {
          float weight = w.floats()[(o * C + c) * 15 + tap];
          sum = Math.fma(x.floats()[c * H * W + at + tap / 5 * W + tap % 5], weight, sum);
        }
      }
      expected[i] = sum + b.floats()[o];
    }
    assertThat(y.floats()).isEqualTo(expected);
  }
}
