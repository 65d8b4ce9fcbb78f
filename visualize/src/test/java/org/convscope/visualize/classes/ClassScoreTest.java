package org.convscope.visualize.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.visualize.classes.ClassScore.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassScoreTest {
  private static final Shape SHAPE = Shape.of(2, 3);
  private static final float[] LOGITS = {0.5f, -1, 2, 1, 1.5f, -0.25f};
  private static final float STEP = 1e-2f;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theGradientIsTheDifferenceQuotientOfEachItemsScore(Kind kind) {
    ClassScore score = new ClassScore("logits", 2, kind);
    float[] gradient = score.gradient(Tensor.of(SHAPE, LOGITS)).floats();
    for (int i = 0; i < LOGITS.length; i++) {
      int item = i / 3;
      double up = score.of(moved(i, STEP))[item];
      double down = score.of(moved(i, -STEP))[item];
      assertThat((double) gradient[i]).isCloseTo((up - down) / (2 * STEP), within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aClassThatTheNetworkDoesNotHaveIsRefused(Kind kind) {
    assertThatThrownBy(() -> new ClassScore("logits", 3, kind).of(Tensor.of(SHAPE, LOGITS)))
        .hasMessage("the network has the classes 0 to 2, got 3");
  }

  private static Tensor moved(int i, float by) {
    float[] values = LOGITS.clone();
    values[i] += by;
    return Tensor.of(SHAPE, values);
  }
}
