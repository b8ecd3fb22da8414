package org.moiety.experiments.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.moiety.experiments.chart.ChartPicture;

/// The growth of training steps as a picture: time against work, both logarithmic, so that what is proportional to its work lies on a line of slope one.
public final class GrowthPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 620;
  private static final double MILLIS = 1e3;
  private static final String TITLE = "Time of a training step against its work";

  private GrowthPlot() {}

  /// The picture as an SVG file.
  public static byte[] svg(Growth growth) {
    return new ChartPicture("growth", TITLE, WIDTH, HEIGHT, () -> chart(growth)).svg();
  }

  private static XYChart chart(Growth growth) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(TITLE)
        .xAxisTitle("multiply-adds plus values of an iteration").yAxisTitle("milliseconds an iteration").build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true)
        .setXAxisTickLabelsFormattingFunction(ChartPicture::label)
        .setYAxisTickLabelsFormattingFunction(ChartPicture::label);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE).setMarkerSize(8);
    ChartPicture.usePageColors(chart);
    for (Growth.Curve curve : growth.curves()) {
      double[] work = curve.points().stream().mapToDouble(Growth.Point::work).toArray();
      double[] millis = curve.points().stream().mapToDouble(point -> MILLIS * point.seconds()).toArray();
      XYSeries series = chart.addSeries(curve.tensor() + ", growing " + curve.size(), work, millis);
      series.setLineColor(color(curve.tensor())).setLineStyle(new BasicStroke(1));
      series.setMarker(marker(curve.size())).setMarkerColor(color(curve.tensor()));
    }
    growth.curves().stream().map(Growth.Curve::tensor).distinct().forEach(tensor -> addSlopeOne(chart, growth, tensor));
    return chart;
  }

  /// A dashed line through the least work: time that grows as the work does.
  private static void addSlopeOne(XYChart chart, Growth growth, String tensor) {
    List<Growth.Point> points = growth.pointsOf(tensor);
    Growth.Point first = points.getFirst();
    double factor = points.getLast().work() / first.work();
    XYSeries line = chart.addSeries(tensor + ", as the work grows", new double[]{first.work(), first.work() * factor},
        new double[]{MILLIS * first.seconds(), MILLIS * first.seconds() * factor});
    line.setLineColor(color(tensor))
        .setLineStyle(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[]{5, 5}, 0));
    line.setMarker(SeriesMarkers.NONE);
  }

  private static Color color(String tensor) {
    return new Color(switch (tensor) {
      case "native" -> 0x7F7F7F;
      case "public" -> 0x1F77B4;
      default -> 0xD62728;
    });
  }

  private static Marker marker(String size) {
    return switch (size) {
      case "batch" -> SeriesMarkers.CIRCLE;
      case "side" -> SeriesMarkers.SQUARE;
      default -> SeriesMarkers.TRIANGLE_UP;
    };
  }
}
