package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelSetsTest {
  private static String choice(String forced, boolean vectorModule, boolean nd4jBackend) {
    return KernelSets.choice(Optional.ofNullable(forced), vectorModule, () -> nd4jBackend).name();
  }

  @Test
  void whatIsThereDecidesUnlessASetIsForced() {
    assertThat(choice(null, true, true)).isEqualTo("vector");
    assertThat(choice(null, false, true)).isEqualTo("nd4j");
    assertThat(choice(null, false, false)).isEqualTo("scalar");
    assertThat(choice("scalar", true, true)).isEqualTo("scalar");
    assertThat(choice("nd4j", true, false)).isEqualTo("nd4j");
  }

  @Test
  void nd4jIsNotStartedUnlessItMatters() {
    assertThat(KernelSets.choice(Optional.empty(), true, () -> fail("asked for a backend")).name())
        .isEqualTo("vector");
  }

  @Test
  void aForcedSetThatCannotRunIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> choice("vector", false, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("--add-modules jdk.incubator.vector");
  }

  @Test
  void anUnknownSetIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> choice("cuda", true, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kernels: a set is called scalar, vector, direct or nd4j, got cuda");
  }

  @Test
  void theChosenSetOfThisProcessIsTheVectorSet() {
    try (Workers workers = Workers.of(2)) {
      assertThat(KernelSets.choose(workers, new Buffers()).name())
          .isEqualTo(System.getProperty(KernelSets.PROPERTY, "vector"));
    }
  }

  @Test
  void aNamedSetIsTheOneThatRuns() {
    for (String name : List.of("scalar", "vector", "direct", "nd4j")) {
      Workers workers = Workers.of(1);
      Buffers buffers = new Buffers();

      Kernels kernels = KernelSets.named(name, workers, buffers);

      assertThat(kernels.name()).isEqualTo(name);
      assertThat(kernels.workers()).isSameAs(workers);
      assertThat(kernels.buffers()).isSameAs(buffers);
    }
  }
}
