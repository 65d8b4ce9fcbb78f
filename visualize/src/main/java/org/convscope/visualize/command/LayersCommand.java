package org.convscope.visualize.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.engine.Shape;
import org.convscope.models.LayerSummary;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveField;
import org.convscope.models.Shapes;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code visualize layers}: the table of a network's layers. */
@Command(
    name = "layers",
    description = {
      "Lists a network's layers: number, name, operator, output shape, parameters, receptive field",
      "and stride. --layer of other commands takes the name, the number of a convolution (#), the",
      "full name of the node or of its value (--json shows them)."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  visualize layers --model squeezenet1_1.onnx"})
final class LayersCommand implements Callable<Integer> {
  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    Network network = models.load(common.seed()).network();
    List<LayerSummary> table = LayerSummary.table(common.kernels(), network, input(network));
    if (common.json()) {
      common.print(Json.text(table.stream().map(LayersCommand::entries).toList()));
    } else {
      print(table);
    }
    return ExitCode.OK;
  }

  private Shape input(Network network) {
    Optional<Shape> declared = Shapes.ofOneImage(network);
    if (declared.isPresent() && !preparation.isGiven()) {
      return declared.get();
    }
    Preprocessing p = preparation.of(network);
    return Shape.of(1, p.mean().size(), p.height(), p.width());
  }

  private void print(List<LayerSummary> table) {
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {"index", "#", "name", "operator", "output", "parameters", "field", "stride"});
    for (LayerSummary s : table) {
      rows.add(
          new String[] {
            Integer.toString(s.layer().index()),
            s.number().map(n -> n.toString()).orElse(""),
            s.layer().path(),
            s.layer().type(),
            s.shape().toString(),
            s.parameters() == 0 ? "" : Long.toString(s.parameters()),
            s.field().map(LayersCommand::field).orElse(""),
            s.field().map(LayersCommand::stride).orElse("")
          });
    }
    int[] widths = new int[rows.get(0).length];
    rows.forEach(r -> Arrays.setAll(widths, i -> Math.max(widths[i], r[i].length())));
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        boolean number = i == 0 || i == 1 || i == 5;
        line.append(("%" + (number ? "" : "-") + widths[i] + "s  ").formatted(row[i]));
      }
      common.print(line.toString().stripTrailing());
    }
  }

  private static String field(ReceptiveField f) {
    return f.wholeImage() ? "all" : f.rows().size() + "×" + f.columns().size();
  }

  private static String stride(ReceptiveField f) {
    return f.wholeImage()
        ? ""
        : f.rows().stride() == f.columns().stride()
            ? number(f.rows().stride())
            : number(f.rows().stride()) + "×" + number(f.columns().stride());
  }

  private static String number(double stride) {
    return stride == Math.rint(stride) ? Long.toString((long) stride) : "%.2f".formatted(stride);
  }

  private static Map<String, Object> entries(LayerSummary s) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("index", s.layer().index());
    s.number().ifPresent(n -> entry.put("number", n));
    entry.put("name", s.layer().path());
    entry.put("node", s.layer().node());
    entry.put("value", s.layer().value());
    entry.put("operator", s.layer().type());
    entry.put("shape", Arrays.stream(s.shape().dims()).boxed().toList());
    entry.put("parameters", s.parameters());
    s.field()
        .ifPresent(
            f -> {
              entry.put("whole_image", f.wholeImage());
              entry.put("field", List.of(f.rows().size(), f.columns().size()));
              entry.put("stride", List.of(f.rows().stride(), f.columns().stride()));
              entry.put("start", List.of(f.rows().start(), f.columns().start()));
            });
    return entry;
  }
}
