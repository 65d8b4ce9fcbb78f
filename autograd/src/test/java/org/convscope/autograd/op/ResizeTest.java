package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.op.Interpolation.Coordinates;
import org.convscope.autograd.op.Interpolation.Mode;
import org.convscope.autograd.op.Interpolation.Rounding;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;

/** Numbers from the examples of ONNX Resize, and by hand. */
class ResizeTest {
  private static double[] along(Interpolation how, Resize.Target target, double... row) {
    Tensor x = Tensor.of(Shape.of(1, row.length), row);
    return run(new Resize(List.of(target), how), x);
  }

  private static double[] run(Resize resize, Tensor x) {
    return resize.forward(Samples.kernels(), List.of(x)).outputs().get(0).toDoubles();
  }

  private static Resize.Target times(double scale) {
    return Resize.Target.scale(-1, scale);
  }

  @Test
  void linearFollowsItsCoordinates() {
    assertThat(along(Interpolation.linear(Coordinates.HALF_PIXEL), times(2), 1, 2))
        .containsExactly(1, 1.25, 1.75, 2);
    assertThat(along(Interpolation.linear(Coordinates.ALIGN_CORNERS), times(2), 1, 2))
        .containsExactly(new double[] {1, 4 / 3.0, 5 / 3.0, 2}, within(1e-12));
    assertThat(along(Interpolation.linear(Coordinates.ASYMMETRIC), times(2), 1, 2))
        .containsExactly(1, 1.5, 2, 2);
    assertThat(along(Interpolation.linear(Coordinates.HALF_PIXEL), times(0.25), 1, 2, 3, 4))
        .containsExactly(2.5);
    assertThat(along(Interpolation.linear(Coordinates.PYTORCH_HALF_PIXEL), times(0.25), 1, 2, 3, 4))
        .containsExactly(1);
  }

  @Test
  void symmetricHalfPixelsAreCentred() {
    double[] up =
        along(
            Interpolation.linear(Coordinates.HALF_PIXEL_SYMMETRIC),
            new Resize.Target(-1, 4, 2.3),
            1,
            2);

    assertThat(up[0] - 1).isCloseTo(2 - up[3], within(1e-12));
    assertThat(up[1] - 1).isCloseTo(2 - up[2], within(1e-12));
  }

  private static double[] square(Interpolation how, double scale, int height) {
    Tensor x =
        Tensor.of(
            Shape.of(1, 1, height, 4),
            IntStream.rangeClosed(1, 4 * height).asDoubleStream().toArray());
    return run(
        new Resize(List.of(Resize.Target.scale(2, scale), Resize.Target.scale(3, scale)), how), x);
  }

  @Test
  void cubicAgreesWithOnnx() {
    assertThat(square(Interpolation.cubic(Coordinates.HALF_PIXEL), 2, 4))
        .startsWith(
            0.47265625, 0.76953125, 1.24609375, 1.875, 2.28125, 2.91015625, 3.38671875, 3.68359375);
    assertThat(square(Interpolation.cubic(Coordinates.ALIGN_CORNERS), 2, 4))
        .hasSize(64)
        .satisfies(
            y -> {
              assertThat(y[0]).isCloseTo(1, within(1e-7));
              assertThat(y[1]).isCloseTo(1.34110787, within(1e-7));
              assertThat(y[2]).isCloseTo(1.80029155, within(1e-7));
              assertThat(y[3]).isCloseTo(2.32944606, within(1e-7));
            });
  }

  @Test
  void antialiasingAveragesWhatIsSkipped() {
    Interpolation linear =
        new Interpolation(Mode.LINEAR, Coordinates.HALF_PIXEL, Rounding.FLOOR, -0.75, false, true);
    Interpolation cubic =
        new Interpolation(Mode.CUBIC, Coordinates.HALF_PIXEL, Rounding.FLOOR, -0.75, false, true);

    assertThat(square(linear, 0.6, 2)).containsExactly(new double[] {2.875, 4.5}, within(1e-6));
    assertThat(square(cubic, 0.6, 4))
        .containsExactly(new double[] {2.5180721, 4.2858863, 9.589329, 11.357142}, within(1e-5));
  }

  @Test
  void nearestRoundsAsAsked() {
    assertThat(nearest(Rounding.FLOOR)).containsExactly(1, 1, 2, 2);
    assertThat(nearest(Rounding.CEIL)).containsExactly(1, 2, 2, 2);
    assertThat(nearest(Rounding.PREFER_FLOOR)).containsExactly(1, 1, 2, 2);
    assertThat(nearest(Rounding.PREFER_CEIL)).containsExactly(1, 2, 2, 2);
  }

  private static double[] nearest(Rounding rounding) {
    return along(Interpolation.nearest(Coordinates.ASYMMETRIC, rounding), times(2), 1, 2);
  }

  @Test
  void sizesAreRoundedDown() {
    Resize resize =
        new Resize(
            List.of(Resize.Target.scale(0, 0.6), Resize.Target.size(-1, 7)),
            Interpolation.linear(Coordinates.HALF_PIXEL));

    assertThat(resize.shapes(List.of(Shape.of(4, 3, 5)))).containsExactly(Shape.of(2, 3, 7));
  }

  @Test
  void anAxisMustKeepAnElement() {
    Resize resize = new Resize(List.of(times(0.1)), Interpolation.linear(Coordinates.HALF_PIXEL));

    assertThatThrownBy(() -> resize.shapes(List.of(Shape.of(2, 5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 5 to 0 on axis 1 of [2×5]");
  }
}
