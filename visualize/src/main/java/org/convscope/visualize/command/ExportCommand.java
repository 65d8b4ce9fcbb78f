package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.convscope.importer.Onnx;
import org.convscope.importer.Onnx.Weights;
import org.convscope.visualize.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code visualize models export MODEL}: a network as an ONNX file. */
@Command(
    name = "export",
    description = {
      "Writes a network as an ONNX file: an embedded one, an architecture with weights drawn from",
      "--seed, or another file rewritten."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize models export zfnet-mini --out zfnet-mini.onnx",
      "  visualize models export run/network.onnx --weights half --out small.onnx"
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file or a known name.")
  private String name;

  @Option(
      names = "--weights",
      paramLabel = "full|half",
      defaultValue = "full",
      description = {
        "As they are, or those of two or more dimensions rounded to half precision",
        "(default: ${DEFAULT-VALUE})."
      })
  private Weights weights;

  @Override
  public Integer call() throws IOException {
    LoadedModel model = LoadedModel.named(name, common.seed());
    String byDefault = model.network().name() + ".onnx";
    Path folder = Files.createTempDirectory("convscope");
    Path file = folder.resolve("network.onnx");
    try (Output out = output.file(byDefault, common.force())) {
      Onnx.save(model.network(), file, weights);
      out.write(Files.readAllBytes(file));
      out.commit();
      common.print(out.target().toString());
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
    return ExitCode.OK;
  }
}
