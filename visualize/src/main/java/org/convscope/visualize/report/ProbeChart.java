package org.convscope.visualize.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.visualize.probe.ProbeResult;
import org.convscope.visualize.render.ChartFonts;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler;

/** Accuracy over depth, a line per classifier and number of images, with the folds' deviation. */
final class ProbeChart {
  private ProbeChart() {}

  /** The chart of a result of several layers. */
  static BufferedImage of(String title, ProbeResult result) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(520)
            .title(title)
            .xAxisTitle("layer")
            .yAxisTitle("mean accuracy per class, %")
            .build();
    ChartFonts.apply(chart.getStyler());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    chart.getStyler().setXAxisLabelRotation(45);
    chart.getStyler().setOverlapped(true);
    Map<String, List<ProbeResult.Row>> lines = new LinkedHashMap<>();
    for (ProbeResult.Row r : result.rows()) {
      String name = r.method() + ", " + r.perClass() + " images per class";
      lines.computeIfAbsent(name, n -> new ArrayList<>()).add(r);
    }
    lines.forEach(
        (name, rows) ->
            chart.addSeries(
                name,
                rows.stream().map(ProbeResult.Row::layer).toList(),
                rows.stream().map(r -> 100 * r.mean()).toList(),
                rows.stream()
                    .map(r -> r.accuracies().size() == 1 ? 0.0 : 100 * r.deviation())
                    .toList()));
    return BitmapEncoder.getBufferedImage(chart);
  }
}
