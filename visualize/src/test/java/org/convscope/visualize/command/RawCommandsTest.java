package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.convscope.engine.DType;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code run} and {@code gradient}. */
class RawCommandsTest {
  @TempDir Path dir;
  private Fixture fixture;

  @BeforeEach
  void fixture() {
    fixture = new Fixture(dir);
  }

  @Test
  void runWritesOneFilePerOutput() throws IOException {
    assertThat(fixture.run("run", "--input", fixture.input(3), "--out", dir.resolve("o"))).isZero();
    assertThat(fixture.below(dir.resolve("o"))).containsExactly("logits.npy");
    Tensor logits = Npy.read(dir.resolve("o/logits.npy"));
    assertThat(logits.shape()).isEqualTo(Shape.of(3, Fixture.CLASSES));
  }

  @Test
  void runWritesTheTapsWhereAnyAreNamed() throws IOException {
    assertThat(
            fixture.run(
                "run",
                "--input",
                fixture.input(2),
                "--tap",
                "features.1",
                "--tap",
                "2",
                "--tap",
                "/features/features.3/Conv",
                "--out",
                dir.resolve("o")))
        .isZero();
    assertThat(fixture.below(dir.resolve("o")))
        .containsExactly("2.npy", "features.1.npy", "features_features.3_Conv.npy");
    assertThat(Npy.read(dir.resolve("o/features.1.npy")).shape()).isEqualTo(Shape.of(2, 6, 10, 28));
  }

  @Test
  void anItemOfABatchGivesWhatItGivesAlone() throws IOException {
    Path three = fixture.input(3);
    float[] x = Npy.read(three).floats();
    int size = 3 * Fixture.H * Fixture.W;
    Tensor last =
        Tensor.of(Shape.of(1, 3, Fixture.H, Fixture.W), Arrays.copyOfRange(x, 2 * size, 3 * size));
    Path one = Files.write(dir.resolve("one.npy"), Npy.bytes(last));
    for (Path input : List.of(three, one)) {
      Path out = dir.resolve("g-" + input.getFileName());
      assertThat(fixture.run("gradient", "--input", input, "--class", 2, "--out", out)).isZero();
    }
    float[] batch = Npy.read(dir.resolve("g-x3.npy")).floats();
    float[] alone = Npy.read(dir.resolve("g-one.npy")).floats();
    assertThat(Arrays.copyOfRange(batch, 2 * size, 3 * size)).containsExactly(alone, within(1e-6f));
  }

