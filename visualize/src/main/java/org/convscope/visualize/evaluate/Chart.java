package org.convscope.visualize.evaluate;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.convscope.visualize.render.ChartFonts;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** The measures between 0 and 1 as bars, one group per method. */
public final class Chart {
  private static final List<Measure> SHOWN =
      List.of(
          Measure.INSERTION, Measure.DELETION, Measure.POINTING, Measure.MASS, Measure.RANDOMISED);

  private Chart() {}

  /** The chart of a table. */
  public static BufferedImage of(String title, Table table) {
    CategoryChart chart = new CategoryChartBuilder().width(1400).height(560).title(title).build();
    ChartFonts.apply(chart.getStyler());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setXAxisLabelRotation(30);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    List<String> methods = table.rows().stream().map(Row::method).toList();
    for (Measure m : SHOWN) {
      List<Double> values =
          table.rows().stream().map(r -> Math.max(0, r.means().get(m).orElse(0))).toList();
      chart.addSeries(m + " (" + m.better() + " is better)", methods, values);
    }
    return BitmapEncoder.getBufferedImage(chart);
  }
}
