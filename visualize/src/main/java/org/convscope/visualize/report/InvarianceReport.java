package org.convscope.visualize.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.invariance.Invariance.Curve;
import org.convscope.visualize.invariance.Transform;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.render.Canvas;
import org.convscope.visualize.render.CategoryColours;
import org.convscope.visualize.render.ChartFonts;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves of invariance as a page of charts (PNG), as CSV and as JSON. */
public final class InvarianceReport {
  private static final int WIDTH = 380;
  private static final int HEIGHT = 250;
  private static final int MARGIN = 28;
  private static final int HEADER = 56;
  private static final int ENTRY = 18;

  private final Provenance provenance;
  private final ClassNames names;
  private final List<String> layers;

  /**
   * @param layers their short names, in the curves' order
   */
  public InvarianceReport(Provenance provenance, ClassNames names, List<String> layers) {
    this.provenance = provenance;
    this.names = names;
    this.layers = List.copyOf(layers);
  }

  /**
   * Writes all files into an open output folder and returns what {@code invariance.json} holds.
   *
   * @param curves by kind of movement
   */
  public Map<String, Object> write(Map<String, List<Curve>> curves, Output out) throws IOException {
    out.write("invariance.png", provenance.png(page(curves), title()));
    out.write("invariance.csv", csv(curves).getBytes(StandardCharsets.UTF_8));
    Map<String, Object> json = entries(curves);
    out.write("invariance.json", Json.text(json).getBytes(StandardCharsets.UTF_8));
    return json;
  }

  private static String title() {
    return "Invariance of features";
  }

  private BufferedImage page(Map<String, List<Curve>> curves) {
    List<Curve> first = curves.values().iterator().next();
    int rows = layers.size() + 1;
    int width = curves.size() * WIDTH;
    int charts = MARGIN + HEADER + first.size() * ENTRY + 12;
    Canvas canvas = new Canvas(2 * MARGIN + width, charts + rows * HEIGHT + MARGIN);
    canvas.text(title(), MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.textWithin(
        "Euclidean distance between the features of the moved and the original image by layer, and"
            + " the probability of the image's class",
        MARGIN,
        MARGIN + 36,
        13,
        width);
    for (int i = 0; i < first.size(); i++) {
      int y = MARGIN + HEADER + i * ENTRY;
      canvas.swatch(CategoryColours.of(i), MARGIN, y, 12);
      Curve c = first.get(i);
      String text = c.subject().name() + ", class " + names.name(c.label());
      canvas.textWithin(text, MARGIN + 18, y + 11, 12, width - 18);
    }
    int column = 0;
    for (Map.Entry<String, List<Curve>> movement : curves.entrySet()) {
      for (int row = 0; row < rows; row++) {
        canvas.picture(
            chart(movement.getKey(), movement.getValue(), row),
            MARGIN + column * WIDTH,
            charts + row * HEIGHT);
      }
      column++;
    }
    return canvas.finished();
  }

  /** One layer's distances, or in the last row the probabilities. */
  private BufferedImage chart(String movement, List<Curve> curves, int row) {
    boolean probability = row == layers.size();
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(movement)
            .yAxisTitle(probability ? "probability" : "distance in " + layers.get(row))
            .build();
    ChartFonts.apply(chart.getStyler());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.0);
    if (probability) {
      chart.getStyler().setYAxisMax(1.0);
    }
    for (int i = 0; i < curves.size(); i++) {
      Curve c = curves.get(i);
      double[] y = probability ? c.probabilities() : c.distances()[row];
      XYSeries series = chart.addSeries(i + " " + c.subject().name(), amounts(c), y);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(CategoryColours.of(i));
      series.setLineStyle(new BasicStroke(1.6f));
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static double[] amounts(Curve c) {
    return c.transforms().stream().mapToDouble(Transform::amount).toArray();
  }

  private String csv(Map<String, List<Curve>> curves) {
    StringBuilder csv = new StringBuilder("movement,amount,image,class,probability");
    layers.forEach(l -> csv.append(',').append(l));
    csv.append('\n');
    curves.forEach((movement, all) -> all.forEach(c -> append(csv, movement, c)));
    return csv.toString();
  }

  private void append(StringBuilder csv, String movement, Curve c) {
    double[] amounts = amounts(c);
    for (int t = 0; t < amounts.length; t++) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,\"%s\",\"%s\",%.6g",
              movement,
              amounts[t],
              c.subject().name(),
              names.name(c.label()),
              c.probabilities()[t]));
      for (double[] layer : c.distances()) {
        csv.append(String.format(Locale.ROOT, ",%.6g", layer[t]));
      }
      csv.append('\n');
    }
  }

  private Map<String, Object> entries(Map<String, List<Curve>> curves) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("measure", "Euclidean distance between the features of moved and original image");
    json.put("layers", layers);
    List<Map<String, Object>> all = new ArrayList<>();
    curves.forEach(
        (movement, ofKind) ->
            ofKind.forEach(
                c -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("movement", movement);
                  entry.put("image", c.subject().name());
                  entry.put("class", c.label());
                  entry.put("name", names.name(c.label()));
                  entry.put("amounts", amounts(c));
                  entry.put("distances", Arrays.asList(c.distances()));
                  entry.put("probabilities", c.probabilities());
                  all.add(entry);
                }));
    json.put("curves", all);
    json.putAll(provenance.entries());
    return json;
  }
}
