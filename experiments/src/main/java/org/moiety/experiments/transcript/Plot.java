package org.moiety.experiments.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/// Curves, or points.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Plot(String title, String xLabel, String yLabel, List<Curve> curves) {
  public Plot {
    curves = List.copyOf(curves);
  }

  /// @param dots whether these are points of their own, and not to be joined
  public record Curve(String name, List<Double> x, List<Double> y, boolean dots) {
    public Curve {
      x = List.copyOf(x);
      y = List.copyOf(y);
    }
  }
}
