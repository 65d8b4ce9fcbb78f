package org.convscope.visualize.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize run}: raw tensors through a network. */
@Command(
    name = "run",
    description = {
      "Runs a network on raw numbers and writes one NPY file per output, or per tap if any are",
      "named."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  visualize run --model squeezenet1_1.onnx --input x.npy --tap features.3 --out values"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private ModelOptions models;
  @Mixin private InputOptions input;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Option(
      names = "--tap",
      paramLabel = "LAYER",
      description = "A layer to write instead of the outputs; may be given several times.")
  private List<String> taps = List.of();

  @Override
  public Integer call() throws IOException {
    try (Output out = output.folder("run", common.force())) {
      Network network = models.load(common.seed()).network();
      Map<String, String> files = files(network);
      Run run = network.run(common.kernels(), input.of(network), Request.taps(files.keySet()));
      for (Map.Entry<String, String> file : files.entrySet()) {
        out.write(file.getValue(), Npy.bytes(run.value(file.getKey())));
      }
      out.commit();
      tell(files, run, out);
    }
    return ExitCode.OK;
  }

  /** File name by value. */
  private Map<String, String> files(Network network) {
    Map<String, String> files = new LinkedHashMap<>();
    if (taps.isEmpty()) {
      network.outputs().forEach(o -> files.put(o, fileName(o, files)));
    }
    taps.forEach(t -> files.put(models.layer(network, t).value(), fileName(t, files)));
    return files;
  }

  private static String fileName(String name, Map<String, String> taken) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^[._]+", "");
    String stem = plain.isEmpty() ? "value" : plain;
    String file = stem + ".npy";
    for (int i = 2; taken.containsValue(file); i++) {
      file = stem + "-" + i + ".npy";
    }
    return file;
  }

  private void tell(Map<String, String> files, Run run, Output out) {
    Map<String, Object> json = new LinkedHashMap<>();
    files.forEach(
        (value, file) -> {
          Tensor t = run.value(value);
          json.put(file, Arrays.stream(t.shape().dims()).boxed().toList());
          if (!common.json()) {
            common.print(out.target().resolve(file) + "  " + t.shape());
          }
        });
    if (common.json()) {
      common.print(Json.text(json));
    }
  }
}
