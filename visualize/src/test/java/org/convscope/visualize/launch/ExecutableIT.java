package org.convscope.visualize.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void terminatedInTheMiddleItEndsItsChildAndLeavesNothing(@TempDir Path dir) throws Exception {
    Process process = start("deconv", "--layer", "5", "--out", dir.resolve("d").toString());
    while (isEmpty(dir)) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }
    List<ProcessHandle> children = process.descendants().toList();
    assertThat(children).isNotEmpty();
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 15);
    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
    assertThat(isEmpty(dir)).isTrue();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDiskThatIsFullIsOneLineAndLeavesNothing(@TempDir Path dir) throws Exception {
    // The shell's limit on a file's size fails writes just as a full disk does.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -f 200; trap '' XFSZ; \"$@\"", "sh"));
    command.addAll(command("models", "export", "zfnet-mini", "--out", dir + "/z.onnx"));
    Ended ended = ended(new ProcessBuilder(command).start());
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(isEmpty(dir)).isTrue();
  }

  private static boolean isEmpty(Path dir) throws IOException {
    try (Stream<Path> entries = Files.list(dir)) {
      return entries.findAny().isEmpty();
    }
  }

  private static Ended visualize(String... args) throws IOException, InterruptedException {
    return ended(start(args));
  }

  private static Process start(String... args) throws IOException {
    return new ProcessBuilder(command(args)).start();
  }

  private static List<String> command(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(System.getProperty("convscope.jar"));
    command.addAll(List.of(args));
    return command;
  }

  private static Ended ended(Process process) throws IOException, InterruptedException {
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
