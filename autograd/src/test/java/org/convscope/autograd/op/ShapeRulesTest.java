package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.convscope.autograd.Op;
import org.convscope.engine.Lrn;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeRulesTest {
  private static Shape s(int... dims) {
    return Shape.of(dims);
  }

  private static Arguments refused(Op op, String message, Shape... inputs) {
    return Arguments.of(op, message, Arrays.asList(inputs));
  }

  static Stream<Arguments> misfits() {
    Window three = Window.square(3, 1, 0);
    return Stream.of(
        refused(
            new Conv(three),
            "bias must have one number per filter",
            s(1, 2, 5, 6),
            s(4, 2, 3, 3),
            s(3)),
        refused(new Conv(three), "must match the weight", s(1, 2, 5, 6), s(4, 2, 5, 3)),
        refused(
            new ConvTranspose(three),
            "weight must be [C×O/groups×kernel]",
            s(1, 2, 5, 6),
            s(3, 2, 3, 3)),
        refused(new ConvTranspose(three), "must match the weight", s(1, 2, 5, 6), s(2, 3, 3, 2)),
        refused(
            new ConvTranspose(three),
            "one number per output channel",
            s(1, 2, 5, 6),
            s(2, 4, 3, 3),
            s(2)),
        refused(
            new ConvTranspose(Window.square(3, 1, 4)),
            "must leave some output",
            s(1, 2, 5, 6),
            s(2, 4, 3, 3)),
        refused(new MaxPool(three), "the kernel's extent 3 must fit", s(1, 2, 2, 6)),
        refused(new AveragePool(three, true), "rank 4", s(2, 5, 6)),
        refused(new MatMul(), "inner dimensions must be equal", s(3, 4), s(5, 4)),
        refused(new MatMul(), "a scalar has no matrix product", s(), s(5, 4)),
        refused(new Linear(), "bias must have one number per output", s(3, 4), s(5, 4), s(4)),
        refused(new Gemm(1, 1, false, false), "a and b must be matrices", s(2, 3, 4), s(4, 5)),
        refused(new Gemm(1, 1, false, false), "c must stretch", s(3, 4), s(4, 5), s(2, 3, 5)),
        refused(new BatchNorm(1e-5), "one number per channel", s(2, 3, 4), s(3), s(3), s(4), s(3)),
        refused(
            new TrainingBatchNorm(1e-5, 0.1, TrainingBatchNorm.Variance.UNBIASED),
            "more than one number per channel",
            s(1, 3, 1, 1),
            s(3),
            s(3),
            s(3),
            s(3)),
        refused(new LocalResponseNorm(new Lrn(3, 1, 1, 1)), "[N×C×...]", s(4)),
        refused(new GroupNorm(2, 1e-5), "channels must divide by groups", s(2, 3, 4), s(3), s(3)),
        refused(new InstanceNorm(1e-5), "one number per channel", s(2, 3, 4), s(3), s(4)),
        refused(new LayerNorm(-1, 1e-5), "must stretch to the input", s(2, 3), s(2, 2, 3)),
        refused(new Softmax(3), "axis must lie in", s(2, 3)),
        refused(new AdaptiveAveragePool(List.of(2, 2)), "2 spatial axes", s(2, 3, 4)),
        refused(new GlobalPool(Reduction.MEAN), "[N×C×spatial]", s(2, 3)),
        refused(
            new DepthToSpace(2, DepthToSpace.Order.DEPTH_COLUMN_ROW),
            "divide by block²",
            s(1, 6, 2, 2)),
        refused(new SpaceToDepth(2), "divide by block", s(1, 6, 3, 2)),
        refused(new Tile(List.of(2)), "one repeat per axis", s(1, 6)),
        refused(new Elementwise(Arithmetic.ADD), "equal or 1", s(2, 3), s(2, 4)),
        refused(new Variadic(Variadic.How.SUM), "at least one input"),
        refused(new TotalVariation(), "[...×H×W]", s(6)));
  }

  @ParameterizedTest(name = "{0} of {2}: {1}")
  @MethodSource("misfits")
  void misfitsAreNamed(Op op, String message, List<Shape> inputs) {
    assertThatThrownBy(() -> op.shapes(inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void vectorsCountAsMatrices() {
    assertThat(new MatMul().shapes(List.of(s(4), s(4)))).containsExactly(s());
    assertThat(new MatMul().shapes(List.of(s(4), s(2, 4, 3)))).containsExactly(s(2, 3));
    assertThat(new MatMul().shapes(List.of(s(5, 1, 3, 4), s(2, 4, 6))))
        .containsExactly(s(5, 2, 3, 6));
  }

  @Test
  void outputPaddingLengthensTheOutput() {
    Window w = Window.square(3, 2, 1);

    assertThat(new ConvTranspose(w).shapes(List.of(s(1, 2, 5, 6), s(2, 4, 3, 3))))
        .containsExactly(s(1, 4, 9, 11));
    assertThat(ConvTranspose.of(w, 1, 0).shapes(List.of(s(1, 2, 5, 6), s(2, 4, 3, 3))))
        .containsExactly(s(1, 4, 10, 11));
  }
}
