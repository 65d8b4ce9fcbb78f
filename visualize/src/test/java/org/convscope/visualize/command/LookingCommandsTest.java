package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code layers}, {@code classify} and {@code activations}, and help. */
class LookingCommandsTest {
  @TempDir Path dir;
  private Fixture fixture;

  @BeforeEach
  void fixture() {
    fixture = new Fixture(dir);
  }

  @Test
  void layersTellsShapesParametersAndReceptiveFields() throws IOException {
    assertThat(fixture.run("layers", "--json")).isZero();
    JsonNode layers = new ObjectMapper().readTree(fixture.out());
    JsonNode conv = layers.get(3);
    assertThat(conv.get("name").asText()).isEqualTo("features.3");
    assertThat(conv.get("number").asInt()).isEqualTo(2);
    assertThat(conv.get("operator").asText()).isEqualTo("conv");
    assertThat(conv.get("parameters").asInt()).isEqualTo(5 * 6 * 9 + 5);
    // rows: 3 taps, then 2 of stride 2, then 3 of stride 4; columns: 5, 2 of stride 1, 3 of stride
    // 2
    assertThat(conv.get("field")).extracting(JsonNode::asInt).containsExactly(13, 10);
    assertThat(conv.get("stride")).extracting(JsonNode::asDouble).containsExactly(4.0, 2.0);
    assertThat(conv.get("shape")).extracting(JsonNode::asInt).containsExactly(1, 5, 5, 14);
  }

  @Test
  void layersPrintsOneLinePerNodeUnderAHeading() {
    assertThat(fixture.run("layers")).isZero();
    List<String> lines = fixture.out().lines().toList();
    assertThat(lines).hasSize(Fixture.network().nodes().size() + 1);
    assertThat(lines.get(0)).contains("name", "operator", "output", "field");
    assertThat(lines.get(4)).contains("features.3", "[1×5×5×14]", "13×10");
  }

  @Test
  void classifyRanksTheClassesByProbability() throws IOException {
    Path photos = fixture.photos(2);
    assertThat(
            fixture.run(
                "classify",
                photos.resolve("p00.png"),
                photos.resolve("p01.png"),
                "--top",
                3,
                "--json"))
        .isZero();
    JsonNode results = new ObjectMapper().readTree(fixture.out());
    assertThat(results).hasSize(2);
    JsonNode top = results.get(1).get("top");
    assertThat(top).hasSize(3);
    assertThat(top.get(0).get("probability").asDouble())
        .isGreaterThan(top.get(2).get("probability").asDouble());
  }

  @Test
  void classesAreNamedWhereAFileNamesThem() throws IOException {
    Path names =
        Files.write(dir.resolve("names.txt"), List.of("ant", "bear", "crab", "brown bear"));
    Path photo = fixture.photos(1).resolve("p00.png");
    assertThat(fixture.run("classify", photo, "--classes", names, "--top", 4)).isZero();
    assertThat(fixture.out()).contains("ant", "crab", "brown bear");
    Path x = fixture.input(1);
    Path g = dir.resolve("g.npy");
    Object[] gradient = {"--force", "--input", x, "--classes", names, "--out", g, "--class"};
    assertThat(fixture.run("gradient", and(gradient, "cr.b"))).isZero();
    assertThat(fixture.run("gradient", and(gradient, "bea"))).isEqualTo(2);
    assertThat(fixture.err()).last().asString().contains("matches 2", "bear (1)", "brown bear (3)");
    assertThat(fixture.run("gradient", and(gradient, "crap"))).isEqualTo(2);
    assertThat(fixture.err()).last().asString().contains("did you mean crab?");
  }

  @Test
  void activationsDrawsAllMapsAndKeepsTheirValues() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    assertThat(
            fixture.run("activations", photo, "--layer", "features.1", "--out", dir.resolve("o")))
        .isZero();
    assertThat(fixture.below(dir.resolve("o")))
        .containsExactly("activations.npy", "activations.png");
    assertThat(Npy.read(dir.resolve("o/activations.npy")).shape())
        .isEqualTo(Shape.of(1, 6, 10, 28));
    assertThat(ImageIO.read(dir.resolve("o/activations.png").toFile()).getWidth())
        .isGreaterThan(300);
    assertThat(
            fixture.run(
                "activations", photo, "--layer", "features.1", "--out", dir.resolve("maps.png")))
        .isZero();
    assertThat(dir.resolve("maps.png")).isRegularFile();
  }

  @Test
  void activationsOfALayerWithoutMapsIsWrongUse() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    assertThat(
            fixture.run("activations", photo, "--layer", "classifier", "--out", dir.resolve("o")))
        .isEqualTo(2);
    assertThat(fixture.err())
        .last()
        .asString()
        .contains("[N×C×H×W] is needed, got classifier [1×4]");
  }

  @Test
  void theModelsPreparationCanBeOverruled() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    assertThat(fixture.run("classify", photo, "--json")).isZero();
    String asStated = fixture.out();
    assertThat(fixture.run("classify", photo, "--json", "--preprocessing", "caffe")).isZero();
    assertThat(fixture.out()).isNotEqualTo(asStated);
    assertThat(fixture.run("classify", photo, "--mean", "0.485,0.456")).isEqualTo(2);
    assertThat(fixture.run("layers", "--input-size", "20by28")).isEqualTo(2);
  }

  @Test
  void theWeightsOfAnUntrainedNetworkFollowTheSeed() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    String[] results = new String[3];
    int[] seeds = {1, 1, 2};
    for (int i = 0; i < 3; i++) {
      Object[] args = {"classify", photo, "--model", "untrained:squeezenet1_1", "--seed", seeds[i]};
      assertThat(fixture.runBare(args)).isZero();
      results[i] = fixture.out();
    }
    assertThat(results[1]).isEqualTo(results[0]);
    assertThat(results[2]).isNotEqualTo(results[0]);
  }

  @Test
  void everyCommandHelpsWithAnExample() {
    for (String command : Visualize.commandLine().getSubcommands().keySet()) {
      if (!command.equals("help")) {
        assertThat(fixture.runBare(command, "--help")).as(command).isZero();
        assertThat(fixture.out()).as(command).contains("Example").contains("visualize " + command);
      }
    }
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    assertThat(fixture.runBare("deconw")).isEqualTo(2);
    assertThat(fixture.err()).hasSize(1).first().asString().contains("did you mean deconv");
  }

  @Test
  void withoutAModelTheEmbeddedNetworkIsShown() {
    assertThat(fixture.runBare("layers")).isZero();
    assertThat(fixture.out()).contains("conv1").contains("conv5").contains("fc7");
  }

  private static Object[] and(Object[] first, Object last) {
    Object[] all = java.util.Arrays.copyOf(first, first.length + 1);
    all[first.length] = last;
    return all;
  }
}
