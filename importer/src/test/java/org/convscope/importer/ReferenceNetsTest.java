package org.convscope.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convscope.autograd.Rules;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.models.train.Batch;
import org.convscope.models.train.Recipe;
import org.convscope.models.train.Schedule;
import org.convscope.models.train.Sgd;
import org.convscope.models.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks that PyTorch exported, with its outputs, gradients and three training steps. They are in
 * the shared test data; without that folder there is nothing to check here.
 */
class ReferenceNetsTest {
  private static final double OF_OUTPUTS = 1e-4;
  private static final double OF_INPUT_GRADIENTS = 1e-3;

  /** Losses before each of three training steps, by PyTorch 2.13 in double. */
  private static final double[] LOSSES_IN_DOUBLE = {
    2.4901331735737062, 1.5791166009762703, 0.7892601206499591
  };

  /** A network on a kernel set. */
  record Case(Path folder, String kernels) {
    @Override
    public String toString() {
      return folder.getFileName() + " on " + kernels;
    }

    Tensor tensor(String name) throws IOException {
      return Npy.read(folder.resolve(name + ".npy"));
    }

    Network network() throws IOException {
      return Onnx.load(folder.resolve("model.onnx"));
    }

    Kernels set() {
      return KernelSets.named(kernels, Workers.of(1), new Buffers());
    }

    /** PyTorch's gradient by parameter name. */
    Map<String, Tensor> parameterGradients() throws IOException {
      return tensors(folder.resolve("grad_parameters"));
    }
  }

