package org.convscope.visualize.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.AttributionReport;
import org.convscope.visualize.report.ExplainedClass;
import org.convscope.visualize.report.Explanation;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize attribute}: which pixels a class score rests on. */
@Command(
    name = "attribute",
    description = {
      "Shows which pixels of an image a class score rests on, by one or more methods (default:",
      "gradcam).",
      "--out NAME.png writes the picture alone; any other --out is a folder with the picture, the",
      "facts (attribution.json) and the raw values: METHOD-CLASS.npy [H×W], METHOD-CLASS.raw.npy",
      "[C×H×W], METHOD-CLASS.coarse.npy before enlargement."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize attribute --method gradcam,ig,saliency --trust",
      "  visualize attribute panda.jpg --model squeezenet1_1.onnx --method gradcam --class 388",
      "  visualize attribute --model squeezenet1_1.onnx --input x.npy --method ig \\",
      "    --quadrature midpoint --steps 32 --out ig"
    })
final class AttributeCommand implements Callable<Integer> {
  @Mixin private ExplanationOptions explanation;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Option(
      names = "--trust",
      description = {
        "Measure each map: deletion and insertion, infidelity, sensitivity, randomised networks,",
        "and the object's place where it is known."
      })
  private boolean trust;

  @Override
  public Integer call() throws IOException {
    boolean alone = output.target("attribution").toString().endsWith(".png");
    try (Output out =
        alone
            ? output.file("attribution", common.force())
            : output.folder("attribution", common.force())) {
      AttributionReport report = explanation.report(List.of(Method.GRADCAM), 1, trust, common);
      if (alone) {
        out.write(report.png());
      } else {
        report.write("attribution", out);
      }
      out.commit();
      tell(report, out);
    }
    return ExitCode.OK;
  }

  private void tell(AttributionReport report, Output out) {
    if (common.json()) {
      common.print(Json.text(report.json()));
      return;
    }
    for (ExplainedClass c : report.classes()) {
      for (Explanation e : c.explanations()) {
        common.print(c.name() + "  " + e.method() + facts(e));
      }
    }
    common.print(out.target().toString());
  }

  private static String facts(Explanation e) {
    StringBuilder text = new StringBuilder();
    add(text, e.attribution().facts());
    e.trust().ifPresent(t -> add(text, t.entries()));
    return text.toString();
  }

  private static void add(StringBuilder text, Map<String, Object> facts) {
    facts.forEach(
        (name, value) -> {
          if (!(value instanceof List)) {
            text.append("  ").append(name).append(' ').append(shown(value));
          }
        });
  }

  private static String shown(Object value) {
    return value instanceof Double d
        ? String.format(Locale.ROOT, "%.4g", d)
        : String.valueOf(value);
  }
}
