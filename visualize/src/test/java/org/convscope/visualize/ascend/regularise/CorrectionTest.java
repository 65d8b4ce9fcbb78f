package org.convscope.visualize.ascend.regularise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;
import org.junit.jupiter.api.Test;

class CorrectionTest {
  private final Preprocessing p = Preprocessing.imageNet(4, 6);
  private final Buffers buffers = new Buffers();

  private static Tensor image(float... first) {
    float[] x = new float[3 * 4 * 6];
    System.arraycopy(first, 0, x, 0, first.length);
    return Tensor.of(Shape.of(1, 3, 4, 6), x);
  }

  @Test
  void aBlurKeepsTheSumAndSpreadsLikeAGaussian() {
    float[] x = new float[3 * 4 * 6];
    x[1 * 6 + 2] = 1;
    float[] y = new Blur(0.5).of(Tensor.of(Shape.of(1, 3, 4, 6), x), buffers).floats();
    double sum = 0;
    for (float v : y) {
      sum += v;
    }

    assertThat(sum).isCloseTo(1, within(1e-6));
    assertThat(y[6 + 3] / y[6 + 2]).isCloseTo((float) Math.exp(-2), within(1e-5f));
  }

  @Test
  void blursOnlyEverySoManySteps() {
    Tensor x = image(1, 2, 3);
    Correction every = new Correction.BlurEvery(new Blur(1), 10);

    assertThat(every.of(x, 9, p, buffers)).isSameAs(x);
    assertThat(every.of(x, 20, p, buffers).floats()).isNotEqualTo(x.floats());
  }

  @Test
  void clampsToBlackAndWhite() {
    float[] y = new Correction.Clamp().of(image(-9, 9), 1, p, buffers).floats();

    assertThat(y[0]).isCloseTo((float) (-0.485 / 0.229), within(1e-6f));
    assertThat(y[1]).isCloseTo((float) ((1 - 0.485) / 0.229), within(1e-6f));
  }

  @Test
  void clipsTheWeakestPixelsInAllColours() {
    float[] x = new float[3 * 24];
    for (int i = 0; i < 24; i++) {
      x[i] = i;
      x[24 + i] = 1;
    }
    float[] y =
        new Correction.ClipNorm(50).of(Tensor.of(Shape.of(1, 3, 4, 6), x), 1, p, buffers).floats();

    assertThat(y[11]).isZero();
    assertThat(y[24 + 11]).isZero();
    assertThat(y[12]).isEqualTo(12);
    assertThat(y[24 + 12]).isEqualTo(1);
  }
}
