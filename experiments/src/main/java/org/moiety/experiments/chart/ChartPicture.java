package org.moiety.experiments.chart;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// A chart as SVG and PNG. What is drawn in [#INK] has the colour of the text around it in SVG, so that it shows on light and on dark pages.
///
/// @param name letters, digits and hyphens: begins every id in the SVG, for pages with several
/// @param title read to those who do not see it
/// @param chart made anew for each picture, since it changes while it is painted; its background is transparent
public record ChartPicture(String name, String title, int width, int height, Supplier<XYChart> chart) {
  /// Text, axes and whatever else has no colour of its own.
  public static final Color INK = new Color(0x1B, 0x1F, 0x24);
  /// Lines in the background.
  private static final Color FAINT = new Color(INK.getRed(), INK.getGreen(), INK.getBlue(), 0x28);
  private static final Color TRANSPARENT = new Color(0xFF, 0xFF, 0xFF, 0);

  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final String INK_TEXT = "rgb(" + INK.getRed() + "," + INK.getGreen() + "," + INK.getBlue() + ")";
  private static final String FILE_STYLE = "svg{color:#1b1f24;background:#fff}"
      + "@media (prefers-color-scheme:dark){svg{color:#e6e8eb;background:#15181c}}";
  private static final int DECIMALS = 2;
  /// Pixels of a PNG for each unit of the chart's size.
  private static final int PIXELS = 2;

  /// An `svg` element for the midst of a page.
  public String element() {
    return text(draw());
  }

  /// A file of its own, in UTF-8: light or dark as the reader's system is.
  public byte[] svg() {
    Element svg = draw();
    svg.setAttribute("width", Integer.toString(width));
    svg.setAttribute("height", Integer.toString(height));
    Element style = svg.getOwnerDocument().createElementNS(SVG, "style");
    style.setTextContent(FILE_STYLE);
    svg.insertBefore(style, svg.getFirstChild());
    return (text(svg) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// A PNG file, on white.
  public byte[] png() {
    System.setProperty("java.awt.headless", "true");
    BufferedImage image = new BufferedImage(PIXELS * width, PIXELS * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(PIXELS, PIXELS);
    chart.get().paint(graphics, width, height);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      boolean written = ImageIO.write(image, "png", bytes);
      if (!written) {
        throw new IllegalStateException("this JDK writes no PNG");
      }
    } catch (IOException e) {
      throw new IllegalStateException("no picture", e);
    }
    return bytes.toByteArray();
  }

  /// Gives a chart the colours of a page: ink on nothing.
  public static void usePageColors(XYChart chart) {
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(TRANSPARENT).setPlotBackgroundColor(TRANSPARENT)
        .setLegendBackgroundColor(TRANSPARENT).setLegendBorderColor(TRANSPARENT).setChartFontColor(INK)
        .setChartTitleBoxVisible(false).setPlotBorderColor(FAINT).setXAxisTitleColor(INK).setYAxisTitleColor(INK);
    styler.setAxisTickLabelsColor(INK).setAxisTickMarksColor(INK).setPlotGridLinesColor(FAINT);
  }

  /// A number on an axis: `0.5`, `20`, `3 k`, `5 M`, `2 G`.
  public static String label(double value) {
    double size = Math.abs(value);
    return size >= 1e9
        ? number(value * 1e-9) + " G"
        : size >= 1e6
            ? number(value * 1e-6) + " M"
            : size >= 1e4 ? number(value * 1e-3) + " k" : number(value);
  }

  private static String number(double value) {
    if (value == 0) {
      return "0";
    }
    return Math.abs(value) < 1e-3
        ? String.format(Locale.ROOT, "%.0e", value)
        : String.format(Locale.ROOT, "%.4f", value).replaceAll("\\.?0+$", "");
  }

  private Element draw() {
    System.setProperty("java.awt.headless", "true");
    try {
      Document document = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().getDOMImplementation()
          .createDocument(SVG, "svg", null);
      SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
      context.setPrecision(DECIMALS);
      context.setIDGenerator(new SVGIDGenerator() {
        @Override
        public String generateID(String prefix) {
          return name + "-" + super.generateID(prefix);
        }
      });
      SVGGraphics2D graphics = new SVGGraphics2D(context, false);
      graphics.setSVGCanvasSize(new Dimension(width, height));
      chart.get().paint(graphics, width, height);
      Element svg = graphics.getRoot();
      tidy(svg);
      joinLines(svg);
      svg.removeAttribute("width");
      svg.removeAttribute("height");
      svg.setAttribute("viewBox", "0 0 " + width + " " + height);
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", title);
      return svg;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("no picture", e);
    }
  }

  /// Ink becomes the colour of the text around; paths get shorter; comments and ids that every picture has go.
  private static void tidy(Element element) {
    for (String attribute : List.of("fill", "stroke")) {
      if (element.getAttribute(attribute).equals(INK_TEXT)) {
        element.setAttribute(attribute, "currentColor");
      }
    }
    if (element.hasAttribute("d")) {
      element.setAttribute("d", PathData.compact(element.getAttribute("d")));
    }
    if (element.getAttribute("id").equals("genericDefs")) {
      element.removeAttribute("id");
    }
    for (Node child = element.getFirstChild(); child != null;) {
      Node next = child.getNextSibling();
      if (child instanceof Element inner) {
        tidy(inner);
      } else if (child.getNodeType() == Node.COMMENT_NODE) {
        element.removeChild(child);
      }
      child = next;
    }
  }

  /// Lines that follow one another become one path: shorter, and dashes run on from one segment of a curve to the next.
  private static void joinLines(Element parent) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element first && first.getTagName().equals("line")) {
        StringBuilder places = new StringBuilder(place(first, "M", "1")).append(place(first, "L", "2"));
        Element last = first;
        while (first.getNextSibling() instanceof Element next && next.getTagName().equals("line")) {
          String start = place(next, "M", "1");
          places.append(start.substring(1).equals(place(last, "L", "2").substring(1)) ? "" : start)
              .append(place(next, "L", "2"));
          parent.removeChild(next);
          last = next;
        }
        Element path = first.getOwnerDocument().createElementNS(SVG, "path");
        path.setAttribute("d", PathData.compact(places.toString()));
        path.setAttribute("fill", "none");
        parent.replaceChild(path, first);
        child = path;
      } else if (child instanceof Element inner) {
        joinLines(inner);
      }
    }
  }

  private static String place(Element line, String command, String end) {
    return command + line.getAttribute("x" + end) + " " + line.getAttribute("y" + end);
  }

  private static String text(Element svg) {
    try {
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter text = new StringWriter();
      transformer.transform(new DOMSource(svg), new StreamResult(text));
      return text.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException("no picture", e);
    }
  }
}
