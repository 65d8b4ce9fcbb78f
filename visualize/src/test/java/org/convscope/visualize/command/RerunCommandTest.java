package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.convscope.importer.Onnx;
import org.convscope.visualize.render.Png;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerunCommandTest {
  @TempDir Path dir;
  private Fixture fixture;
  private Path picture;

  @BeforeEach
  void aPictureOfTheProgram() throws IOException {
    fixture = new Fixture(dir);
    fixture.run(
        "deconv",
        "--layer",
        "2",
        "--images",
        fixture.photos(4),
        "--maps",
        "1,3",
        "--threads",
        "2",
        "--out",
        dir.resolve("first"));
    picture = dir.resolve("first/map-3.png");
    assertThat(picture).exists();
  }

  @Test
  void thePictureComesOutTheSameOnAnotherNumberOfThreads() {
    int code = fixture.runBare("rerun", picture, "--threads", "1", "--out", dir.resolve("again"));
    assertThat(code).isZero();
    assertThat(fixture.out()).contains("map-3.png: the same in all");
  }

  @Test
  void whatEarlierProgramsDidByDefaultIsDoneAgain() throws IOException {
    Path now = dir.resolve("ascent.png");
    String line = "--layer features.3 --unit 1 --steps 3 --transforms robust --out " + now;
    assertThat(fixture.run("ascend", (Object[]) line.split(" "))).isZero();
    Path then = dir.resolve("then.png");
    try (var in = Files.newInputStream(now);
        var out = Files.newOutputStream(then)) {
      Map<String, String> texts = new LinkedHashMap<>(Png.texts(in));
      String said =
          texts
              .get("convscope")
              .replaceFirst("\"defaults\"\\s*:\\s*\\d+\\s*,", "")
              .replaceFirst("\"--transforms\"\\s*,\\s*\"robust\"\\s*,", "");
      assertThat(said).doesNotContain("defaults", "robust");
      texts.put("convscope", said);
      Png.write(ImageIO.read(now.toFile()), texts, out);
    }

    assertThat(fixture.runBare("rerun", then, "--out", dir.resolve("again")))
        .as("%s", fixture.err())
        .isZero();
    assertThat(String.join(" ", fixture.err())).contains("--transforms robust");
  }

  @Test
  void aPictureThatWasPaintedOverIsFoundDifferent() throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    image.setRGB(7, 5, image.getRGB(7, 5) ^ 0x000300);
    try (var in = Files.newInputStream(picture);
        var out = Files.newOutputStream(dir.resolve("painted.png"))) {
      Png.write(image, Png.texts(in), out);
    }
    int code = fixture.runBare("rerun", dir.resolve("painted.png"), "--out", dir.resolve("again"));
    assertThat(code).isEqualTo(1);
    assertThat(fixture.out()).contains("differs in 1 of").contains("by at most 3 of 255 levels");
  }

  @Test
  void anotherNetworkUnderTheSameNameIsRefused() throws IOException {
    Onnx.save(Fixture.network(), fixture.model(), Onnx.Weights.HALF);
    int code = fixture.runBare("rerun", picture, "--out", dir.resolve("again"));
    assertThat(code).isEqualTo(1);
    assertThat(fixture.err())
        .anyMatch(line -> line.contains("the network must be the one of the picture (SHA-256 "));
    assertThat(dir.resolve("again")).doesNotExist();
  }

  @Test
  void picturesOfOtherProgramsAreRefused() throws IOException {
    int code =
        fixture.runBare("rerun", dir.resolve("photos/p00.png"), "--out", dir.resolve("again"));
    assertThat(code).isEqualTo(1);
    assertThat(fixture.err())
        .anyMatch(line -> line.contains("p00.png: a picture that this program made is needed"));
    Files.writeString(dir.resolve("text.png"), "no picture");
    assertThat(fixture.runBare("rerun", dir.resolve("text.png"))).isEqualTo(1);
    assertThat(fixture.err()).anyMatch(line -> line.contains("text.png: a PNG picture is needed"));
  }
}
