package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Slice.Range;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;

class DataMovementTest {
  private static Tensor counted(int... dims) {
    Shape s = Shape.of(dims);
    return Tensor.of(DType.INT64, s, LongStream.range(0, s.size()).toArray());
  }

  private static Tensor run(Op op, Tensor... inputs) {
    List<Tensor> in = Arrays.asList(inputs);
    Tensor y = op.forward(Samples.kernels(), in).outputs().get(0);
    assertThat(op.shapes(in.stream().map(Tensor::shape).toList())).startsWith(y.shape());
    return y;
  }

  private static long[] slice(long start, long end, long step) {
    return run(Slice.of(new Range(0, start, end, step)), counted(5)).longs();
  }

  @Test
  void slicesArePythons() {
    assertThat(slice(1, 4, 1)).containsExactly(1, 2, 3);
    assertThat(slice(-2, Long.MAX_VALUE, 1)).containsExactly(3, 4);
    assertThat(slice(0, -1, 2)).containsExactly(0, 2);
    assertThat(slice(Long.MAX_VALUE, Long.MIN_VALUE, -2)).containsExactly(4, 2, 0);
    assertThat(slice(20, -20, -1)).containsExactly(4, 3, 2, 1, 0);
    assertThat(slice(3, 0, -1)).containsExactly(3, 2, 1);
    assertThat(slice(-1, -3, -1)).containsExactly(4, 3);
    assertThat(slice(3, 2, 1)).isEmpty();
    assertThat(slice(7, 9, 1)).isEmpty();
    assertThat(slice(0, 5, Long.MAX_VALUE)).containsExactly(0);
    assertThat(slice(4, -9, Long.MIN_VALUE)).containsExactly(4);
  }

  @Test
  void severalAxesAreSlicedAtOnce() {
    Tensor y = run(Slice.of(new Range(-1, -1, -4, -2), Range.of(0, 1, 9)), counted(3, 4));

    assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(y.longs()).containsExactly(7, 5, 11, 9);
  }

  private static long[] pad(Pad.Mode mode, int begin, int end) {
    return run(new Pad(List.of(begin), List.of(end), mode, 9), counted(3)).longs();
  }

  @Test
  void paddingModesDiffer() {
    assertThat(pad(Pad.Mode.CONSTANT, 2, 1)).containsExactly(9, 9, 0, 1, 2, 9);
    assertThat(pad(Pad.Mode.EDGE, 2, 1)).containsExactly(0, 0, 0, 1, 2, 2);
    assertThat(pad(Pad.Mode.REFLECT, 2, 1)).containsExactly(2, 1, 0, 1, 2, 1);
    assertThat(pad(Pad.Mode.WRAP, 2, 1)).containsExactly(1, 2, 0, 1, 2, 0);
  }

  @Test
  void paddingFurtherThanTheInputGoesOn() {
    assertThat(pad(Pad.Mode.REFLECT, 5, 0)).containsExactly(1, 0, 1, 2, 1, 0, 1, 2);
    assertThat(pad(Pad.Mode.WRAP, 0, 5)).containsExactly(0, 1, 2, 0, 1, 2, 0, 1);
    assertThat(pad(Pad.Mode.EDGE, 0, 4)).containsExactly(0, 1, 2, 2, 2, 2, 2);
  }

