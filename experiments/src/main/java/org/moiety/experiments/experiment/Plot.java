package org.moiety.experiments.experiment;

import java.util.List;

/// Curves in a plane.
///
/// @param id letters, digits and hyphens: names the SVG and PNG files
public record Plot(String id, String caption, Axis x, Axis y, List<Curve> curves) implements Section.Block {
  public Plot {
    curves = List.copyOf(curves);
  }

  /// @param logarithmic scale
  public record Axis(String title, boolean logarithmic) {
    public static Axis linear(String title) {
      return new Axis(title, false);
    }

    public static Axis logarithmic(String title) {
      return new Axis(title, true);
    }
  }

  /// How a curve is drawn.
  public enum Style {
    LINE, DASHED, POINTS
  }

  /// @param x in the order of drawing, as many as y
  public record Curve(String name, double[] x, double[] y, Style style) {}
}
