package org.moiety.experiments.experiment.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.moiety.experiments.experiment.Plot;
import org.moiety.experiments.experiment.Plot.Axis;
import org.moiety.experiments.experiment.Plot.Curve;
import org.moiety.experiments.experiment.Plot.Style;
import org.moiety.experiments.experiment.Section;
import org.moiety.experiments.experiment.Section.NetworkPicture;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table;
import org.moiety.experiments.experiment.Table.Cell;

/// Sections with made-up figures: every kind of block, and what is awkward to show.
final class Sections {
  /// What a page must escape.
  static final String AWKWARD = "a < b & \"c\" <script>alert(1)</script>";

  private Sections() {}

  static List<Section> all() {
    return List.of(first(), second());
  }

  private static Section first() {
    Table narrow = Table.named("made-narrow", "Table 4: one epoch", "tensor", "time, SV18", "time here", "ratio here")
        .row(Cell.label("native"), Cell.paper("0 min 59 s", 59), Cell.measured("6.1 s", 6.125), Cell.none())
        .row(Cell.label(AWKWARD), Cell.none(), Cell.measured("26.0 s", 26), Cell.calculated("4.2 x", 4.25))
        .note("A note on " + AWKWARD).build();
    Plot courses = new Plot("made-courses", "Figure 2: training accuracy", Axis.linear("training step"),
        Axis.linear("accuracy in %"),
        List.of(course("shallow, exact", 90, Style.DASHED), course("shallow, approximated", 85, Style.LINE),
            course("deep, exact", 95, Style.DASHED), course("deep, approximated", 92, Style.LINE),
            course("one more", 70, Style.LINE), course("and another with a long name, to see where it goes", 60,
                Style.LINE)));
    return new Section("made", "A section of made-up figures",
        "It took 4.2 times as long (SV18: 99 times), and its weights agree bit for bit.",
        List.of(new Text("What is compared: " + AWKWARD), narrow, courses),
        List.of("./moiety train --data mnist --model shallow --tensor native",
            "./moiety train --data mnist --model shallow --tensor private --masks fresh --truncation local --limit 12800"));
  }

  private static Section second() {
    String[] columns = IntStream.range(0, 10).mapToObj(i -> i == 0
        ? "layer"
        : "figure " + i + (i % 2 == 0
            ? " here"
            : ", SV18"))
        .toArray(String[]::new);
    Table.Builder wide = Table.named("made-wide", "Table 6: values by layer and phase", columns);
    for (String layer : List.of("conv2d", "average_pooling2d", "relu", "dense")) {
      wide.row(IntStream.range(0, 10).mapToObj(i -> i == 0
          ? Cell.label(layer)
          : i % 2 == 0 ? Cell.measured("1,234,567", 1_234_567) : Cell.paper("1,234 K", 1_234_000))
          .toArray(Cell[]::new));
    }
    Plot logarithmic = new Plot("made-logarithmic", "Time against work", Axis.logarithmic("multiply-adds"),
        Axis.logarithmic("seconds"),
        List.of(new Curve("measured", new double[]{1e3, 1e5, 1e7}, new double[]{1e-3, 0.05, 4}, Style.POINTS),
            new Curve("with a gap", new double[]{1e3, 0, 1e6, 1e7}, new double[]{2e-3, 1, Double.NaN, 9},
                Style.LINE)));
    NetworkPicture network = new NetworkPicture("made-network", "A network",
        List.of(new NetworkPicture.Layer("conv2d (32, (3, 3))", "32 × 28 × 28", true),
            new NetworkPicture.Layer("softmax", "10", false)));
    return new Section("more", "Wide tables, logarithmic axes", "A second finding.",
        List.of(wide.build(), logarithmic, network), List.of());
  }

  /// 2,000 points.
  private static Curve course(String name, double end, Style style) {
    double[] x = DoubleStream.iterate(1, step -> step + 1).limit(2_000).toArray();
    double[] y = DoubleStream.of(x).map(step -> end * (1 - Math.exp(-step / 300)) + 3 * Math.sin(step)).toArray();
    return new Curve(name, x, y, style);
  }
}
