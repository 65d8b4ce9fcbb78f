package org.convscope.engine.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Buffers BUFFERS = new Buffers();

  /** [2×3×4] seen as [3×5×2]: axes moved, one reversed with gaps and outsides, one repeated. */
  private static final Selection MIXED =
      Selection.all(Shape.of(2, 3, 4))
          .along(2, 5, i -> new int[] {3, Selection.OUTSIDE, 1, 1, Selection.OUTSIDE}[i])
          .permuted(1, 2, 0);

  private static Tensor random(DType type, Shape shape, long seed) {
    CounterRandom random = CounterRandom.of(seed);
    double[] v = IntStream.range(0, shape.size()).mapToDouble(random::gaussian).toArray();
    return Tensor.of(shape, v).cast(type);
  }

  private static double dot(Tensor a, Tensor b) {
    return IntStream.range(0, a.size()).mapToDouble(i -> a.at(i) * b.at(i)).sum();
  }

  @Test
  void readsWhatTheMapsSay() {
    Tensor x = random(DType.DOUBLE, MIXED.source(), 1);
    Tensor y = MIXED.read(x, 9, BUFFERS);

    assertThat(y.shape()).isEqualTo(Shape.of(3, 5, 2));
    int[] from = {3, -1, 1, 1, -1};
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 5; i++) {
        for (int n = 0; n < 2; n++) {
          double expected = from[i] < 0 ? 9 : x.at((n * 3 + c) * 4 + from[i]);
          assertThat(y.at((c * 5 + i) * 2 + n)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void everyTypeOfNumberMoves() {
    Shape s = MIXED.source();
    Tensor doubles = MIXED.read(random(DType.DOUBLE, s, 2), 3, BUFFERS);
    Tensor floats = MIXED.read(random(DType.FLOAT, s, 2), 3, BUFFERS);
    long[] counted = IntStream.range(0, s.size()).asLongStream().toArray();
    Tensor bytes = MIXED.read(Tensor.of(DType.UINT8, s, counted), 3, BUFFERS);

    assertThat(floats.floats()).containsExactly(doubles.cast(DType.FLOAT).floats());
    assertThat(bytes.type()).isEqualTo(DType.UINT8);
    assertThat(bytes.longs()).startsWith(3, 15, 3, 3, 1, 13, 1, 13, 3, 3);
  }

  @Test
  void scatteringIsTheAdjointOfReading() {
    for (DType type : new DType[] {DType.FLOAT, DType.DOUBLE}) {
      Tensor x = random(type, MIXED.source(), 3);
      Tensor y = random(type, MIXED.shape(), 4);

      assertThat(dot(MIXED.read(x, 0, BUFFERS), y))
          .isCloseTo(dot(x, MIXED.scatterAdd(y, BUFFERS)), within(1e-5));
    }
  }

  @Test
  void scattersIntoRecycledArraysAsIntoNewOnes() {
    Buffers buffers = new Buffers();
    Tensor y = random(DType.FLOAT, MIXED.shape(), 5);
    Tensor first = MIXED.scatterAdd(y, buffers);
    float[] expected = first.floats().clone();
    buffers.recycle(first);

    assertThat(MIXED.scatterAdd(y, buffers).floats()).containsExactly(expected);
  }

  @Test
  void scalarsAndEmptyTensorsAreViewsToo() {
    Tensor scalar = Tensor.scalar(DType.FLOAT, 7);

    assertThat(Selection.all(Shape.of()).read(scalar, 0, BUFFERS).item()).isEqualTo(7);
    assertThat(Selection.all(Shape.of()).repeated(3).read(scalar, 0, BUFFERS).floats())
        .containsExactly(7, 7, 7);
    Tensor empty = Tensor.zeros(DType.INT64, Shape.of(2, 0));
    assertThat(Selection.all(empty.shape()).permuted(1, 0).read(empty, 0, BUFFERS).shape())
        .isEqualTo(Shape.of(0, 2));
    assertThat(Selection.all(empty.shape()).along(1, 2, i -> -1).read(empty, 5, BUFFERS).longs())
        .containsExactly(5, 5, 5, 5);
  }

  @Test
  void anotherNumberOfElementsIsRefused() {
    assertThatThrownBy(() -> MIXED.read(Tensor.longs(1, 2), 0, BUFFERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("read: as many elements as [2×3×4] are needed, got INT64[2]");
  }
}
