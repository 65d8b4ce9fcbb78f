package org.convscope.visualize.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.probe.FineTuningOptions;
import org.convscope.visualize.probe.ProbeOptions;
import org.convscope.visualize.probe.ProbeResult;

/**
 * Transfer as files: {@code table.txt}, {@code table.csv} and {@code probe.json} with the same
 * numbers and, for more than one layer, the curve over depth {@code depth.png}.
 */
public final class ProbeReport {
  private final Provenance provenance;
  private final ProbeOptions options;
  private final Optional<FineTuningOptions> training;
  private final String data;

  /**
   * @param training how the network was fine-tuned, if it was
   * @param data where the images come from, as the user said
   */
  public ProbeReport(
      Provenance provenance,
      ProbeOptions options,
      Optional<FineTuningOptions> training,
      String data) {
    this.provenance = provenance;
    this.options = options;
    this.training = training;
    this.data = data;
  }

  /** Writes all files into an open output folder and returns what {@code probe.json} holds. */
  public Map<String, Object> write(ProbeResult result, Output out) throws IOException {
    out.write("table.txt", utf8(String.join("\n", table(result)) + "\n"));
    out.write("table.csv", utf8(csv(result)));
    if (options.layers().size() > 1) {
      String title = "transfer from the layers of " + provenance.network();
      out.write("depth.png", provenance.png(ProbeChart.of(title, result), title));
    }
    Map<String, Object> json = entries(result);
    out.write("probe.json", utf8(Json.text(json)));
    return json;
  }

  /** The result as lines of aligned columns. */
  public static List<String> table(ProbeResult result) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("layer", "classifier", "features", "per class", "accuracy %"));
    result.rows().forEach(r -> lines.add(cells(r)));
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return lines.stream()
        .map(
            line -> {
              StringBuilder text = new StringBuilder();
              for (int i = 0; i < widths.length; i++) {
                String cell = line.get(i);
                String space = " ".repeat(widths[i] - cell.length());
                text.append(i < 2 ? cell + space : space + cell).append("  ");
              }
              return text.toString().stripTrailing();
            })
        .toList();
  }

  /** A measurement as text: layer, classifier, features, images per class, accuracy. */
  public static List<String> cells(ProbeResult.Row r) {
    String accuracy = "%.1f".formatted(100 * r.mean());
    return List.of(
        r.layer(),
        r.method(),
        Integer.toString(r.features()),
        Integer.toString(r.perClass()),
        r.accuracies().size() == 1
            ? accuracy
            : accuracy + " ± %.1f".formatted(100 * r.deviation()));
  }

  private static String csv(ProbeResult result) {
    StringBuilder csv =
        new StringBuilder("layer,classifier,features,per_class,folds,accuracy,deviation\n");
    for (ProbeResult.Row r : result.rows()) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%d,%d,%s,%s%n",
              r.layer(),
              r.method(),
              r.features(),
              r.perClass(),
              r.accuracies().size(),
              r.mean(),
              r.accuracies().size() == 1 ? "" : r.deviation()));
    }
    return csv.toString();
  }

  private Map<String, Object> entries(ProbeResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", data);
    json.put("classes", result.classes());
    json.put("test_images", result.tests());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ProbeResult.Row r : result.rows()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("layer", r.layer());
      row.put("classifier", r.method());
      row.put("features", r.features());
      row.put("per_class", r.perClass());
      row.put("accuracy", r.mean());
      row.put("deviation", r.accuracies().size() == 1 ? null : r.deviation());
      row.put("folds", r.accuracies());
      row.put("regularisation", r.strengths());
      rows.add(row);
    }
    json.put("rows", rows);
    List<Map<String, Object>> layers = new ArrayList<>();
    options
        .layers()
        .forEach(l -> layers.add(Map.of("layer", l.name(), "value", l.value(), "pool", l.pool())));
    json.put("layers", layers);
    training.ifPresent(
        t ->
            json.put(
                "finetune", Map.of("epochs", t.epochs(), "rate", t.rate(), "batch", t.batch())));
    json.putAll(provenance.entries());
    return json;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
