package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelSetsTest {
  @Test
  void theVectorModuleDecidesUnlessASetIsForced() {
    assertThat(KernelSets.choice(Optional.empty(), true).name()).isEqualTo("vector");
    assertThat(KernelSets.choice(Optional.empty(), false).name()).isEqualTo("scalar");
    assertThat(KernelSets.choice(Optional.of("scalar"), true).name()).isEqualTo("scalar");
    assertThat(KernelSets.choice(Optional.of("nd4j"), true).name()).isEqualTo("nd4j");
  }

  @Test
  void aForcedSetThatCannotRunIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> KernelSets.choice(Optional.of("vector"), false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("--add-modules jdk.incubator.vector");
  }

  @Test
  void anUnknownSetIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> KernelSets.choice(Optional.of("cuda"), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kernels: a set is called scalar, vector or nd4j, got cuda");
  }

  @Test
  void aNamedSetIsTheOneThatRuns() {
    Workers workers = Workers.of(1);
    Buffers buffers = new Buffers();

    Kernels kernels = KernelSets.named("scalar", workers, buffers);

    assertThat(kernels.name()).isEqualTo("scalar");
    assertThat(kernels.workers()).isSameAs(workers);
    assertThat(kernels.buffers()).isSameAs(buffers);
  }
}
