package org.convscope.visualize.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convscope.visualize.render.ChartFonts;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Scores over steps as a picture. */
final class ScoreChart {
  private ScoreChart() {}

  static BufferedImage of(String title, Map<String, List<Double>> curves) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(480)
            .title(title)
            .xAxisTitle("step")
            .yAxisTitle("score of the step's view")
            .build();
    ChartFonts.apply(chart.getStyler());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    curves.forEach(
        (name, curve) -> {
          double[] steps = IntStream.range(0, curve.size()).asDoubleStream().toArray();
          double[] scores = curve.stream().mapToDouble(Double::doubleValue).toArray();
          chart.addSeries(name, steps, scores).setMarker(SeriesMarkers.NONE);
        });
    return BitmapEncoder.getBufferedImage(chart);
  }
}
