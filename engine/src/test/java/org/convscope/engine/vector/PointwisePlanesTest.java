package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.vector.Agreement.agree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.vector.VectorConvolutionTest.Case;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PointwisePlanesTest {
  /** Planes of less than a vector, and of more than a task. */
  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Window point = Window.square(1, 1, 0);
    for (int i : new int[] {1, 3, 4}) {
      cases.add(VectorConvolutionTest.of(i + " planes to 3", 2, i, 47, 53, 3, point));
      cases.add(VectorConvolutionTest.of("4 planes to " + i, 2, 4, 1, 3, i, point));
    }
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void planesStayPlanes(Case c) {
    for (Epilogue epilogue : List.of(Epilogue.NONE, Epilogue.RELU)) {
      for (Optional<Tensor> bias : List.of(Optional.of(c.bias()), Optional.<Tensor>empty())) {
        Tensor y = agree(k -> k.convolution(c.x(), c.w(), bias, c.window(), epilogue));
        assertThat(y.isBlocked()).isFalse();
      }
    }
    Shape input = Shape.of(c.input());
    Tensor gx = agree(k -> k.convolutionInputGradient(c.gy(), c.w(), c.window(), input));
    assertThat(gx.isBlocked()).isFalse();
  }

  /** A residual, a stride or a fifth plane goes another way. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aResidualIsAddedElsewhere(Case c) {
    Epilogue epilogue = new Epilogue(Optional.of(c.gy()), true);
    agree(k -> k.convolution(c.x(), c.w(), Optional.of(c.bias()), c.window(), epilogue));
    Window strided = Window.square(1, 2, 0);
    assertThat(PointwisePlanes.applies(strided, 3, 3)).isFalse();
    assertThat(PointwisePlanes.applies(c.window(), 5, 3)).isFalse();
    assertThat(PointwisePlanes.applies(Window.square(1, 1, 1), 3, 3)).isFalse();
  }
}
