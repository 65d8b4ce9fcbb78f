package org.convscope.visualize.train;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.convscope.visualize.render.ChartFonts;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A training curve as a picture: accuracies on the left axis, loss on the right one. */
final class CurveChart {
  private CurveChart() {}

  static BufferedImage of(String title, List<EpochRecord> curve) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(520)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle("accuracy")
            .build();
    ChartFonts.apply(chart.getStyler());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setYAxisMin(0, 0.0).setYAxisMax(0, 1.0);
    chart.setYAxisGroupTitle(1, "loss");
    chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
    double[] epochs = curve.stream().mapToDouble(EpochRecord::epoch).toArray();
    chart
        .addSeries("validation accuracy", epochs, of(curve, EpochRecord::validationAccuracy))
        .setMarker(SeriesMarkers.NONE);
    chart
        .addSeries("training accuracy", epochs, of(curve, EpochRecord::trainAccuracy))
        .setMarker(SeriesMarkers.NONE);
    chart
        .addSeries("training loss", epochs, of(curve, EpochRecord::loss))
        .setMarker(SeriesMarkers.NONE)
        .setYAxisGroup(1);
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static double[] of(
      List<EpochRecord> curve, java.util.function.ToDoubleFunction<EpochRecord> column) {
    return curve.stream().mapToDouble(column).toArray();
  }
}
