package org.moiety.experiments.experiment.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.moiety.experiments.chart.ChartPicture;
import org.moiety.experiments.experiment.Plot;
import org.moiety.experiments.experiment.Plot.Curve;
import org.moiety.experiments.experiment.Plot.Style;

/// Draws plots. Curves differ by colour and by marker, so that they are told apart in grey as well; the colours have enough contrast on white and on black.
final class PlotChart {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 370;
  /// What the legend adds to the height, a curve.
  private static final int LEGEND_LINE = 25;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  private static final int MARKER_SIZE = 8;
  private static final float LINE_WIDTH = 2;
  private static final BasicStroke SOLID = new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHES = new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND,
      10, new float[]{7, 5}, 0);
  /// Blue, vermilion, green and purple of Okabe and Ito, whose others are too light for white paper.
  private static final List<Color> COLORS = List.of(new Color(0x00, 0x72, 0xB2), new Color(0xD5, 0x5E, 0x00),
      new Color(0x00, 0x9E, 0x73), new Color(0xB8, 0x5C, 0x92), ChartPicture.INK);
  private static final List<Marker> MARKERS = List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE,
      SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND, SeriesMarkers.CROSS, SeriesMarkers.TRIANGLE_DOWN,
      SeriesMarkers.PLUS);
  /// Curves with more points are not marked at every one.
  private static final int MARKED_POINTS = 30;
  private static final int MARKER_DISTANCE = 70;

  private PlotChart() {}

  static ChartPicture picture(Plot plot) {
    return new ChartPicture(plot.id(), plot.caption(), WIDTH, HEIGHT + LEGEND_LINE * plot.curves().size(),
        () -> chart(plot));
  }

  private static XYChart chart(Plot plot) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(plot.x().title())
        .yAxisTitle(plot.y().title()).build();
    ChartPicture.usePageColors(chart);
    XYStyler styler = chart.getStyler();
    styler.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Vertical).setLegendFont(FONT)
        .setLegendPadding(4).setLegendSeriesLineLength(40).setMarkerSize(MARKER_SIZE).setChartTitleVisible(false)
        .setPlotBorderVisible(false).setChartPadding(4).setLocale(Locale.ROOT);
    styler.setAxisTitleFont(TITLE_FONT).setAxisTickLabelsFont(FONT)
        .setXAxisTickLabelsFormattingFunction(ChartPicture::label)
        .setYAxisTickLabelsFormattingFunction(ChartPicture::label).setXAxisLogarithmic(plot.x().logarithmic())
        .setYAxisLogarithmic(plot.y().logarithmic());
    for (int i = 0; i < plot.curves().size(); i++) {
      add(chart, plot, i);
    }
    return chart;
  }

  private static void add(XYChart chart, Plot plot, int index) {
    Curve curve = plot.curves().get(index);
    Points points = Points.of(curve).drawable(plot.x().logarithmic(), plot.y().logarithmic()).thinned();
    if (points.count() > MARKED_POINTS) {
      points = points.unevenly();
    }
    if (points.count() == 0) {
      return;
    }
    Color color = COLORS.get(index % COLORS.size());
    Marker marker = MARKERS.get(index % MARKERS.size());
    XYSeries series = chart.addSeries(curve.name(), points.x(), points.y());
    series.setLineColor(color).setLineStyle(curve.style() == Style.DASHED ? DASHES : SOLID);
    series.setMarkerColor(color).setMarker(
        points.count() > MARKED_POINTS && curve.style() != Style.POINTS
            ? new SpacedMarker(marker, MARKER_DISTANCE + 9 * index)
            : marker);
    if (curve.style() == Style.POINTS) {
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    }
  }

  /// Leaves out what would be nearer to the last mark than a distance, from left to right.
  private static final class SpacedMarker extends Marker {
    private final Marker marker;
    private final double distance;
    private double last = Double.NEGATIVE_INFINITY;

    SpacedMarker(Marker marker, double distance) {
      this.marker = marker;
      this.distance = distance;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
      if (Math.abs(x - last) >= distance) {
        last = x;
        marker.paint(graphics, x, y, size);
      }
    }
  }
}