  private static Map<String, Tensor> tensors(Path folder) throws IOException {
    Map<String, Tensor> found = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path f : files.sorted().toList()) {
        found.put(f.getFileName().toString().replaceAll("\\.npy$", ""), Npy.read(f));
      }
    }
    return found;
  }

  static Optional<Path> nets() {
    String given = System.getProperty("convscope.shared");
    Path at = given != null ? Path.of(given) : Path.of("").toAbsolutePath();
    for (; at != null; at = at.getParent()) {
      Path nets = (given != null ? at : at.resolve("shared")).resolve("reference/nets");
      if (Files.isDirectory(nets)) {
        return Optional.of(nets);
      }
    }
    return Optional.empty();
  }

  /** The networks that were trained too, on the fast kernels. */
  static List<Case> trained() throws IOException {
    return cases().stream()
        .filter(c -> c.kernels().equals("vector") && Files.exists(c.folder().resolve("train")))
        .toList();
  }

  static List<Case> cases() throws IOException {
    if (nets().isEmpty()) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(nets().get())) {
      return folders
          .filter(f -> Files.exists(f.resolve("model.onnx")))
          .sorted()
          .flatMap(f -> Stream.of("scalar", "vector").map(k -> new Case(f, k)))
          .toList();
    }
  }

  @Test
  void theSharedNetworksAreThere() throws IOException {
    assumeThat(nets()).as("shared/reference/nets: nothing is checked without it").isPresent();
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void outputsAndGradientsAreAsInPyTorch(Case c) throws IOException {
    Network n = c.network();
    String input = n.input().name();
    String output = n.outputs().get(0);
    Map<String, Tensor> byParameter = c.parameterGradients();
    byParameter.keySet().retainAll(n.parameters().keySet());
    assertThat(byParameter).as("parameters under PyTorch's names").isNotEmpty();
    for (boolean withParameters : new boolean[] {false, true}) {
      Request request = Request.taps(output).tracking(input);
      if (withParameters) {
        List<String> all = Stream.concat(Stream.of(input), byParameter.keySet().stream()).toList();
        request = request.tracking(all);
      }
      Run run = n.run(c.set(), Map.of(input, c.tensor("input")), request);
      assertClose("output", run.value(output), c.tensor("output"), OF_OUTPUTS);
      Map<String, Tensor> found =
          run.backward(Map.of(output, c.tensor("grad_output")), request.tracked(), Rules.GRADIENT);
      assertClose("grad_input", found.get(input), c.tensor("grad_input"), OF_INPUT_GRADIENTS);
      if (withParameters) {
        for (Map.Entry<String, Tensor> e : byParameter.entrySet()) {
          assertClose(e.getKey(), found.get(e.getKey()), e.getValue(), OF_OUTPUTS);
        }
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void layersAnswerToPyTorchsModuleNames(Case c) throws IOException {
    Network n = c.network();
    Layers layers = new Layers(n);
    layers.all().forEach(l -> assertThat(layers.resolve(l.path()).node()).isEqualTo(l.node()));
    assertThat(n.parameters().keySet().stream().filter(p -> p.endsWith(".weight")))
        .isNotEmpty()
        .allSatisfy(p -> layers.resolve(p.substring(0, p.length() - ".weight".length())));
  }

  /** Losses before each step and the parameters after the last. */
  private record Training(double[] losses, Map<String, Tensor> state) {
    /** Root of the summed squared differences of all parameters and statistics. */
    double distance(Map<String, Tensor> other) {
      double sum = 0;
      for (Map.Entry<String, Tensor> e : other.entrySet()) {
        Tensor mine = state.get(e.getKey());
        for (int i = 0; i < mine.size(); i++) {
          sum += Math.pow(mine.at(i) - e.getValue().at(i), 2);
        }
      }
      return Math.sqrt(sum);
    }
  }

  private static Training train(Case c, Tensor input, Tensor target, int steps) throws IOException {
    return train(c.set(), c.network(), input, target, steps);
  }

  private static Training train(
      Kernels kernels, Network network, Tensor input, Tensor target, int steps) {
    Recipe recipe = Recipe.plain(Schedule.constant(0.01), 1);
    Trainer trainer = new Trainer(kernels, network, Sgd.classical(0.9, 1e-4), recipe, steps);
    double[] losses = new double[steps];
    for (int step = 0; step < steps; step++) {
      losses[step] = trainer.step(new Batch(input, target)).loss();
    }
    return new Training(losses, trainer.network().parameters());
  }

  /**
   * The same three steps in double by PyTorch 2.13 (module and input converted with {@code
   * double()}): per parameter and statistic its norm, its largest, first, middle and last number.
   * In double the trajectory is far from its chaos, so that everything must agree.
   */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("trained")
  void trainingStepsInDoubleAreAsInPyTorchInDouble(Case c) throws IOException {
    Tensor target = Npy.read(c.folder().resolve("train/target.npy"));
    Map<String, Tensor> wide = new LinkedHashMap<>();
    Network network = c.network();
    network
        .parameters()
        .forEach((k, v) -> wide.put(k, v.type() == DType.FLOAT ? v.cast(DType.DOUBLE) : v));
    Kernels scalar = KernelSets.named("scalar", Workers.of(2), new Buffers());
    Training ours =
        train(
            scalar,
            network.withParameters(wide),
            c.tensor("input").cast(DType.DOUBLE),
            target,
            LOSSES_IN_DOUBLE.length);
    assertThat(ours.losses()).containsExactly(LOSSES_IN_DOUBLE, within(1e-6));
    List<String> lines =
        new String(
                getClass()
                    .getResourceAsStream("thin_resnet50_three_steps_in_double.csv")
                    .readAllBytes(),
                StandardCharsets.UTF_8)
            .lines()
            .skip(1)
            .toList();
    assertThat(lines).hasSize(267);
    for (String line : lines) {
      String[] f = line.split(",");
      double[] v = ours.state().get(f[0]).toDoubles();
      double largest = Double.parseDouble(f[2]);
      double norm = Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
      assertThat(norm).as(line).isCloseTo(Double.parseDouble(f[1]), withinPercentage(1e-3));
      int[] at = {0, v.length / 2, v.length - 1};
      for (int i = 0; i < at.length; i++) {
        assertThat(v[at[i]])
            .as(line)
            .isCloseTo(Double.parseDouble(f[3 + i]), within(1e-5 * largest));
      }
    }
  }

  /**
   * The reference steps are chaotic: with gradients of norm 280 and a rate of 0.01, changing the
   * input by a millionth moves the loss after one step by up to 5 % and the parameters after three
   * by as much as they moved. So only the first loss can agree to rounding; from then on PyTorch
   * must lie no further from us than we from ourselves with an input changed by rounding errors.
   */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("trained")
  void trainingStepsAreAsInPyTorchUpToTheirSensitivity(Case c) throws IOException {
    Path folder = c.folder().resolve("train");
    Tensor losses = Npy.read(folder.resolve("losses.npy"));
    Tensor target = Npy.read(folder.resolve("target.npy"));
    Tensor input = c.tensor("input");
    Map<String, Tensor> state = tensors(folder.resolve("state_after_3_steps"));
    state.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
    Training ours = train(c, input, target, losses.size());
    assertThat(ours.state().keySet()).containsAll(state.keySet());
    assertThat(Math.abs(ours.losses()[0] - losses.at(0)) / losses.at(0))
        .as("loss before the first step")
        .isLessThanOrEqualTo(OF_OUTPUTS);
    double[] spread = new double[losses.size()];
    double moved = 0;
    for (int seed = 0; seed < 4; seed++) {
      Training other = train(c, perturbed(input, 1e-6, seed), target, losses.size());
      moved = Math.max(moved, other.distance(ours.state()));
      for (int i = 0; i < spread.length; i++) {
        spread[i] = Math.max(spread[i], Math.abs(other.losses()[i] - ours.losses()[i]));
      }
    }
    assertThat(ours.distance(state)).as("parameters after the steps").isLessThan(2 * moved);
    for (int i = 1; i < spread.length; i++) {
      assertThat(Math.abs(ours.losses()[i] - losses.at(i)))
          .as("loss before step %d, where ours spread by %s", i, spread[i])
          .isLessThan(2 * spread[i]);
    }
  }

  private static Tensor perturbed(Tensor t, double relative, long seed) {
    CounterRandom random = CounterRandom.of(seed);
    float[] v = t.floats().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] *= (float) (1 + relative * random.gaussian(i));
    }
    return Tensor.of(t.shape(), v);
  }

  private static void assertClose(String what, Tensor got, Tensor want, double tolerance) {
    assertThat(got.shape()).as(what).isEqualTo(want.shape());
    double most = 0;
    double difference = 0;
    for (int i = 0; i < want.size(); i++) {
      most = Math.max(most, Math.abs(want.at(i)));
      difference = Math.max(difference, Math.abs(got.at(i) - want.at(i)));
    }
    assertThat(difference / most)
        .as("difference of %s relative to its maximum", what)
        .isLessThanOrEqualTo(tolerance);
  }
}
