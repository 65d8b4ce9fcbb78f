package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AscendCommandTest {
  @TempDir private Path dir;
  private Fixture fixture;

  @BeforeEach
  void start() {
    fixture = new Fixture(dir);
  }

  private Tensor numbers(String name, Object... more) throws Exception {
    Path out = fixture.path(name + ".npy");
    Object[] all = new Object[more.length + 2];
    System.arraycopy(more, 0, all, 0, more.length);
    all[more.length] = "--out";
    all[more.length + 1] = out;
    assertThat(fixture.run("ascend", all)).as("%s", fixture.err()).isZero();
    return Npy.read(out);
  }

  @Test
  void writesPictureNumbersScoresAndProvenance() throws Exception {
    Path out = fixture.path("out");
    int code =
        fixture.run(
            "ascend",
            "--layer",
            "features.4",
            "--units",
            "0,2-3",
            "--steps",
            4,
            "--snapshots",
            "0,4",
            "--gif",
            "--apng",
            "--out",
            out);

    assertThat(code).as("%s", fixture.err()).isZero();
    assertThat(fixture.below(out))
        .contains("ascend.png", "ascend.json", "score.csv", "score.png", "unit-0.npy")
        .contains("unit-3.gif", "unit-3.png", "steps/unit-2-0000.png", "steps/unit-2-0004.png");
    assertThat(Files.readString(out.resolve("score.csv"))).startsWith("step,unit-0,unit-2,unit-3");
  }

  @Test
  void namesThePatchesThatExciteEachMapMost() throws Exception {
    Path photos = fixture.photos(5);
    Path out = fixture.path("out");
    Object[] all = {
      "--layer", "features.4", "--unit", "0-1", "--steps", 2, "--images", photos, "--top", 3
    };
    Object[] more = Arrays.copyOf(all, all.length + 2);
    more[all.length] = "--out";
    more[all.length + 1] = out;
    assertThat(fixture.run("ascend", more)).as("%s", fixture.err()).isZero();
    Path deconv = fixture.path("deconv");
    fixture.run(
        "deconv",
        "--layer",
        "features.4",
        "--maps",
        "0-1",
        "--images",
        photos,
        "--top",
        3,
        "--out",
        deconv);

    List<String> here = activations(out.resolve("ascend.json"));
    assertThat(here).hasSize(6).isEqualTo(activations(deconv.resolve("deconv.json")));
  }

  /** Lines such as {@code "activation": 1.5}. */
  private static List<String> activations(Path json) throws Exception {
    return Pattern.compile("\"activation\"\\s*:\\s*[-0-9.eE]+")
        .matcher(Files.readString(json))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void whatTheBudgetDoesNotReachIsLeftOut() throws Exception {
    Path out = fixture.path("out");
    String all = "--layer features.4 --unit 0-3 --budget 0.001s --threads 1 --out " + out;

    assertThat(fixture.run("ascend", (Object[]) all.split(" "))).isZero();
    assertThat(fixture.below(out)).contains("unit-0.npy").doesNotContain("unit-1.npy");
    assertThat(fixture.err())
        .contains(
            "stopped: 0 of 4 images are finished, 1 show their best step so far, 3 were not begun");
  }

  @Test
  void raisesItsTarget() throws Exception {
    Path out = fixture.path("out");
    fixture.run("ascend", "--class", 2, "--steps", 40, "--out", out);
    var curve = Files.readAllLines(out.resolve("score.csv"));
    double first = Double.parseDouble(curve.get(1).split(",")[1]);
    double last = Double.parseDouble(curve.get(40).split(",")[1]);

    assertThat(last).isGreaterThan(first + 1);
  }

  @Test
  void givesTheSameBitsForAnyNumberOfThreads() throws Exception {
    Tensor one = numbers("one", "--layer", "features.3", "--unit", 1, "--steps", 5, "--threads", 1);
    Tensor two = numbers("two", "--layer", "features.3", "--unit", 1, "--steps", 5, "--threads", 2);
    Tensor other =
        numbers("other", "--layer", "features.3", "--unit", 1, "--steps", 5, "--seed", 1);

    assertThat(two.floats()).isEqualTo(one.floats());
    assertThat(other.floats()).isNotEqualTo(one.floats());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--recipe cs231n",
        "--recipe yosinski",
        "--recipe maco --crops 3",
        "--crops 2:0.8:0.3",
        "--param laplacian",
        "--param pixel --colour independent --gradient-blur 1",
        "--octaves 2",
        "--diversity 100",
        "--diversity",
        "--diversity 60%",
        "--also -0.5*features.0:2 --negative",
        "--unit 2 --between 3 --frames 3",
        "--pool 3:2 --centre",
        "--l1 1e-4 --tv 1e-4 --boundary 1e-3",
        "--first features.4:2 --start-colour independent",
        "--recipe dream --unit 4,2,3",
        "--budget 5m --starts 2",
        "--unit 3,1,2"
      })
  void everyVariantMakesAnImageOfFiniteNumbers(String options) throws Exception {
    String unit = options.contains("--unit") ? "" : "--unit 1 ";
    String all = "--layer features.3 --steps 3 " + unit + options;
    Tensor x = numbers("x", (Object[]) all.split(" "));

    for (float v : x.floats()) {
      assertThat(v).isFinite();
    }
  }

  @Test
  void theSpectrumOfAStampIsNotMeasured() throws Exception {
    numbers("stamp", "--layer", "features.0", "--unit", "1,2,2", "--steps", 1);
    assertThat(fixture.out()).contains("score").doesNotContain("high-frequency energy");

    numbers("whole", "--layer", "features.0", "--unit", "1", "--steps", 1);
    assertThat(fixture.out()).contains("high-frequency energy");
  }

  @Test
  void invertsAndExaggeratesPhotographs() throws Exception {
    Path photo = fixture.photos(1).resolve("p00.png");
    numbers("i", "--layer", "features.1", "--invert", photo, "--steps", 3);
    numbers("c", "--layer", "features.1", "--caricature", photo, "--start", photo, "--steps", 3);

    assertThat(fixture.out()).contains("caricature of p00.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--class 1", "--layer features.3 --unit 1", "--layer features.3"})
  void classesMapsAndLayersAreSeenInWideViews(String target) throws Exception {
    assertThat(views(target)).contains("Jitter[pixels=16]", "Scale", "Rotate[degrees=15]");
  }

  @Test
  void whatHasItsPlaceIsSeenInSteadyViews() throws Exception {
    Path photo = fixture.photos(1).resolve("p00.png");

    assertThat(views("--layer features.1 --invert " + photo))
        .contains("Jitter[pixels=2]")
        .doesNotContain("Scale", "Rotate");
    assertThat(views("--layer features.1 --transforms wide --caricature " + photo))
        .contains("Jitter[pixels=16]");
  }

  private String views(String target) throws Exception {
    Path out = fixture.path("views");
    String all = target + " --steps 1 --force --out " + out;
    assertThat(fixture.run("ascend", (Object[]) all.split(" "))).as("%s", fixture.err()).isZero();
    return Files.readString(out.resolve("ascend.json"));
  }

  @Test
  void aStepOfTheNormalisedGradientIsExactlyThatLong() throws Exception {
    Path input = fixture.input(1);
    Tensor x =
        numbers(
            "x",
            "--class",
            1,
            "--input",
            input,
            "--steps",
            1,
            "--param",
            "pixel",
            "--colour",
            "raw",
            "--transforms",
            "none",
            "--step-rule",
            "normalised",
            "--lr",
            2,
            "--double");
    Tensor before = Npy.read(input);
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      sum += Math.pow(x.at(i) - before.at(i), 2);
    }

    assertThat(Math.sqrt(sum)).isCloseTo(2, org.assertj.core.api.Assertions.within(1e-9));
  }

  @Test
  void dreamsOfADrawnImage() throws Exception {
    Path out = fixture.path("dream.png");

    assertThat(fixture.run("dream", "--layer", "features.0", "--steps", 2, "--out", out))
        .as("%s", fixture.err())
        .isZero();
    assertThat(out).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--steps 3",
        "--layer features.3 --unit 99",
        "--class 1 --layer features.3",
        "--layer features.3 --unit 1 --blur 1:4",
        "--layer features.3 --unit 1 --transforms wobble",
        "--layer features.3 --unit 1 --crops 3:0:2",
        "--layer features.3 --unit 1 --apng",
        "--layer features.3 --unit 1 --diversity much",
        "--layer features.3 --unit 1 --diversity=-5",
        "--layer features.3 --unit 1 --diversity 120%",
        "--layer features.3 --top 9",
        "--layer features.3 --unit 1 --negative --top 9",
        "--layer features.3 --unit 1 --target branch"
      })
  void wrongUseSaysSoInOneLine(String options) {
    Object[] all = (options + " --out " + fixture.path("x.png")).split(" ");

    assertThat(fixture.run("ascend", all)).isNotZero();
    assertThat(fixture.err()).hasSize(1);
    assertThat(fixture.path("x.png")).doesNotExist();
  }
}