  @Test
  void negativePaddingCrops() {
    assertThat(pad(Pad.Mode.CONSTANT, -1, 2)).containsExactly(1, 2, 9, 9);
    assertThat(pad(Pad.Mode.REFLECT, 1, -2)).containsExactly(1, 0);
    assertThatThrownBy(() -> pad(Pad.Mode.CONSTANT, -2, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got begin -2, end -2 on axis 0 of [3]");
  }

  @Test
  void onnxListsAllBeginsFirst() {
    assertThat(Pad.of(new int[] {1, 2, 3, 4}, Pad.Mode.EDGE, 0))
        .isEqualTo(new Pad(List.of(1, 2), List.of(3, 4), Pad.Mode.EDGE, 0));
  }

  @Test
  void transposingMovesAxes() {
    Tensor y = run(Transpose.of(2, 0, 1), counted(2, 3, 4));

    assertThat(y.shape()).isEqualTo(Shape.of(4, 2, 3));
    assertThat(y.longs()).startsWith(0, 4, 8, 12, 16, 20, 1, 5);
    assertThat(run(new Transpose(List.of()), counted(2, 3)).longs())
        .containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void gatheringTakesAnyShapeOfIndices() {
    Tensor indices = Tensor.of(DType.INT64, Shape.of(2, 2), new long[] {-1, 0, 2, 2});
    Tensor y = run(new Gather(1), counted(2, 3), indices);

    assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(y.longs()).containsExactly(2, 0, 2, 2, 5, 3, 5, 5);
    assertThat(run(new Gather(0), counted(4), Tensor.scalar(DType.INT64, 3)).shape())
        .isEqualTo(Shape.of());
    assertThatThrownBy(() -> run(new Gather(0), counted(4), Tensor.longs(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("indices must lie in [-4, 4), got [4]");
  }

  @Test
  void expandingTilingAndConcatenating() {
    assertThat(run(new Expand(Shape.of(2, 1, 2)), counted(3, 1)).longs())
        .containsExactly(0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2);
    assertThat(run(new Tile(List.of(2, 2)), counted(1, 2)).longs())
        .containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
    assertThat(run(new Concat(-1), counted(2, 1), counted(2, 2)).longs())
        .containsExactly(0, 0, 1, 1, 2, 3);
  }

  @Test
  void splittingEquallyLeavesTheRestToTheLastPart() {
    assertThat(Split.equally(0, 3, 7).lengths()).containsExactly(3, 3, 1);
    assertThat(Split.equally(0, 4, 5).lengths()).containsExactly(2, 2, 1, 0);
    assertThatThrownBy(() -> run(new Split(0, List.of(1, 2)), counted(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split: the parts must add up to axis 0, got parts [1, 2] of [4]");
  }

  @Test
  void channelsBecomeBlocksOfPixels() {
    Tensor x = counted(1, 8, 1, 1);

    assertThat(run(new DepthToSpace(2, DepthToSpace.Order.DEPTH_COLUMN_ROW), x).longs())
        .containsExactly(0, 2, 4, 6, 1, 3, 5, 7);
    assertThat(run(new DepthToSpace(2, DepthToSpace.Order.COLUMN_ROW_DEPTH), x).longs())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(
            run(
                    new SpaceToDepth(2),
                    run(new DepthToSpace(2, DepthToSpace.Order.DEPTH_COLUMN_ROW), x))
                .longs())
        .containsExactly(x.longs());
  }

  @Test
  void reshapingFillsInDimensions() {
    Shape x = Shape.of(2, 3, 4);

    assertThat(Reshape.to(0, -1).target(x)).isEqualTo(Shape.of(2, 12));
    assertThat(new Flatten(0).target(x)).isEqualTo(Shape.of(1, 24));
    assertThat(new Flatten(3).target(x)).isEqualTo(Shape.of(24, 1));
    assertThat(new Flatten(-1).target(x)).isEqualTo(Shape.of(6, 4));
    assertThat(new Squeeze(List.of()).target(Shape.of(1, 3, 1))).isEqualTo(Shape.of(3));
    assertThat(new Unsqueeze(List.of(-1, 1)).target(x)).isEqualTo(Shape.of(2, 1, 3, 4, 1));
    assertThat(new Reshape(List.of(0, 3), Reshape.Zero.STAYS).target(Shape.of(3, 0)))
        .isEqualTo(Shape.of(0, 3));
  }

  @Test
  void impossibleShapesAreRefused() {
    Shape x = Shape.of(2, 3, 4);

    assertThatThrownBy(() -> Reshape.to(5, -1).target(x))
        .hasMessage("reshape: the number of elements must stay 24, got [5, -1] for [2×3×4]");
    assertThatThrownBy(() -> Reshape.to(-1, -1)).hasMessageContaining("but for one −1");
    assertThatThrownBy(() -> new Squeeze(List.of(1)).target(x)).hasMessageContaining("axis 1");
    assertThatThrownBy(() -> new Unsqueeze(List.of(0, 0)).target(x))
        .hasMessageContaining("distinct");
    assertThatThrownBy(() -> new Flatten(4).target(x)).hasMessageContaining("[-rank, rank]");
    assertThatThrownBy(() -> run(Transpose.of(0, 0, 1), counted(2, 3, 4)))
        .hasMessageContaining("every axis is needed once");
    assertThatThrownBy(() -> new Concat(0).shapes(List.of(x, Shape.of(2, 3))))
        .hasMessageContaining("all dimensions but axis 0");
  }
}
