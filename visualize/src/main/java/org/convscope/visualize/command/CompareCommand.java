package org.convscope.visualize.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.AttributionReport;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code visualize compare}: methods side by side. */
@Command(
    name = "compare",
    description = {
      "Draws the maps of several attribution methods, for several classes, side by side over the",
      "photograph as one picture (default: all methods but RISE, the two most probable classes)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize compare --method gradcam,ig,lrp-zplus,deconvnet",
      "  visualize compare zoo.jpg --model squeezenet1_1.onnx --class 388 --class 282 --out zoo.png"
    })
final class CompareCommand implements Callable<Integer> {
  private static final int CLASSES = 2;

  @Mixin private ExplanationOptions explanation;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    List<Method> usual = Arrays.stream(Method.values()).filter(m -> m != Method.RISE).toList();
    try (Output out = output.file("comparison.png", common.force())) {
      AttributionReport report = explanation.report(usual, CLASSES, false, common);
      out.write(report.png());
      out.commit();
      common.print(common.json() ? Json.text(report.json()) : out.target().toString());
    }
    return ExitCode.OK;
  }
}
