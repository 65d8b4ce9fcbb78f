package org.convscope.visualize.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The built {@code visualize.jar}, started as a user starts it. */
class ExecutableIT {
  private record Ended(int exitCode, String out, String err) {}

  @Test
  void startsWithoutFlagsAndPrintsItsVersionAndNothingElse() throws Exception {
    Ended ended = visualize("--version");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("visualize ");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void wrongUseIsOneLineAndExitCodeTwo() throws Exception {
    Ended ended = visualize("--no-such-option");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).hasSize(1);
  }

  private static Ended visualize(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(System.getProperty("convscope.jar"));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    byte[] out = process.getInputStream().readAllBytes();
    byte[] err = process.getErrorStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        new String(out, StandardCharsets.UTF_8),
        new String(err, StandardCharsets.UTF_8));
  }
}
