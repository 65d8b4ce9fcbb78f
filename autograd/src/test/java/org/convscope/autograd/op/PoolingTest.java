package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Window.Axis;
import org.junit.jupiter.api.Test;

class PoolingTest {
  private static Result run(Op op, Tensor... inputs) {
    return op.forward(Samples.kernels(), List.of(inputs));
  }

  /** [2×1×2×3], the maximum of each plane at another place. */
  private static final Tensor PLANES =
      Tensor.of(Shape.of(2, 1, 2, 3), new double[] {1, 2, 3, 9, 5, 6, 7, 9, 8, 1, 2, 3});

  private static final Window WHOLE = Window.of(new Axis(2, 1, 0, 0, 1), new Axis(3, 1, 0, 0, 1));

  @Test
  void indicesCountOverTheWholeTensor() {
    Result rows = run(new MaxPool(WHOLE, MaxPool.Indices.ROW_MAJOR), PLANES);
    Result columns = run(new MaxPool(WHOLE, MaxPool.Indices.COLUMN_MAJOR), PLANES);

    assertThat(rows.outputs().get(0).toDoubles()).containsExactly(9, 9);
    assertThat(rows.outputs().get(1).type()).isEqualTo(DType.INT64);
    assertThat(rows.outputs().get(1).longs()).containsExactly(3, 7);
    assertThat(columns.outputs().get(1).longs()).containsExactly(1, 6 + 2);
  }

  @Test
  void theVjpShowsTheSwitches() {
    Result r = run(new MaxPool(WHOLE), PLANES);

    assertThat(r.outputs()).hasSize(1);
    assertThat(((MaxPool.MaxPoolVjp) r.vjp()).switches().plain()).containsExactly(3, 1);
  }

  @Test
  void unpoolingPutsElementsBack() {
    Window two = Window.square(2, 2, 0);
    Tensor x = Samples.distinct(2, 3, 4, 6);
    List<Tensor> pooled = run(new MaxPool(two, MaxPool.Indices.ROW_MAJOR), x).outputs();
    Tensor back = run(new MaxUnpool(two), pooled.get(0), pooled.get(1)).outputs().get(0);

    assertThat(back.shape()).isEqualTo(x.shape());
    long[] kept = pooled.get(1).longs();
    for (int i = 0; i < kept.length; i++) {
      assertThat(back.at((int) kept[i])).isEqualTo(x.at((int) kept[i]));
    }
    assertThat(Arrays.stream(back.toDoubles()).filter(v -> v != 0)).hasSize(kept.length);
  }

  @Test
  void unpoolingToALargerShapeKeepsRowsAndColumns() {
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 2), new double[] {1, 2, 3, 4});
    Tensor indices = Tensor.of(DType.INT64, x.shape(), new long[] {5, 7, 13, 15});
    MaxUnpool op = new MaxUnpool(Window.square(2, 2, 0), Optional.of(Shape.of(1, 1, 5, 5)));

    double[] y = run(op, x, indices).outputs().get(0).toDoubles();

    assertThat(new double[] {y[6], y[8], y[16], y[18]}).containsExactly(1, 2, 3, 4);
  }

  @Test
  void theLastElementOfAnIndexWins() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 2), new double[] {1, 2});
    Tensor indices = Tensor.of(DType.INT64, x.shape(), new long[] {3, 3});
    Window pair = Window.of(new Axis(1, 1, 0, 0, 1), new Axis(2, 2, 0, 0, 1));

    assertThat(run(new MaxUnpool(pair), x, indices).outputs().get(0).toDoubles())
        .containsExactly(0, 0, 0, 2);
    Tensor outside = Tensor.of(DType.INT64, x.shape(), new long[] {4, 0});
    assertThatThrownBy(() -> run(new MaxUnpool(pair), x, outside))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max_unpool: indices must lie in [0, 4), got 4");
  }

  @Test
  void adaptiveWindowsOverlapWhereSizesDoNotDivide() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 5), new double[] {1, 2, 3, 4, 5});

    assertThat(run(AdaptiveAveragePool.to(1, 3), x).outputs().get(0).toDoubles())
        .containsExactly(1.5, 3, 4.5);
    assertThat(run(AdaptiveAveragePool.to(1, 7), x).outputs().get(0).toDoubles())
        .containsExactly(1, 1.5, 2.5, 3, 3.5, 4.5, 5);
  }

  @Test
  void lpPoolingCountsPaddingAsZero() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 3), new double[] {3, -4, 12});
    Window padded = Window.of(new Axis(1, 1, 0, 0, 1), new Axis(2, 2, 1, 0, 1));
    Window ceiling = Window.of(new Axis(1, 1, 0, 0, 1), new Axis(2, 2, 0, 0, 1)).withCeil(true);

    assertThat(run(new LpPool(padded, 2), x).outputs().get(0).toDoubles())
        .containsExactly(new double[] {3, Math.sqrt(160)}, within(1e-12));
    assertThat(run(new LpPool(ceiling, 2), x).outputs().get(0).toDoubles())
        .containsExactly(new double[] {5, 12}, within(1e-12));
  }
}
