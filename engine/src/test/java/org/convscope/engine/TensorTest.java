package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.Samples.whole;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TensorTest {
  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 3, 16, 17, 37})
  void plainAndBlockedHoldTheSameNumbers(int channels) {
    Tensor plain = normal(1, DType.FLOAT, 2, channels, 3, 5);

    Tensor back = Tensor.blocked(plain.shape(), plain.blocked());

    assertThat(back.floats()).isEqualTo(plain.floats());
    assertThat(plain.isBlocked()).isTrue();
  }

  @Test
  void blockedLanesBeyondTheLastChannelAreZero() {
    float[] blocked = Tensor.full(DType.FLOAT, Shape.of(1, 18, 1, 2), 7).blocked();

    assertThat(blocked).hasSize(64);
    for (int i = 0; i < 64; i++) {
      boolean channel = i < 32 || i % 16 < 2;
      assertThat(blocked[i]).as("number %d", i).isEqualTo(channel ? 7f : 0f);
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void nd4jArraysKeepTypeShapeAndNumbers(DType type) {
    Tensor t = whole(2, type, 2, 3, 5);

    INDArray array = t.toINDArray();
    Tensor back = Tensor.of(array);

    assertThat(array.shape()).containsExactly(2, 3, 5);
    assertThat(back.type()).isEqualTo(type);
    assertThat(back.toDoubles()).isEqualTo(t.toDoubles());
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void nd4jScalarsAndEmptyArraysKeepTheirShape(DType type) {
    assertThat(Tensor.of(Tensor.full(type, Shape.of(), 1).toINDArray()).item()).isEqualTo(1);
    Tensor empty = Tensor.of(Tensor.zeros(type, Shape.of(2, 0, 3)).toINDArray());
    assertThat(empty.shape()).isEqualTo(Shape.of(2, 0, 3));
    assertThat(empty.toDoubles()).isEmpty();
  }

  @Test
  void nd4jViewsAndFortranOrderAreReadInCOrder() {
    INDArray all = Nd4j.createFromArray(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    INDArray view = all.reshape(3, 4).get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));
    INDArray fortran = all.reshape(3, 4).dup('f');

    assertThat(Tensor.of(view).floats()).containsExactly(1, 2, 5, 6, 9, 10);
    assertThat(Tensor.of(fortran).floats()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(Tensor.of(fortran).toINDArray().ordering()).isEqualTo('c');
  }

  @Test
  void halfPrecisionIsWidenedToFloat() {
    Tensor t = Tensor.of(Nd4j.createFromArray(1.5f, -2f).castTo(DataType.HALF));

    assertThat(t.type()).isEqualTo(DType.FLOAT);
    assertThat(t.toINDArray().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(t.floats()).containsExactly(1.5f, -2f);
  }

  @Test
  void castsTruncateFloatsAndWrapIntegers() {
    Tensor floats = Tensor.of(Shape.of(4), new float[] {-1.9f, 0.5f, 2.9f, Float.NaN});

    assertThat(floats.cast(DType.INT32).longs()).containsExactly(-1, 0, 2, 0);
    assertThat(floats.cast(DType.BOOL).longs()).containsExactly(1, 1, 1, 1);
    assertThat(Tensor.longs(300, -1).cast(DType.UINT8).longs()).containsExactly(44, 255);
    assertThat(Tensor.longs(200).cast(DType.INT8).longs()).containsExactly(-56);
    assertThat(Tensor.longs(Long.MAX_VALUE).cast(DType.INT64).longs())
        .containsExactly(Long.MAX_VALUE);
  }

  @Test
  void reshapeKeepsTheNumbersAndTheirCount() {
    Tensor t = normal(3, DType.FLOAT, 2, 3, 1, 5);

    assertThat(t.reshape(Shape.of(5, 6)).floats()).isSameAs(t.floats());
    assertThatThrownBy(() -> t.reshape(Shape.of(29)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reshape: the number of elements must stay 30, got [2×3×1×5] to [29]");
  }

  @Test
  void aDerivedFormIsMadeOnce() {
    Tensor t = normal(4, DType.FLOAT, 3);
    AtomicInteger made = new AtomicInteger();

    Integer first = t.derived("key", made::incrementAndGet);
    Integer second = t.derived("key", made::incrementAndGet);

    assertThat(first).isEqualTo(1);
    assertThat(second).isEqualTo(1);
  }

  @Test
  void aTensorForOnePassKeepsNothingDerived() {
    Tensor t = normal(4, DType.FLOAT, 3);
    AtomicInteger made = new AtomicInteger();
    t.derived("key", made::incrementAndGet);
    Tensor once = t.forOnePass();

    assertThat(once.derived("key", made::incrementAndGet)).isEqualTo(2);
    assertThat(once.derived("key", made::incrementAndGet)).isEqualTo(3);
    assertThat(once.floats()).isSameAs(t.floats());
    assertThat(t.derived("key", made::incrementAndGet)).isEqualTo(1);
  }

  @Test
  void computedNumbersAreKeptOnlyWhereTheyAreReadOneByOne() {
    AtomicInteger made = new AtomicInteger();
    Tensor t =
        Tensor.computed(
            Shape.of(3),
            () -> {
              made.incrementAndGet();
              return new float[] {1, 2, 3};
            });

    assertThat(made.get()).isZero();
    assertThat(t.floats()).containsExactly(1, 2, 3);
    assertThat(t.floats()).isNotSameAs(t.floats());
    assertThat(made.get()).isEqualTo(3);
    assertThat(t.at(0) + t.at(1) + t.at(2)).isEqualTo(6);
    assertThat(made.get()).isEqualTo(4);
    assertThatThrownBy(() -> Tensor.computed(Shape.of(2), () -> new float[3]).floats())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 2 numbers, got 3");
  }

  @Test
  void theWrongStoreIsRefusedByName() {
    assertThatThrownBy(() -> Tensor.longs(1, 2).floats())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor: a FLOAT tensor is needed, got INT64[2]");
    assertThatThrownBy(() -> normal(5, DType.FLOAT, 2, 3).blocked())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rank 4");
    assertThatThrownBy(() -> Tensor.of(Shape.of(2, 3), new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor: shape [2×3] needs 6 numbers, got 5");
  }
}
