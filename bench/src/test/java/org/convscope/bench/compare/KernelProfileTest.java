package org.convscope.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.convscope.engine.Buffers;
import org.convscope.engine.Kernels;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import org.junit.jupiter.api.Test;

class KernelProfileTest {
  private static KernelProfile profile(Task task, Work work) throws Exception {
    KernelProfile profile = new KernelProfile(1, false);
    Kernels kernels = profile.watch(new VectorKernels(Workers.of(1), new Buffers()));
    try (Contender contender = new Convscope(task, kernels)) {
      profile.measure(contender, work, 1);
    }
    return profile;
  }

  private static double operations(KernelProfile profile, Set<String> kernels) {
    return profile.costs().stream()
        .filter(c -> kernels.contains(c.kernel()))
        .mapToDouble(KernelProfile.Cost::operations)
        .sum();
  }

  /** Also where an input gradient reads a slice of a concatenation's. */
  @Test
  void aConvolutionAndItsGradientsTakeAsManyOperations() throws Exception {
    Task task = Task.of("squeezenet1_1", 1, 1);
    Set<String> forward = Set.of("convolution", "joined", "maxPooled", "recordedMaxPooled");
    Set<String> back = Set.of("convolutionInputGradient", "pooledInputGradient");

    double whole = operations(profile(task, Work.FORWARD), forward);
    assertThat(whole).isCloseTo(2 * 349e6, within(2e6));

    KernelProfile gradient = profile(task, Work.GRADIENT);
    assertThat(operations(gradient, back)).isEqualTo(operations(gradient, forward)).isPositive();

    KernelProfile training = profile(task, Work.TRAINING);
    assertThat(operations(training, forward)).isEqualTo(whole);
    assertThat(operations(training, Set.of("convolutionWeightGradient"))).isEqualTo(whole);
  }
}
