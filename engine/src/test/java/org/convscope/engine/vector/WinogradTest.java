package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.vector.Agreement.ONE;
import static org.convscope.engine.vector.Agreement.assertIdentical;

import java.util.Arrays;
import java.util.Optional;
import org.convscope.engine.Buffers;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorConvolutionTest.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WinogradTest {
  private static final Kernels DIRECT =
      new VectorKernels(Workers.of(1), new Buffers(), Algorithms.DIRECT);

  private static boolean forward(Case c) {
    return Winograd.tile(c.window(), c.output(), c.input()[1]).isPresent();
  }

  private static boolean back(Case c) {
    return Winograd.tile(c.window(), Shape.of(c.input()), c.filters()).isPresent();
  }

  private static Tensor value(Kernels kernels, Tensor x, Case c) {
    return kernels.convolution(x, c.w(), Optional.of(c.bias()), c.window(), Epilogue.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convscope.engine.vector.VectorConvolutionTest#transformed")
  void appliesToTheTransformedCases(Case c) {
    assertThat(forward(c) || back(c)).isTrue();
  }

  @Test
  void takesFiltersOfTwoSizesAtStrideOne() {
    Shape output = Shape.of(1, 64, 28, 29);
    assertThat(Winograd.tile(Window.square(3, 1, 1), output, 64))
        .contains(WinogradTile.FOUR_BY_THREE);
    assertThat(Winograd.tile(Window.square(5, 1, 2), output, 64))
        .contains(WinogradTile.TWO_BY_FIVE);
    assertThat(Winograd.tile(Window.square(3, 2, 1), output, 64)).isEmpty();
    assertThat(Winograd.tile(Window.square(5, 2, 2), output, 64)).isEmpty();
    assertThat(Winograd.tile(Window.square(7, 1, 3), output, 64)).isEmpty();
    assertThat(Winograd.tile(Window.square(3, 1, 1).withGroups(2), output, 64)).isPresent();
    assertThat(Winograd.tile(Window.square(3, 1, 1).withGroups(2), output, 72)).isEmpty();
    assertThat(Winograd.tile(Window.square(3, 1, 1).withGroups(8), output, 64)).isEmpty();
  }

  @Test
  void takesNoSmallLayers() {
    Window window = Window.square(3, 1, 1);
    Shape output = Shape.of(1, 64, 28, 29);
    assertThat(Winograd.tile(window, output, 3)).isEmpty();
    assertThat(Winograd.tile(window, output.with(1, 16), 32)).isPresent();
    assertThat(Winograd.tile(window, output.with(1, 16), 16)).isEmpty();
    assertThat(Winograd.tile(window, output.with(1, 15), 64)).isEmpty();
    Window five = Window.square(5, 1, 2);
    assertThat(Winograd.tile(five, output.with(1, 32), 32)).isPresent();
    assertThat(Winograd.tile(five, output.with(1, 32), 31)).isEmpty();
    assertThat(Winograd.tile(five, output.with(1, 16), 96)).isEmpty();
    assertThat(Winograd.tile(window, Shape.of(1, 64, 3, 29), 64)).isPresent();
    assertThat(Winograd.tile(window, Shape.of(1, 64, 3, 4), 64)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convscope.engine.vector.VectorConvolutionTest#transformed")
  void anImageHasTheSameResultInAnyBatch(Case c) {
    Tensor all = value(ONE, c.x(), c);
    int in = c.x().size() / c.input()[0];
    int out = all.size() / c.input()[0];
    for (int n = 0; n < c.input()[0]; n++) {
      float[] image = Arrays.copyOfRange(c.x().floats(), n * in, (n + 1) * in);
      Tensor alone = value(ONE, Tensor.of(c.x().shape().with(0, 1), image), c);
      assertThat(alone.floats())
          .isEqualTo(Arrays.copyOfRange(all.floats(), n * out, (n + 1) * out));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convscope.engine.vector.VectorConvolutionTest#transformed")
  void trackedValuesAreDirectOnes(Case c) {
    Tensor direct = value(DIRECT, c.x(), c);

    assertIdentical(value(ONE.tracking(), c.x(), c), direct);
    if (forward(c)) {
      assertThat(value(ONE, c.x(), c).floats()).isNotEqualTo(direct.floats());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convscope.engine.vector.VectorConvolutionTest#transformed")
  void directGradientsAreSelectable(Case c) {
    Shape input = Shape.of(c.input());
    Tensor direct = DIRECT.convolutionInputGradient(c.gy(), c.w(), c.window(), input);
    Tensor fast = ONE.tracking().convolutionInputGradient(c.gy(), c.w(), c.window(), input);

    if (back(c)) {
      assertThat(fast.floats()).isNotEqualTo(direct.floats());
    } else {
      assertIdentical(fast, direct);
    }
  }
}
