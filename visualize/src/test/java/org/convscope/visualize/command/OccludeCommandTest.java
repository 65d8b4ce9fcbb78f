package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OccludeCommandTest {
  @TempDir Path dir;
  private Fixture fixture;

  @BeforeEach
  void fixture() {
    fixture = new Fixture(dir);
  }

  @Test
  void writesPageRawValuesAndWhatTheyMean() throws IOException {
    Path out = dir.resolve("o");
    Path photo = fixture.photos(1).resolve("p00.png");
    assertThat(fixture.run("occlude", photo, "--size", "6x8", "--stride", "5x4", "--out", out))
        .isZero();
    assertThat(fixture.below(out))
        .containsExactly(
            "activation.npy",
            "logit.npy",
            "occlude.json",
            "occlude.png",
            "pixels.npy",
            "probability.npy",
            "projection.npy",
            "top-class.npy",
            "top-probability.npy");
    JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(out.resolve("occlude.json")));
    Shape positions = Shape.of(3, 6);
    for (String file : new String[] {"activation", "logit", "probability", "top-class"}) {
      assertThat(Npy.read(out.resolve(file + ".npy")).shape()).isEqualTo(positions);
    }
    assertThat(Npy.read(out.resolve("pixels.npy")).shape())
        .isEqualTo(Shape.of(Fixture.H, Fixture.W));
    assertThat(json.get("edge").asText()).contains("fully inside");
    assertThat(json.get("flops_saved").asDouble()).isBetween(0.05, 0.95);
    assertThat(json.get("classes").get(0).get("class").asInt())
        .isEqualTo(json.get("most_probable").get("class").asInt());
    assertThat(json.get("feature_map").get("layer").asText()).isEqualTo("features.4");
    assertThat(fixture.out()).contains("saved").contains("occlude.png");
  }

  @Test
  void incrementalAndFullEvaluationAgree() throws IOException {
    Path x = fixture.input(1);
    for (String how : new String[] {"incremental", "full"}) {
      Path out = dir.resolve(how);
      assertThat(
              fixture.run(
                  "occlude",
                  "--input",
                  x,
                  "--size",
                  "7",
                  "--evaluation",
                  how,
                  "--edge",
                  "over",
                  "--class",
                  "3",
                  "--class",
                  "1",
                  "--out",
                  out))
          .isZero();
    }
    for (String file : new String[] {"logit-3", "logit-1", "probability-3", "activation"}) {
      Tensor a = Npy.read(dir.resolve("incremental").resolve(file + ".npy"));
      Tensor b = Npy.read(dir.resolve("full").resolve(file + ".npy"));
      for (int i = 0; i < a.size(); i++) {
        assertThat(a.at(i)).isCloseTo(b.at(i), org.assertj.core.api.Assertions.within(1e-4));
      }
    }
  }

  @Test
  void aPictureAloneIsOneFile() throws IOException {
    Path out = dir.resolve("only.png");
    assertThat(fixture.run("occlude", "--input", fixture.input(1), "--size", "9", "--out", out))
        .isZero();
    assertThat(out).isRegularFile();
    assertThat(fixture.run("occlude", "--input", fixture.input(1), "--size", "9", "--out", out))
        .isEqualTo(1);
    assertThat(fixture.err()).singleElement().asString().contains("--force");
  }

  @Test
  void wrongUseIsToldInOneLine() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    assertThat(fixture.run("occlude", photo, "--size", "99")).isEqualTo(2);
    assertThat(fixture.err()).singleElement().asString().contains("fit into the image of 20×28");
    assertThat(fixture.run("occlude", photo, "--fill", "pink")).isEqualTo(2);
    assertThat(fixture.err()).singleElement().asString().contains("pink");
    assertThat(fixture.run("occlude", photo, "--input", fixture.input(1))).isEqualTo(2);
    assertThat(fixture.run("occlude", "--input", fixture.input(2))).isEqualTo(1);
    assertThat(fixture.err()).singleElement().asString().contains("[2×3×20×28]");
  }
}
