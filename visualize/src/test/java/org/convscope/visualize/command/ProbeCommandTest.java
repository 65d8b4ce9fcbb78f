package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.convscope.engine.CounterRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCommandTest {
  @TempDir private Path dir;
  private Fixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new Fixture(dir);
  }

  /** Three classes: noise around a colour each, or around one colour for all. */
  private Path data(String name, boolean telling) throws IOException {
    Path root = dir.resolve(name);
    Color[] colours = {new Color(140, 90, 90), new Color(90, 140, 90), new Color(90, 90, 140)};
    for (int c = 0; c < 3; c++) {
      Path folder = Files.createDirectories(root.resolve("class" + c));
      for (int i = 0; i < 14; i++) {
        BufferedImage image = new BufferedImage(Fixture.W, Fixture.H, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(colours[telling ? c : 0]);
        g.fillRect(0, 0, Fixture.W, Fixture.H);
        CounterRandom random = CounterRandom.of(100L * c + i);
        for (int k = 0; k < 15; k++) {
          g.setColor(new Color(random.below(3 * k, 1 << 24)));
          g.fillRect(random.below(3 * k + 1, Fixture.W), random.below(3 * k + 2, Fixture.H), 3, 2);
        }
        g.dispose();
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
    return root;
  }

  private JsonNode probe(Path data, Path out, Object... more) throws IOException {
    Object[] args = {
      "--data",
      data,
      "--layers",
      "1,features.3@3,pool",
      "--per-class",
      "4,8",
      "--folds",
      "2",
      "--classifier",
      "softmax,svm",
      "--out",
      out
    };
    Object[] all = new Object[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    assertThat(fixture.run("probe", all)).as(String.join("\n", fixture.err())).isZero();
    return new ObjectMapper().readTree(out.resolve("probe.json").toFile());
  }

  @Test
  void coloursAreToldApartAndNoiseIsNot() throws IOException {
    JsonNode easy = probe(data("easy", true), dir.resolve("a"));
    assertThat(easy.get("rows")).hasSize(12);
    for (JsonNode row : easy.get("rows")) {
      assertThat(row.get("folds")).hasSize(2);
      if (row.get("per_class").asInt() == 8) {
        assertThat(row.get("accuracy").asDouble()).as(row.toString()).isGreaterThan(0.85);
      }
    }
    JsonNode hard = probe(data("hard", false), dir.resolve("b"));
    for (JsonNode row : hard.get("rows")) {
      assertThat(row.get("accuracy").asDouble()).as(row.toString()).isBetween(0.0, 0.75);
    }
    assertThat(easy.get("rows").get(4).get("features").asInt()).isEqualTo(5 * 9);
    assertThat(fixture.below(dir.resolve("a")))
        .containsExactly("depth.png", "probe.json", "table.csv", "table.txt");
  }

  @Test
  void threadsDoNotChangeTheResult() throws IOException {
    Path data = data("some", true);
    JsonNode one = probe(data, dir.resolve("one"), "--threads", 1);
    JsonNode two = probe(data, dir.resolve("two"), "--threads", 2);
    assertThat(two.get("rows")).isEqualTo(one.get("rows"));
  }

  private JsonNode finetune(Path data, Path out, Object... more) throws IOException {
    List<Object> args = new ArrayList<>(List.of("--data", data, "--finetune", "--layer", "1"));
    args.addAll(List.of("--per-class", 8, "--folds", 2, "--batch", 6, "--rate", 0.02));
    args.addAll(List.of("--out", out));
    args.addAll(List.of(more));
    assertThat(fixture.run("probe", args.toArray())).as(String.join("\n", fixture.err())).isZero();
    return new ObjectMapper().readTree(out.resolve("probe.json").toFile());
  }

  @Test
  void fineTuningTellsColoursApart() throws IOException {
    JsonNode json = finetune(data("easy", true), dir.resolve("a"), "--epochs", 20);
    JsonNode row = json.get("rows").get(0);
    assertThat(json.get("rows")).hasSize(1);
    assertThat(row.get("classifier").asText()).isEqualTo("finetune");
    assertThat(row.get("features").asInt()).isEqualTo(6);
    assertThat(row.get("folds")).hasSize(2);
    assertThat(row.get("accuracy").asDouble()).as(row.toString()).isGreaterThan(0.8);
    assertThat(json.get("finetune").get("epochs").asInt()).isEqualTo(20);
    assertThat(Files.readString(dir.resolve("a/table.csv"))).contains(",finetune,6,8,2,");
  }

  @Test
  void fineTuningIsTheSameForAnyNumberOfThreadsAndDependsOnTheSeed() throws IOException {
    Path data = data("hard", false);
    JsonNode one = finetune(data, dir.resolve("one"), "--epochs", 12, "--threads", 1);
    JsonNode two = finetune(data, dir.resolve("two"), "--epochs", 12, "--threads", 2);
    assertThat(two.get("rows")).isEqualTo(one.get("rows"));
    JsonNode other = finetune(data, dir.resolve("other"), "--epochs", 12, "--seed", 7);
    assertThat(other.get("rows")).isNotEqualTo(one.get("rows"));
  }

  @Test
  void fineTuningStartsBelowTheNetworksOwnClassifierAndRefusesAnother() throws IOException {
    Path data = data("some", true);
    Path out = dir.resolve("default");
    Object[] args = {"--data", data, "--finetune", "--per-class", 4, "--folds", 1, "--out", out};
    assertThat(fixture.run("probe", args)).as(String.join("\n", fixture.err())).isZero();
    JsonNode layer = new ObjectMapper().readTree(out.resolve("probe.json").toFile()).get("rows");
    assertThat(layer.get(0).get("layer").asText()).isEqualTo("Flatten");
    assertThat(layer.get(0).get("features").asInt()).isEqualTo(5);
    assertThat(fixture.run("probe", "--data", data, "--finetune", "--classifier", "svm"))
        .isEqualTo(2);
    assertThat(fixture.run("probe", "--data", data, "--epochs", 3)).isEqualTo(2);
  }

  @Test
  void aClassWithTooFewImagesIsNamed() throws IOException {
    Path data = data("few", true);
    assertThat(fixture.run("probe", "--data", data, "--per-class", 14, "--out", dir.resolve("c")))
        .isEqualTo(1);
    assertThat(fixture.err().get(fixture.err().size() - 1))
        .contains("14 training images per class are needed and one more", "class0");
    assertThat(dir.resolve("c")).doesNotExist();
  }
}
