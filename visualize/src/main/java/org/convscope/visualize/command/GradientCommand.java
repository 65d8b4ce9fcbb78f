package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.engine.DType;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.classes.ClassScores;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize gradient}: from a seed back to the input. */
@Command(
    name = "gradient",
    description = {
      "Goes back from an output gradient, a class or a unit to the input and writes the gradient",
      "as an NPY file of the input's shape."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize gradient --model squeezenet1_1.onnx --input x.npy --class 388 --out g.npy",
      "  visualize gradient --model squeezenet1_1.onnx --input x.npy --tap features.12 \\",
      "    --unit 145,8,12 --seed-activation --rule deconvnet --out d.npy"
    })
final class GradientCommand implements Callable<Integer> {
  /** What the seed is. */
  private static final class SeedChoice {
    @Option(
        names = "--grad-output",
        paramLabel = "FILE",
        description = "The gradient at the output (or at --tap), an NPY file of its shape.")
    private Optional<Path> gradOutput = Optional.empty();

    @Option(
        names = "--class",
        paramLabel = "CLASS",
        description = "1 at a class's logit (before any softmax): a number, a name or a pattern.")
    private Optional<String> classWanted = Optional.empty();

    @Option(
        names = "--unit",
        paramLabel = "C[,y,x]",
        description = "1 at a unit of --tap; without a position, at its strongest one.")
    private Optional<String> unit = Optional.empty();
  }

  @Mixin private ModelOptions models;
  @Mixin private InputOptions input;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private SeedChoice seed;

  @Option(names = "--tap", paramLabel = "LAYER", description = "The layer to go back from.")
  private Optional<String> tap = Optional.empty();

  @Option(
      names = "--seed-activation",
      description = "Seed the unit's or class's value instead of 1.")
  private boolean seedActivation;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      defaultValue = "gradient",
      description = "How to go back: gradient, deconvnet or guided (default: ${DEFAULT-VALUE}).")
  private RuleOption rule;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Class names, one per line, where the model does not hold them.")
  private Optional<Path> classes = Optional.empty();

  @Override
  public Integer call() throws IOException {
    requireConsistent();
    Optional<UnitOption> unit = seed.unit.map(t -> common.checked(() -> UnitOption.parse(t)));
    try (Output out = output.file("gradient.npy", common.force())) {
      Network network = models.load(common.seed()).network();
      Map<String, Tensor> given = input.of(network);
      String leaf = network.input().name();
      String from = from(network);
      Run run = network.run(common.kernels(), given, Request.taps(from).tracking(leaf));
      Tensor start = seed(network, run.value(from), unit);
      Tensor gradient = run.backward(Map.of(from, start), List.of(leaf), rule.rules()).get(leaf);
      out.write(Npy.bytes(gradient));
      out.commit();
      tell(from, gradient, out);
    }
    return ExitCode.OK;
  }

  private void requireConsistent() {
    if (seed.unit.isPresent() && tap.isEmpty()) {
      throw common.wrongUse("--unit: needs the layer it is in, --tap LAYER");
    }
    if (seed.classWanted.isPresent() && tap.isPresent()) {
      throw common.wrongUse("--class: is a unit of the output, got --tap " + tap.get());
    }
    if (seed.gradOutput.isPresent() && seedActivation) {
      throw common.wrongUse("--seed-activation: needs --unit or --class, got --grad-output");
    }
  }

  /** The value that the seed is for. */
  private String from(Network network) {
    if (seed.classWanted.isPresent()) {
      return ClassScores.of(network).value();
    }
    return tap.map(t -> models.layer(network, t).value()).orElse(network.outputs().get(0));
  }

  private Tensor seed(Network network, Tensor at, Optional<UnitOption> unit) throws IOException {
    if (seed.gradOutput.isPresent()) {
      Tensor g = Npy.read(seed.gradOutput.get()).cast(DType.FLOAT);
      if (!g.shape().equals(at.shape())) {
        throw new IllegalArgumentException(
            "%s: the gradient must have the shape of %s, %s, got %s"
                .formatted(seed.gradOutput.get(), tap.orElse("the output"), at.shape(), g.shape()));
      }
      return g;
    }
    UnitOption chosen =
        unit.isPresent() ? unit.get() : classUnit(ClassNames.of(classes, network), at);
    float[] values = new float[at.size()];
    for (int n = 0; n < at.shape().dim(0); n++) {
      int item = n;
      int i = common.checked(() -> chosen.index(at, item));
      values[i] = seedActivation ? at.floats()[i] : 1;
    }
    return Tensor.of(at.shape(), values);
  }

  private UnitOption classUnit(ClassNames names, Tensor scores) {
    String wanted = seed.classWanted.orElseThrow();
    int index = common.checked(() -> names.index(wanted, ClassScores.count(scores)));
    return UnitOption.parse(Integer.toString(index));
  }

  private void tell(String from, Tensor gradient, Output out) {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("from", from);
      json.put("rule", rule.toString());
      json.put("out", out.target().toString());
      common.print(Json.text(json));
    } else {
      common.print(out.target() + "  " + gradient.shape());
    }
  }
}
