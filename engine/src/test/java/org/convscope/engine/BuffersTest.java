package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BuffersTest {
  private final Buffers buffers = new Buffers();

  @Test
  void aRecycledArrayIsTakenAgain() {
    float[] array = buffers.take(7);
    buffers.recycle(array);
    assertThat(buffers.take(7)).isSameAs(array);
    assertThat(buffers.take(7)).isNotSameAs(array);
  }

  @Test
  void arraysAllocatedElsewhereDoNotPileUp() {
    float[] taken = buffers.take(5);
    float[] foreign = new float[5];
    buffers.recycle(taken);
    buffers.recycle(foreign);
    assertThat(buffers.take(5)).isSameAs(taken);
    assertThat(buffers.take(5)).isNotSameAs(foreign);
  }

  @Test
  void anArrayOfSeveralTensorsComesBackOnceAndOnlyIfNoneOfThemIsInUse() {
    float[] dead = buffers.take(4);
    float[] alive = buffers.take(4);
    Tensor a = Tensor.of(Shape.of(4), dead);
    Tensor b = Tensor.of(Shape.of(2, 2), dead);
    Tensor c = Tensor.of(Shape.of(4), alive);
    Tensor inUse = Tensor.of(Shape.of(2, 2), alive);

    buffers.recycle(List.of(a, b, c), List.of(inUse));

    assertThat(buffers.take(4)).isSameAs(dead);
    assertThat(buffers.take(4)).isNotSameAs(dead).isNotSameAs(alive);
  }

  @Test
  void aTensorsStoresComeBack() {
    Shape shape = Shape.of(1, 3, 2, 5);
    float[] blocked = buffers.take(Blocked.length(shape));
    Tensor tensor = Tensor.blocked(shape, blocked);
    assertThat(tensor.floats()).hasSize(30);
    buffers.recycle(tensor);
    assertThat(buffers.take(Blocked.length(shape))).isSameAs(blocked);
  }
}
