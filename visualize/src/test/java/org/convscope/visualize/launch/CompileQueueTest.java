package org.convscope.visualize.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompileQueueTest {
  @Test
  void namesOfMethodsAreWork() {
    String none = "Current compiles: \n\nC1 compile queue:\nEmpty\n\nC2 compile queue:\nEmpty\n";

    assertThat(CompileQueue.isEmpty(none)).isTrue();
    assertThat(CompileQueue.isEmpty(none + "1347       4       java.util.List::size (8 bytes)"))
        .isFalse();
  }

  @Test
  void endsWhenNothingIsCompiled() {
    assertThat(CompileQueue.awaitEmpty(Duration.ofSeconds(60))).isTrue();
  }
}
