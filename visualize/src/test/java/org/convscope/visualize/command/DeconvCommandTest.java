package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Buffers;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.visualize.image.PhotoFolder;
import org.convscope.visualize.render.Png;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeconvCommandTest {
  private record Seen(String image, float activation, int y, int x) {}

  @TempDir Path dir;
  private Fixture fixture;

  @BeforeEach
  void fixture() {
    fixture = new Fixture(dir);
  }

  @Test
  void theTopNineAreThoseOfACompleteSearch() throws IOException {
    Path photos = fixture.photos(14);
    Files.copy(
        photos.resolve("p03.png"), photos.resolve("p99.png"), StandardCopyOption.REPLACE_EXISTING);
    Path out = dir.resolve("o");
    assertThat(
            fixture.run(
                "deconv", "--layer", "2", "--images", photos, "--maps", "0-2,4", "--out", out))
        .isZero();
    JsonNode json = json(out);
    assertThat(json.get("layer").asText()).isEqualTo("features.4");
    Map<Integer, List<Seen>> all = everything(photos, "features.4");
    assertThat(json.get("maps")).extracting(m -> m.get("map").asInt()).containsExactly(0, 1, 2, 4);
    for (JsonNode map : json.get("maps")) {
      List<Seen> expected = all.get(map.get("map").asInt());
      expected.sort(
          Comparator.comparingDouble((Seen s) -> -s.activation()).thenComparing(Seen::image));
      List<Seen> got = new ArrayList<>();
      for (JsonNode t : map.get("top")) {
        got.add(
            new Seen(
                t.get("image").asText(),
                t.get("activation").floatValue(),
                t.get("y").asInt(),
                t.get("x").asInt()));
      }
      assertThat(got).isEqualTo(expected.subList(0, 9));
    }
  }

  /** Every photograph's strongest unit of every map, found by looking at each. */
  private Map<Integer, List<Seen>> everything(Path photos, String layer) throws IOException {
    Network network = org.convscope.importer.Onnx.load(fixture.model());
    String value = new org.convscope.models.Layers(network).resolve(layer).value();
    PhotoFolder folder = PhotoFolder.of(photos, Preprocessing.imageNet(Fixture.H, Fixture.W));
    Map<Integer, List<Seen>> all = new java.util.TreeMap<>();
    for (int i = 0; i < folder.names().size(); i++) {
      Tensor a =
          network
              .run(
                  KernelSets.choose(Workers.of(1), new Buffers()),
                  Map.of(network.input().name(), folder.input(i)),
                  Request.taps(value))
              .value(value);
      int width = a.shape().dim(3);
      int plane = a.shape().dim(2) * width;
      for (int c = 0; c < a.shape().dim(1); c++) {
        int best = 0;
        for (int p = 1; p < plane; p++) {
          best = a.floats()[c * plane + p] > a.floats()[c * plane + best] ? p : best;
        }
        all.computeIfAbsent(c, k -> new ArrayList<>())
            .add(
                new Seen(
                    folder.names().get(i),
                    a.floats()[c * plane + best],
                    best / width,
                    best % width));
      }
    }
    return all;
  }

  @Test
  void aProjectionIsTheGradientCommandsFromThatUnit() throws IOException {
    Path photos = fixture.photos(5);
    Path out = dir.resolve("o");
    assertThat(
            fixture.run(
                "deconv",
                "--layer",
                "features.4",
                "--images",
                photos,
                "--maps",
                "3",
                "--top",
                2,
                "--rule",
                "guided",
                "--out",
                out))
        .isZero();
    JsonNode second = json(out).get("maps").get(0).get("top").get(1);
    PhotoFolder folder = PhotoFolder.of(photos, Preprocessing.imageNet(Fixture.H, Fixture.W));
    Tensor x = folder.input(folder.names().indexOf(second.get("image").asText()));
    Path input = Files.write(dir.resolve("x.npy"), Npy.bytes(x));
    String unit = "3," + second.get("y").asInt() + "," + second.get("x").asInt();
    assertThat(
            fixture.run(
                "gradient",
                "--input",
                input,
                "--tap",
                "features.4",
                "--unit",
                unit,
                "--seed-activation",
                "--rule",
                "guided",
                "--out",
                dir.resolve("g.npy")))
        .isZero();
    Tensor all = Npy.read(out.resolve("map-3.npy"));
    assertThat(all.shape()).isEqualTo(Shape.of(2, 3, Fixture.H, Fixture.W));
    float[] expected = Npy.read(dir.resolve("g.npy")).floats();
    float[] got = java.util.Arrays.copyOfRange(all.floats(), expected.length, 2 * expected.length);
    assertThat(got).containsExactly(expected);
  }

  @Test
  void whatLiesOutsideTheReceptiveFieldIsZero() throws IOException {
    Path photos = fixture.photos(4);
    Path out = dir.resolve("o");
    assertThat(
            fixture.run(
                "deconv",
                "--layer",
                "features.3",
                "--images",
                photos,
                "--maps",
                "all",
                "--top",
                3,
                "--out",
                out))
        .isZero();
    for (JsonNode map : json(out).get("maps")) {
      float[] pixels = Npy.read(out.resolve(map.get("projections").asText())).floats();
      for (int i = 0; i < map.get("top").size(); i++) {
        JsonNode field = map.get("top").get(i).get("field");
        for (int p = 0; p < 3 * Fixture.H * Fixture.W; p++) {
          int y = p / Fixture.W % Fixture.H - field.get("top").asInt();
          int x = p % Fixture.W - field.get("left").asInt();
          boolean inside =
              y >= 0 && y < field.get("height").asInt() && x >= 0 && x < field.get("width").asInt();
          if (!inside) {
            assertThat(pixels[i * 3 * Fixture.H * Fixture.W + p]).isZero();
          }
        }
      }
    }
  }

  @Test
  void theResultDoesNotDependOnTheNumberOfThreads() throws IOException {
    Path photos = fixture.photos(9);
    for (int threads : new int[] {1, 3}) {
      assertThat(
              fixture.run(
                  "deconv",
                  "--layer",
                  "features.4",
                  "--images",
                  photos,
                  "--threads",
                  threads,
                  "--out",
                  dir.resolve("o" + threads)))
          .isZero();
    }
    for (String file : List.of("map-0.npy", "map-4.npy")) {
      assertThat(dir.resolve("o1").resolve(file))
          .hasSameBinaryContentAs(dir.resolve("o3").resolve(file));
    }
    assertThat(json(dir.resolve("o1")).get("maps")).isEqualTo(json(dir.resolve("o3")).get("maps"));
  }

  @Test
  void everyMapHasAPictureThatSaysHowItWasMade() throws IOException {
    Path out = dir.resolve("o");
    assertThat(
            fixture.run(
                "deconv",
                "--layer",
                "1",
                "--images",
                fixture.photos(3),
                "--maps",
                "strongest:2",
                "--out",
                out))
        .isZero();
    JsonNode json = json(out);
    assertThat(json.get("maps")).hasSize(2);
    assertThat(json.get("model").get("sha256").asText()).hasSize(64);
    for (JsonNode map : json.get("maps")) {
      try (InputStream in = Files.newInputStream(out.resolve(map.get("picture").asText()))) {
        Map<String, String> texts = Png.texts(in);
        assertThat(texts.get("convscope")).contains("\"deconv\"", "strongest:2");
      }
    }
    assertThat(fixture.out().strip()).endsWith("overview.png");
    assertThat(out.resolve("overview.png")).exists();
  }

  @Test
  void aSinglePhotographShowsItsStrongestMaps() throws IOException {
    Path photo = fixture.photos(2).resolve("p01.png");
    Path out = dir.resolve("o");
    assertThat(
            fixture.run(
                "deconv",
                "--layer",
                "features.4",
                "--image",
                photo,
                "--maps",
                "strongest:3",
                "--out",
                out,
                "--json"))
        .isZero();
    JsonNode json = new ObjectMapper().readTree(fixture.out());
    assertThat(json.get("maps")).hasSize(3);
    assertThat(json.get("maps").get(0).get("top")).hasSize(1);
    double first = json.get("maps").get(0).get("top").get(0).get("activation").asDouble();
    double last = json.get("maps").get(2).get("top").get(0).get("activation").asDouble();
    assertThat(first).isGreaterThanOrEqualTo(last);
  }

  @Test
  void unreadablePhotographsAreSkippedAndNamed() throws IOException {
    Path photos = fixture.photos(3);
    Files.writeString(photos.resolve("broken.jpg"), "no image");
    Path out = dir.resolve("o");
    assertThat(fixture.run("deconv", "--layer", "features.4", "--images", photos, "--out", out))
        .isZero();
    assertThat(json(out).get("skipped").get(0).asText()).contains("broken.jpg: must be");
    assertThat(fixture.err()).anyMatch(l -> l.startsWith("1 of 4 photographs could not be read"));
  }

  @Test
  void whereNoPhotographCanBeReadNothingIsLeft() throws IOException {
    Path photos = Files.createDirectory(dir.resolve("photos"));
    Files.writeString(photos.resolve("broken.jpg"), "no image");
    fixture.model();
    List<String> before = fixture.below(dir);
    assertThat(
            fixture.run(
                "deconv",
                "--layer",
                "features.4",
                "--images",
                photos,
                "--out",
                dir.resolve("o"),
                "--quiet"))
        .isEqualTo(1);
    assertThat(fixture.err()).hasSize(1).first().asString().contains("none of 1 can be read");
    assertThat(fixture.below(dir)).isEqualTo(before);
  }

  @Test
  void wrongUseIsOneLineAndExitCodeTwo() throws IOException {
    Path photos = fixture.photos(1);
    Object[][] wrong = {
      {"deconv", "--images", photos},
      {"deconv", "--layer", "featurs.4", "--images", photos},
      {"deconv", "--layer", "features.4", "--images", photos, "--maps", "5"},
      {"deconv", "--layer", "features.4", "--images", photos, "--maps", "1-"},
      {"deconv", "--layer", "features.4", "--images", photos, "--top", "0"},
      {"deconv", "--layer", "features.4", "--images", photos, "--rule", "gided"},
      {"deconv", "--layer", "features.4", "--images", photos, "--image", photos.resolve("p00.png")}
    };
    for (Object[] args : wrong) {
      Object[] more = java.util.Arrays.copyOfRange(args, 1, args.length + 3);
      more[args.length - 1] = "--quiet";
      more[args.length] = "--out";
      more[args.length + 1] = dir.resolve("o");
      assertThat(fixture.run("deconv", more)).as(List.of(args).toString()).isEqualTo(2);
      assertThat(fixture.err()).as(List.of(args).toString()).hasSize(1);
      assertThat(dir.resolve("o")).doesNotExist();
    }
  }

  private static JsonNode json(Path out) throws IOException {
    return new ObjectMapper().readTree(out.resolve("deconv.json").toFile());
  }
}
