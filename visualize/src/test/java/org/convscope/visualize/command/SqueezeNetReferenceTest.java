package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pretrained SqueezeNet on photographs, against what PyTorch 2.13 computed. Network and
 * photographs are in the shared test data; without that folder there is nothing to check here.
 */
class SqueezeNetReferenceTest {
  private static final double TOLERANCE = 1e-3;

  /**
   * Ten steps of cs231n's ascent to class 76 from the tabby, by PyTorch 2.13 in double: norm,
   * largest, first, middle and last number.
   */
  private static final double[] TEN_STEPS_IN_DOUBLE = {
    382.680821805, 4.37721153683, -0.843562491858, -0.896454937346, -0.729192894448
  };

  @TempDir Path dir;
  private Fixture fixture;

  @BeforeEach
  void commandLine() {
    fixture = new Fixture(dir);
  }

  private static Optional<Path> reference() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("shared/reference/squeezenet1_1");
      if (Files.isDirectory(found)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  static List<String> photographs() throws IOException {
    if (reference().isEmpty()) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(reference().get())) {
      return folders
          .filter(f -> Files.exists(f.resolve("integrated_gradients.npy")))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void thePhotographsAreThere() throws IOException {
    assumeThat(reference()).as("shared/reference: nothing is checked without it").isPresent();
    assertThat(photographs()).hasSize(4);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("photographs")
  void attributionsAreAsInPyTorch(String photograph) throws IOException {
    Path folder = reference().get().resolve(photograph);
    Path out = dir.resolve("attribution");
    run(
        folder,
        out,
        "attribute --method ig,gradcam --layer features.12" + " --quadrature midpoint --steps 32");
    int top = expected(folder).get("top1").asInt();
    assertClose(Npy.read(out.resolve("ig-" + top + ".raw.npy")), folder, "integrated_gradients");
    assertClose(
        Npy.read(out.resolve("gradcam-" + top + ".coarse.npy")), folder, "gradcam_features12");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("photographs")
  void occlusionIsAsInPyTorch(String photograph) throws IOException {
    Path folder = reference().get().resolve(photograph);
    Path out = dir.resolve("occlusion");
    run(folder, out, "occlude --size 48 --stride 16");
    assertClose(
        Npy.read(out.resolve("probability.npy")), folder, "occlusion48_stride16_probability");
    assertThat(Npy.read(out.resolve("top-class.npy")).toDoubles())
        .isEqualTo(Npy.read(folder.resolve("occlusion48_stride16_top_class.npy")).toDoubles());
  }

  /** In float every sum in another order leads elsewhere: docs/design-notes.md. */
  @Test
  void tenStepsOfAscentInDoubleAreAsInPyTorchInDouble() throws IOException {
    assumeThat(reference()).as("shared/reference: nothing is checked without it").isPresent();
    Path out = dir.resolve("ascent.npy");
    run(
        reference().get().resolve("n02123045_tabby"),
        out,
        "ascend --class 76 --recipe cs231n --steps 10 --transforms none --no-clamp --blur none"
            + " --double");
    double[] x = Npy.read(out).toDoubles();
    double[] found = {
      Math.sqrt(Arrays.stream(x).map(v -> v * v).sum()),
      Arrays.stream(x).map(Math::abs).max().getAsDouble(),
      x[0],
      x[x.length / 2],
      x[x.length - 1]
    };
    assertThat(found).containsExactly(TEN_STEPS_IN_DOUBLE, within(1e-8));
  }

  private static JsonNode expected(Path folder) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("expected.json")));
  }

  /** Runs a command, given with its options, on the network and a photograph's input. */
  private void run(Path folder, Path out, String command) {
    Path model = reference().get().resolve("squeezenet1_1.onnx");
    Stream<Object> what = Stream.of((Object[]) command.split(" "));
    Stream<Object> where =
        Stream.of("--model", model, "--input", folder.resolve("input.npy"), "--out", out);
    assertThat(fixture.runBare(Stream.concat(what, where).toArray()))
        .as("%s", fixture.err())
        .isZero();
  }

  private static void assertClose(Tensor got, Path folder, String name) throws IOException {
    double[] want = Npy.read(folder.resolve(name + ".npy")).toDoubles();
    double[] found = got.toDoubles();
    assertThat(found).as(name).hasSameSizeAs(want);
    double largest = Arrays.stream(want).map(Math::abs).max().getAsDouble();
    for (int i = 0; i < want.length; i++) {
      if (Math.abs(found[i] - want[i]) > TOLERANCE * largest) {
        assertThat(found[i])
            .as("%s at %d", name, i)
            .isCloseTo(want[i], within(TOLERANCE * largest));
      }
    }
  }
}
