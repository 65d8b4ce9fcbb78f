package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convscope.visualize.parts.PartsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SynthesizeCommandTest {
  @TempDir Path temporary;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesTheChosenClassesEvenly() throws IOException {
    Path folder = temporary.resolve("drawn");
    assertThat(run("--out " + folder + " --count 6 --size 40 --classes car,ring --json")).isZero();
    assertThat(Files.list(folder).map(p -> p.getFileName().toString()))
        .containsExactlyInAnyOrder("images", "masks", "parts.json", "contact-sheet.png");
    assertThat(PartsFile.read(folder.resolve("parts.json")).images())
        .extracting(image -> image.label())
        .containsOnly("car", "ring");
    assertThat(Files.list(folder.resolve("images/car"))).hasSize(3);
    assertThat(Files.list(folder.resolve("masks/ring"))).hasSize(3);
    JsonNode result = new ObjectMapper().readTree(out.toString());
    assertThat(result.get("images").asInt()).isEqualTo(6);
    assertThat(result.get("classes")).extracting(JsonNode::asText).containsExactly("car", "ring");
  }

  @Test
  void aFilledFolderIsLeftAloneUnlessForced() throws IOException {
    Path folder = temporary.resolve("drawn");
    assertThat(run("--out " + folder + " --count 1 --size 40")).isZero();
    assertThat(run("--out " + folder + " --count 1 --size 40")).isEqualTo(1);
    assertThat(err.toString()).contains("--force");
    assertThat(run("--out " + folder + " --count 1 --size 40 --force")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--count 0", "--size 31", "--classes zebra", "--classes car,car"})
  void wrongUseEndsWithTwoAndOneLineAndLeavesNothing(String options) throws IOException {
    assertThat(run("--out " + temporary.resolve("drawn") + " " + options)).isEqualTo(2);
    assertThat(err.toString().strip()).doesNotContain("\n").startsWith("visualize: ");
    assertThat(Files.list(temporary)).isEmpty();
  }

  private int run(String options) {
    CommandLine line = Visualize.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> words = List.of(("synthesize --quiet " + options).split(" "));
    return line.execute(words.toArray(String[]::new));
  }
}
