package org.moiety.experiments.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/// The growth of training steps as a picture: time against work, both logarithmic, so that what is proportional to its work lies on a line of slope one.
public final class GrowthPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 620;
  private static final int DECIMALS = 2;
  private static final double MILLIS = 1e3;
  private static final String SVG = "http://www.w3.org/2000/svg";
  private GrowthPlot() {}

  /// The picture as SVG, in UTF-8.
  public static byte[] svg(Growth growth) {
    System.setProperty("java.awt.headless", "true");
    try {
      Document document = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().getDOMImplementation()
          .createDocument(SVG, "svg", null);
      SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
      context.setComment("Made by moiety bench growth.");
      context.setPrecision(DECIMALS);
      SVGGraphics2D graphics = new SVGGraphics2D(context, false);
      graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
      chart(growth).paint(graphics, WIDTH, HEIGHT);
      StringWriter text = new StringWriter();
      graphics.stream(text, true);
      return text.toString().getBytes(StandardCharsets.UTF_8);
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException("no picture", e);
    }
  }

  private static XYChart chart(Growth growth) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("Time of a training step against its work")
        .xAxisTitle("multiply-adds plus values of an iteration").yAxisTitle("milliseconds an iteration").build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true)
        .setXAxisTickLabelsFormattingFunction(GrowthPlot::label)
        .setYAxisTickLabelsFormattingFunction(GrowthPlot::label).setPlotGridLinesColor(new Color(0xE0E0E0));
    chart.getStyler().setChartBackgroundColor(Color.WHITE).setLegendPosition(Styler.LegendPosition.OutsideE)
        .setLegendBorderColor(Color.WHITE).setMarkerSize(8);
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

  private static String label(double value) {
    return value >= 1e9
        ? String.format(Locale.ROOT, "%.0f G", value * 1e-9)
        : value >= 1e6
            ? String.format(Locale.ROOT, "%.0f M", value * 1e-6)
            : String.format(Locale.ROOT, value < 1 ? "%.1f" : "%,.0f", value);
  }
}
