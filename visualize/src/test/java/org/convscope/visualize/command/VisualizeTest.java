package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VisualizeTest {
  @Test
  void knowsTheCommandThatIsCalled() {
    assertThat(Visualize.commandLine("deconv", "--layer", "5").getSubcommands())
        .containsOnlyKeys("deconv");
  }

  @Test
  void knowsAllCommandsOtherwise() {
    int all = Visualize.commandLine().getSubcommands().size();
    assertThat(all).isGreaterThan(20);
    assertThat(Visualize.commandLine("help", "deconv").getSubcommands()).hasSize(all);
    assertThat(Visualize.commandLine("--help").getSubcommands()).hasSize(all);
    assertThat(Visualize.commandLine("decnov").getSubcommands()).hasSize(all);
  }

  @Test
  void helpOfACommandNamesTheProgramToo() {
    CommandLine line = Visualize.commandLine("deconv", "--help");
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out));
    assertThat(Visualize.execute(line, "deconv", "--help")).isZero();
    assertThat(out.toString()).contains("visualize deconv");
  }
}
