package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands correspond and invariance from end to end. */
class PartsAndMovesTest {
  @TempDir Path dir;
  private Fixture fixture;

  @BeforeEach
  void fixture() {
    fixture = new Fixture(dir);
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }

  @Test
  void correspondReadsPartBoxesAndWritesTheTable() throws IOException {
    fixture.photos(3);
    Path parts = dir.resolve("photos").resolve("parts.json");
    Files.writeString(
        parts,
        """
        {"format": "convscope-parts/1", "images": [
         {"image": "p00.png", "class": "thing", "parts": [{"name": "a, b", "box": [2, 3, 6, 5]}]},
         {"image": "p01.png", "class": "thing",
          "parts": [{"name": "x", "box": [1, 1, 2, 2]}, {"name": "a, b", "box": [12, 9, 6, 5]}]},
         {"image": "p02.png", "class": "alone", "parts": [{"name": "x", "box": [1, 1, 2, 2]}]}]}
        """);
    Path out = dir.resolve("o");
    assertThat(
            fixture.run("correspond", "--parts", parts, "--layers", "features.1,99", "--out", out))
        .as(() -> String.join("\n", fixture.err()))
        .isEqualTo(2);
    assertThat(fixture.err()).singleElement().asString().contains("99");
    assertThat(
            fixture.run("correspond", "--parts", parts, "--layers", "features.1,2", "--out", out))
        .isZero();
    assertThat(fixture.below(out))
        .containsExactly("correspond.csv", "correspond.json", "correspond.png", "correspond.txt");
    JsonNode rows = json(out.resolve("correspond.json")).get("rows");
    assertThat(rows).extracting(r -> r.get("part").asText()).containsExactly("a, b", "random");
    assertThat(rows.get(0).get("pairs").asInt()).isEqualTo(1);
    List<String> csv = Files.readAllLines(out.resolve("correspond.csv"));
    assertThat(csv).hasSize(5);
    assertThat(csv.get(1)).startsWith("thing,\"a, b\",features.1,");
    assertThat(Files.readString(out.resolve("correspond.txt"))).contains("thing, random  ");
  }

  @Test
  void invarianceWritesCurvesWhoseIdentityIsExactlyZero() throws IOException {
    Path photos = fixture.photos(2);
    Path out = dir.resolve("o");
    assertThat(
            fixture.run(
                "invariance",
                photos.resolve("p00.png"),
                photos.resolve("p01.png"),
                "--shifts",
                "-2:2:1",
                "--scales",
                "1:1.5:0.25",
                "--angles",
                "0:180:90",
                "--out",
                out))
        .isZero();
    JsonNode json = json(out.resolve("invariance.json"));
    assertThat(json.get("layers")).hasSize(2);
    assertThat(json.get("curves")).hasSize(6);
    JsonNode shift = json.get("curves").get(0);
    assertThat(shift.get("amounts")).hasSize(5);
    assertThat(shift.get("distances").get(1).get(2).asDouble()).isEqualTo(0);
    assertThat(shift.get("distances").get(1).get(0).asDouble()).isPositive();
    assertThat(json.get("curves").get(5).get("distances").get(0).get(0).asDouble()).isEqualTo(0);
    assertThat(Files.readAllLines(out.resolve("invariance.csv"))).hasSize(1 + 2 * (5 + 3 + 3));
    assertThat(out.resolve("invariance.png")).isRegularFile();
  }

  @Test
  void aWrongRangeIsToldInOneLine() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    for (String range : new String[] {"1:2", "2:1:1", "1:2:0", "a:b:c"}) {
      assertThat(fixture.run("invariance", photo, "--scales", range)).isEqualTo(2);
      assertThat(fixture.err()).singleElement().asString().contains("FROM:TO:STEP");
    }
    assertThat(fixture.run("invariance", photo, "--scales", "0:1:0.5")).isEqualTo(2);
    assertThat(fixture.err()).singleElement().asString().contains("above 0");
  }
}
