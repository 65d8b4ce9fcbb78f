package org.convscope.visualize.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RelaunchTest {
  @Test
  void startsAgainOnlyWhereTheModuleIsMissingButAvailable() {
    assertThat(Relaunch.isNeeded(false, true, false)).isTrue();
    assertThat(Relaunch.isNeeded(true, true, false)).isFalse();
    assertThat(Relaunch.isNeeded(false, false, false)).isFalse();
  }

  @Test
  void neverStartsAThirdTime() {
    assertThat(Relaunch.isNeeded(false, true, true)).isFalse();
  }

  @Test
  void keepsTheFirstJvmsArgumentsAndTheProgramsInOrder() {
    List<String> command =
        Relaunch.command(
            "/jdk/bin/java",
            17,
            List.of("-Xmx3g", "-Dkey=a b"),
            "/app/visualize.jar",
            new String[] {"deconv", "--layer", "features.6"});
    assertThat(command.get(0)).isEqualTo("/jdk/bin/java");
    assertThat(command).containsSubsequence("-Xmx3g", "-Dkey=a b", "-cp", "/app/visualize.jar");
    assertThat(command).endsWith(Main.class.getName(), "deconv", "--layer", "features.6");
    assertThat(command).contains("--add-modules=jdk.incubator.vector");
  }

  @Test
  void addsTheUnsafeFlagOnlyWhereTheJdkKnowsIt() {
    assertThat(command(17, List.of())).noneMatch(a -> a.startsWith("--sun-misc"));
    assertThat(command(25, List.of())).contains("--sun-misc-unsafe-memory-access=allow");
  }

  @Test
  void leavesAChosenCollectorAlone() {
    assertThat(command(17, List.of())).contains("-XX:+UseParallelGC");
    assertThat(command(17, List.of("-XX:+UseZGC"))).doesNotContain("-XX:+UseParallelGC");
  }

  /** Without strips the compiler makes slow code of the register tiles in half of all processes. */
  @Test
  void cutsLongLoopsIntoStrips() {
    List<String> command = Relaunch.command(new String[0], List.of());

    assertThat(command).containsAll(LoopStrips.FLAGS);
    assertThat(command.indexOf(LoopStrips.FLAGS.get(0)))
        .isLessThan(command.indexOf("--add-modules=jdk.incubator.vector"));
  }

  /** Without the limit many processes store tiles' results through boxes: docs/design-notes.md. */
  @Test
  void compilesKernelsFirstAndWithoutALimitOfFailedGuards() {
    assertThat(Relaunch.command(new String[0], List.of()))
        .containsAll(KernelCompilation.FLAGS)
        .anyMatch(flag -> flag.startsWith("-XX:PerMethodTrapLimit="));
  }

  @Test
  void keepsTheYoungGenerationSmallUnlessItsSizeIsChosen() {
    assertThat(command(17, List.of("-Xmx2g"))).contains("-Xmn64m");
    assertThat(command(17, List.of("-Xmn1g"))).contains("-Xmn1g").doesNotContain("-Xmn64m");
    assertThat(command(17, List.of("-XX:MaxNewSize=1g"))).doesNotContain("-Xmn64m");
  }

  private static List<String> command(int feature, List<String> jvmArguments) {
    return Relaunch.command("java", feature, jvmArguments, "v.jar", new String[0]);
  }
}
