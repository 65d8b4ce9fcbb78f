package org.convscope.visualize.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.occlude.OcclusionResult;
import org.convscope.visualize.occlude.OcclusionResult.ClassMap;
import org.convscope.visualize.occlude.WindowGrid;
import org.convscope.visualize.render.ChartFonts;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Probabilities of classes while the square moves across and down through the position where it
 * hurts the first followed class most: the followed classes and those that win somewhere.
 */
final class OcclusionCurves {
  private static final int MOST = 6;
  private static final int HEIGHT = 300;

  private OcclusionCurves() {}

  /**
   * Positions along a row or a column of the grid.
   *
   * @param count how many
   * @param position index of each among all positions
   * @param pixel where the square begins there
   */
  private record Line(int count, IntUnaryOperator position, IntUnaryOperator pixel) {}

  static BufferedImage of(OcclusionResult result, ClassNames names, int width) {
    WindowGrid grid = result.grid();
    int lowest = lowest(result.classes().get(0).probability());
    int row = lowest / grid.columns();
    int column = lowest % grid.columns();
    XYChart across = chart("left edge of the square, its top at " + grid.top(row), width / 2);
    Line alongRow = new Line(grid.columns(), c -> row * grid.columns() + c, grid::left);
    addCurves(across, result, names, alongRow);
    XYChart down = chart("top of the square, its left edge at " + grid.left(column), width / 2);
    Line alongColumn = new Line(grid.rows(), r -> r * grid.columns() + column, grid::top);
    addCurves(down, result, names, alongColumn);
    BufferedImage both = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = both.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, HEIGHT);
    g.drawImage(BitmapEncoder.getBufferedImage(across), 0, 0, null);
    g.drawImage(BitmapEncoder.getBufferedImage(down), width / 2, 0, null);
    g.dispose();
    return both;
  }

  private static List<Integer> shown(OcclusionResult result) {
    List<Integer> shown = new ArrayList<>();
    for (ClassMap c : result.classes()) {
      shown.add(c.score().index());
    }
    for (int c : TopClasses.of(result).listed()) {
      if (shown.size() < MOST && !shown.contains(c)) {
        shown.add(c);
      }
    }
    return shown;
  }

  private static XYChart chart(String axis, int width) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(HEIGHT)
            .xAxisTitle(axis)
            .yAxisTitle("probability")
            .build();
    ChartFonts.apply(chart.getStyler());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    return chart;
  }

  private static void addCurves(
      XYChart chart, OcclusionResult result, ClassNames names, Line line) {
    TopClasses top = TopClasses.of(result);
    for (int k : shown(result)) {
      double[] x = new double[line.count()];
      double[] y = new double[line.count()];
      for (int i = 0; i < x.length; i++) {
        x[i] = line.pixel().applyAsInt(i);
        y[i] = result.probabilities()[line.position().applyAsInt(i)][k];
      }
      XYSeries series = chart.addSeries(names.name(k), x, y);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(top.colour(k));
      series.setLineStyle(new BasicStroke(1.8f));
    }
  }

  private static int lowest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] < values[best] ? i : best;
    }
    return best;
  }
}
