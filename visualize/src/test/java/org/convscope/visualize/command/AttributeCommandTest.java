package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributeCommandTest {
  @TempDir Path dir;
  private Fixture fixture;

  @BeforeEach
  void fixture() {
    fixture = new Fixture(dir);
  }

  @Test
  void attributeWritesMapsRawValuesAndFacts() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    Path out = dir.resolve("o");
    assertThat(
            fixture.run(
                "attribute",
                photo,
                "--method",
                "gradcam,ig",
                "--class",
                1,
                "--class",
                3,
                "--out",
                out))
        .isZero();
    assertThat(fixture.below(out))
        .containsExactly(
            "attribution.json",
            "attribution.png",
            "gradcam-1.coarse.npy",
            "gradcam-1.npy",
            "gradcam-3.coarse.npy",
            "gradcam-3.npy",
            "ig-1.npy",
            "ig-1.raw.npy",
            "ig-3.npy",
            "ig-3.raw.npy");
    assertThat(Npy.read(out.resolve("gradcam-3.coarse.npy")).shape()).isEqualTo(Shape.of(5, 14));
    assertThat(Npy.read(out.resolve("gradcam-3.npy")).shape())
        .isEqualTo(Shape.of(Fixture.H, Fixture.W));
    JsonNode maps =
        new ObjectMapper()
            .readTree(out.resolve("attribution.json").toFile())
            .get("classes")
            .get(1)
            .get("maps");
    double sum = 0;
    Tensor raw = Npy.read(out.resolve("ig-3.raw.npy"));
    assertThat(raw.shape()).isEqualTo(Shape.of(3, Fixture.H, Fixture.W));
    for (float v : raw.floats()) {
      sum += v;
    }
    assertThat(maps.get(1).get("facts").get("attributed").asDouble()).isCloseTo(sum, within(1e-6));
  }

  @Test
  void rawNumbersAreExplainedLikeThePhotographTheyCameFrom() throws IOException {
    Path x = fixture.input(1);
    assertThat(
            fixture.run(
                "attribute",
                "--input",
                x,
                "--method",
                "gradient-x-input",
                "--class",
                2,
                "--out",
                dir.resolve("a")))
        .isZero();
    assertThat(
            fixture.run(
                "gradient", "--input", x, "--class", 2, "--out", dir.resolve("gradient.npy")))
        .isZero();
    float[] product = Npy.read(dir.resolve("a/gradient-x-input-2.raw.npy")).floats();
    float[] gradient = Npy.read(dir.resolve("gradient.npy")).floats();
    float[] input = Npy.read(x).floats();
    for (int i = 0; i < product.length; i++) {
      assertThat(product[i]).isEqualTo(input[i] * gradient[i]);
    }
  }

  @Test
  void theDrawnImageIsMeasuredAgainstItsMask() throws IOException {
    assertThat(
            fixture.runBare(
                "attribute",
                "--method",
                "layercam",
                "--trust",
                "--json",
                "--quiet",
                "--out",
                dir.resolve("map.png")))
        .isZero();
    JsonNode trust =
        new ObjectMapper()
            .readTree(fixture.out())
            .get("classes")
            .get(0)
            .get("maps")
            .get(0)
            .get("trust");
    for (String name : new String[] {"deletion_auc", "insertion_auc", "mask_mass", "mask_area"}) {
      assertThat(trust.get(name).asDouble()).as(name).isBetween(0.0, 1.0);
    }
    assertThat(trust.get("randomisation_cascade")).hasSize(7);
    assertThat(ImageIO.read(dir.resolve("map.png").toFile()).getWidth()).isGreaterThan(400);
  }

  @Test
  void compareDrawsOneBlockPerClass() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    int[] heights = new int[2];
    for (int i = 0; i < 2; i++) {
      Path out = dir.resolve("compare" + i + ".png");
      Object[] one = {"compare", photo, "--method", "saliency,gradcam", "--class", "1"};
      Object[] two = {"compare", photo, "--method", "saliency,gradcam"};
      Object[] args = i == 0 ? one : two;
      Object[] all = java.util.Arrays.copyOf(args, args.length + 2);
      all[args.length] = "--out";
      all[args.length + 1] = out;
      assertThat(fixture.run((String) all[0], java.util.Arrays.copyOfRange(all, 1, all.length)))
          .isZero();
      heights[i] = ImageIO.read(out.toFile()).getHeight();
    }
    assertThat(heights[1]).isGreaterThan(heights[0] + 200);
  }

  @Test
  void evaluateWritesOneTableInFourForms() throws IOException {
    Path out = dir.resolve("e");
    assertThat(
            fixture.runBare(
                "evaluate",
                "--images",
                2,
                "--stability",
                0,
                "--methods",
                "gradcam,deconvnet",
                "--out",
                out))
        .isZero();
    assertThat(fixture.below(out))
        .containsExactly("evaluation.csv", "evaluation.json", "evaluation.png", "evaluation.txt");
    assertThat(fixture.out().lines().toList().get(4)).startsWith("deconvnet");
  }

  @Test
  void wrongUseIsOneLine() throws IOException {
    Path photo = fixture.photos(1).resolve("p00.png");
    assertThat(fixture.run("attribute", photo, "--method", "gradcan")).isEqualTo(2);
    assertThat(fixture.err()).last().asString().contains("did you mean gradcam");
    assertThat(fixture.run("attribute", photo, "--input", fixture.input(1))).isEqualTo(2);
    assertThat(fixture.err()).last().asString().contains("got several");
    assertThat(fixture.run("attribute", photo, "--steps", 0)).isEqualTo(2);
    assertThat(fixture.err()).last().asString().contains("at least 1 step is needed, got 0");
    assertThat(fixture.run("attribute", photo, "--layer", "nowhere")).isEqualTo(2);
  }
}