  @Test
  void theGradientOfAClassIsTheDerivativeOfItsLogit() throws IOException {
    Path input = fixture.input(1);
    assertThat(
            fixture.run("gradient", "--input", input, "--class", 1, "--out", dir.resolve("g.npy")))
        .isZero();
    float[] g = Npy.read(dir.resolve("g.npy")).floats();
    float[] x = Npy.read(input).floats().clone();
    double step = 1e-3;
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] += (float) (step * g[i]);
      expected += step * g[i] * g[i];
    }
    Tensor moved = Tensor.of(Shape.of(1, 3, Fixture.H, Fixture.W), x);
    Path second = Files.write(dir.resolve("moved.npy"), Npy.bytes(moved));
    assertThat(fixture.run("run", "--input", input, "--out", dir.resolve("a"))).isZero();
    assertThat(fixture.run("run", "--input", second, "--out", dir.resolve("b"))).isZero();
    double change =
        Npy.read(dir.resolve("b/logits.npy")).at(1) - Npy.read(dir.resolve("a/logits.npy")).at(1);
    assertThat(change).isCloseTo(expected, within(0.05 * expected));
  }

  @Test
  void aGradientAtTheOutputOfOneClassIsThatOfTheClass() throws IOException {
    Path input = fixture.input(2);
    float[] one = new float[2 * Fixture.CLASSES];
    one[3] = 1;
    one[Fixture.CLASSES + 3] = 1;
    Path seed =
        Files.write(dir.resolve("s.npy"), Npy.bytes(Tensor.of(Shape.of(2, Fixture.CLASSES), one)));
    assertThat(
            fixture.run(
                "gradient", "--input", input, "--grad-output", seed, "--out", dir.resolve("a.npy")))
        .isZero();
    assertThat(
            fixture.run("gradient", "--input", input, "--class", 3, "--out", dir.resolve("b.npy")))
        .isZero();
    assertThat(dir.resolve("a.npy")).hasSameBinaryContentAs(dir.resolve("b.npy"));
  }

  @Test
  void seedingTheActivationScalesTheGradientOfAUnitByIt() throws IOException {
    Path input = fixture.input(1);
    Object[] base = {"--input", input, "--tap", "features.4", "--unit", "2"};
    assertThat(fixture.run("gradient", with(base, "--out", dir.resolve("one.npy")))).isZero();
    assertThat(
            fixture.run("gradient", with(base, "--seed-activation", "--out", dir.resolve("a.npy"))))
        .isZero();
    assertThat(
            fixture.run("run", "--input", input, "--tap", "features.4", "--out", dir.resolve("o")))
        .isZero();
    Tensor maps = Npy.read(dir.resolve("o/features.4.npy"));
    int plane = maps.shape().dim(2) * maps.shape().dim(3);
    float most = 0;
    for (int i = 2 * plane; i < 3 * plane; i++) {
      most = Math.max(most, maps.floats()[i]);
    }
    assertThat(most).isPositive();
    float[] one = Npy.read(dir.resolve("one.npy")).floats();
    float[] scaled = Npy.read(dir.resolve("a.npy")).floats();
    for (int i = 0; i < one.length; i++) {
      assertThat(scaled[i]).isCloseTo(most * one[i], within(1e-4f));
    }
  }

  @Test
  void theRulesDiffer() throws IOException {
    Path input = fixture.input(1);
    for (String rule : List.of("gradient", "deconvnet", "guided")) {
      assertThat(
              fixture.run(
                  "gradient",
                  "--input",
                  input,
                  "--tap",
                  "features.4",
                  "--unit",
                  "1",
                  "--rule",
                  rule,
                  "--out",
                  dir.resolve(rule)))
          .isZero();
    }
    float[] gradient = Npy.read(dir.resolve("gradient")).floats();
    assertThat(Npy.read(dir.resolve("deconvnet")).floats()).isNotEqualTo(gradient);
    assertThat(Npy.read(dir.resolve("guided")).floats()).isNotEqualTo(gradient);
  }

  @Test
  void wrongUseIsOneLineAndExitCodeTwo() throws IOException {
    Path input = fixture.input(1);
    Object[][] wrong = {
      {"gradient"},
      {"gradient", "--class", "4"},
      {"gradient", "--class", "cat"},
      {"gradient", "--unit", "1"},
      {"gradient", "--tap", "features.4", "--unit", "9"},
      {"gradient", "--tap", "features.4", "--unit", "1,99,0"},
      {"gradient", "--tap", "features.4", "--unit", "1,2"},
      {"gradient", "--tap", "features.4", "--unit", "-1"},
      {"gradient", "--tap", "nowhere", "--unit", "1"},
      {"gradient", "--class", "1", "--tap", "features.4"},
      {"gradient", "--class", "1", "--unit", "1"},
      {"run", "--tap", "features.44"},
      {"run", "--threads", "0"},
      {"run", "--no-such-option"}
    };
    for (Object[] args : wrong) {
      Object[] more =
          with(
              Arrays.copyOfRange(args, 1, args.length),
              "--input",
              input,
              "--out",
              dir.resolve("o"));
      assertThat(fixture.run((String) args[0], more)).as(List.of(args).toString()).isEqualTo(2);
      assertThat(fixture.err()).as(List.of(args).toString()).hasSize(1);
      assertThat(dir.resolve("o")).doesNotExist();
    }
  }

  @Test
  void failuresAreOneLineAndExitCodeOneAndLeaveNothing() throws IOException {
    Path input = fixture.input(1);
    Path small =
        Files.write(
            dir.resolve("small.npy"), Npy.bytes(Tensor.zeros(DType.FLOAT, Shape.of(1, 3, 5))));
    Path text = Files.writeString(dir.resolve("text.npy"), "no array");
    Path torn =
        Files.write(
            dir.resolve("torn.onnx"), Arrays.copyOf(Files.readAllBytes(fixture.model()), 700));
    Object[][] failing = {
      {"run", "--input", dir.resolve("none.npy")},
      {"run", "--input", text},
      {"run", "--input", small},
      {"gradient", "--input", input, "--grad-output", small},
    };
    List<String> before = fixture.below(dir);
    for (Object[] args : failing) {
      Object[] more =
          with(Arrays.copyOfRange(args, 1, args.length), "--out", dir.resolve("deep/o"));
      assertThat(fixture.run((String) args[0], more)).as(List.of(args).toString()).isEqualTo(1);
      assertThat(fixture.err()).as(List.of(args).toString()).hasSize(1);
    }
    assertThat(fixture.runBare("run", "--model", torn, "--input", input, "--out", dir.resolve("o")))
        .isEqualTo(1);
    assertThat(fixture.err()).hasSize(1).first().asString().contains("torn.onnx");
    assertThat(fixture.below(dir)).isEqualTo(before);
  }

  @Test
  void aResultIsReplacedOnlyIfForced() throws IOException {
    Path input = fixture.input(1);
    Path out = Files.writeString(dir.resolve("g.npy"), "mine");
    assertThat(fixture.run("gradient", "--input", input, "--class", 0, "--out", out)).isEqualTo(1);
    assertThat(fixture.err()).hasSize(1).first().asString().contains("--force");
    assertThat(out).hasContent("mine");
    assertThat(fixture.run("gradient", "--input", input, "--class", 0, "--out", out, "--force"))
        .isZero();
    assertThat(Npy.read(out).shape()).isEqualTo(Shape.of(1, 3, Fixture.H, Fixture.W));
  }

  private static Object[] with(Object[] first, Object... then) {
    Object[] all = Arrays.copyOf(first, first.length + then.length);
    System.arraycopy(then, 0, all, first.length, then.length);
    return all;
  }
}
