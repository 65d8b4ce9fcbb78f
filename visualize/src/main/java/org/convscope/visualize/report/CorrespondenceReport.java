package org.convscope.visualize.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convscope.visualize.correspond.CorrespondenceRow;
import org.convscope.visualize.correspond.Group;
import org.convscope.visualize.correspond.SignDistance;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.render.Canvas;
import org.convscope.visualize.render.CategoryColours;
import org.convscope.visualize.render.ChartFonts;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Correspondence of parts as a table (text, CSV, JSON) and a chart. */
public final class CorrespondenceReport {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 380;
  private static final int MARGIN = 28;
  private static final int HEADER = 56;

  private final Provenance provenance;
  private final List<String> layers;
  private final String features;
  private final List<Group> groups;

  /**
   * @param layers their short names, in the rows' order
   * @param features what was compared, as it was typed
   */
  public CorrespondenceReport(
      Provenance provenance, List<String> layers, String features, List<Group> groups) {
    this.provenance = provenance;
    this.layers = List.copyOf(layers);
    this.features = features;
    this.groups = List.copyOf(groups);
  }

  /** Writes all files into an open output folder and returns what {@code correspond.json} holds. */
  public Map<String, Object> write(List<CorrespondenceRow> rows, Output out) throws IOException {
    out.write("correspond.png", provenance.png(page(rows), title()));
    out.write("correspond.csv", bytes(csv(rows)));
    out.write("correspond.txt", bytes(String.join("\n", table(rows)) + "\n"));
    Map<String, Object> json = entries(rows);
    out.write("correspond.json", bytes(Json.text(json)));
    return json;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String title() {
    return "Correspondence of parts";
  }

  /** The table as lines of text: a row per part, a column per layer. */
  public List<String> table(List<CorrespondenceRow> rows) {
    int name =
        rows.stream().mapToInt(r -> r.group().length() + r.part().length() + 2).max().orElse(0);
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(" ".repeat(name + 2));
    layers.forEach(l -> head.append("%-16s".formatted(l)));
    lines.add(head.toString().stripTrailing());
    for (CorrespondenceRow row : rows) {
      String label = row.group() + ", " + row.part();
      StringBuilder line = new StringBuilder(label + " ".repeat(name + 2 - label.length()));
      for (SignDistance d : row.layers()) {
        line.append(String.format(Locale.ROOT, "%-16s", cell(d)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static String cell(SignDistance d) {
    return String.format(Locale.ROOT, "%.3f ± %.3f", d.mean(), d.deviation());
  }

  private String csv(List<CorrespondenceRow> rows) {
    StringBuilder csv = new StringBuilder("class,part,layer,distance,deviation,pairs\n");
    for (CorrespondenceRow row : rows) {
      for (int l = 0; l < layers.size(); l++) {
        SignDistance d = row.layers().get(l);
        csv.append(
            String.format(
                Locale.ROOT,
                "%s,%s,%s,%.6f,%.6f,%d%n",
                quoted(row.group()),
                quoted(row.part()),
                quoted(layers.get(l)),
                d.mean(),
                d.deviation(),
                d.pairs()));
      }
    }
    return csv.toString();
  }

  private static String quoted(String text) {
    return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private Map<String, Object> entries(List<CorrespondenceRow> rows) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("measure", "mean Hamming distance of sign(f(x) - f(x covered)) over pairs of images");
    json.put("deviation", "standard deviation over pairs");
    json.put("features", features);
    json.put("layers", layers);
    Map<String, Integer> images = new LinkedHashMap<>();
    groups.forEach(g -> images.put(g.name(), g.images().size()));
    json.put("images", images);
    List<Map<String, Object>> all = new ArrayList<>();
    for (CorrespondenceRow row : rows) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("class", row.group());
      entry.put("part", row.part());
      entry.put("distance", row.layers().stream().map(SignDistance::mean).toList());
      entry.put("deviation", row.layers().stream().map(SignDistance::deviation).toList());
      entry.put("pairs", row.layers().get(0).pairs());
      all.add(entry);
    }
    json.put("rows", all);
    json.putAll(provenance.entries());
    return json;
  }

  private BufferedImage page(List<CorrespondenceRow> rows) {
    Canvas canvas =
        new Canvas(2 * MARGIN + WIDTH, MARGIN + HEADER + groups.size() * HEIGHT + MARGIN / 2);
    canvas.text(title(), MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.textWithin(
        "how differently images react to a covered part, ± deviation over pairs; lower than random:"
            + " the network relates the part across images",
        MARGIN,
        MARGIN + 36,
        13,
        WIDTH);
    for (int g = 0; g < groups.size(); g++) {
      String name = groups.get(g).name();
      List<CorrespondenceRow> own = rows.stream().filter(r -> r.group().equals(name)).toList();
      canvas.picture(chart(groups.get(g), own), MARGIN, MARGIN + HEADER + g * HEIGHT);
    }
    return canvas.finished();
  }

  private BufferedImage chart(Group group, List<CorrespondenceRow> rows) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(group.name() + ", " + group.images().size() + " images")
            .yAxisTitle("Hamming distance, " + features)
            .build();
    ChartFonts.apply(chart.getStyler());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setYAxisMin(0.0);
    for (int i = 0; i < rows.size(); i++) {
      CorrespondenceRow row = rows.get(i);
      boolean random = row.part().equals(CorrespondenceRow.RANDOM);
      chart
          .addSeries(
              row.part(),
              layers,
              row.layers().stream().map(SignDistance::mean).toList(),
              row.layers().stream().map(SignDistance::deviation).toList())
          .setFillColor(random ? CategoryColours.OTHERS : CategoryColours.of(i));
    }
    return BitmapEncoder.getBufferedImage(chart);
  }
}
