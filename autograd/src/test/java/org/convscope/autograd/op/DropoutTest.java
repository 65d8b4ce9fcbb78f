package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static List<Tensor> drop(double rate, long seed, Tensor x) {
    return new Dropout(rate, seed).forward(Samples.kernels(), List.of(x)).outputs();
  }

  private static final Tensor ONES = Tensor.full(DType.FLOAT, Shape.of(100, 300), 1);

  @Test
  void theRateIsKeptAndTheMeanToo() {
    List<Tensor> out = drop(0.3, 11, ONES);
    double kept = LongStream.of(out.get(1).longs()).average().orElseThrow();

    assertThat(out.get(1).type()).isEqualTo(DType.BOOL);
    assertThat(kept).isCloseTo(0.7, within(0.01));
    assertThat(out.get(0).floats()).containsOnly(0f, (float) (1 / 0.7));
  }

  @Test
  void seedsDecideAndRepeat() {
    long[] first = drop(0.5, 1, ONES).get(1).longs();
    long[] other = drop(0.5, 2, ONES).get(1).longs();
    long equal =
        LongStream.range(0, first.length).filter(i -> first[(int) i] == other[(int) i]).count();

    assertThat(drop(0.5, 1, ONES).get(1).longs()).containsExactly(first);
    assertThat((double) equal / first.length).isCloseTo(0.5, within(0.01));
  }

  @Test
  void theGradientIsDroppedAlike() {
    Tape tape = new Tape(Samples.kernels());
    Variable x = tape.variable(Tensor.full(DType.DOUBLE, Shape.of(50), 1));
    Variable y = tape.applyAll("", new Dropout(0.4, 3), List.of(x)).get(0);
    Tensor seed = Tensor.full(DType.DOUBLE, Shape.of(50), 1);

    assertThat(tape.backward(Map.of(y, seed), List.of(x), Rules.GRADIENT).of(x).toDoubles())
        .containsExactly(y.value().toDoubles());
  }

  @Test
  void aRateOfZeroKeepsEverything() {
    Tensor x = Samples.signed(3, 4);

    assertThat(drop(0, 5, x).get(0).toDoubles()).containsExactly(x.toDoubles());
    assertThat(drop(0, 5, x).get(1).longs()).containsOnly(1);
    assertThatThrownBy(() -> new Dropout(1, 0)).hasMessageContaining("got 1.0");
  }
}
