package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.moiety.engine.channel.Link;
import org.moiety.experiments.experiment.Plot.Axis;
import org.moiety.experiments.experiment.Plot.Curve;
import org.moiety.experiments.experiment.Plot.Style;
import org.moiety.experiments.experiment.Table.Cell;
import org.moiety.experiments.run.Links;

/// A network trained with a link between the parties: time of an iteration, measured and calculated.
///
/// @param model as `--model` of `moiety train` takes it
/// @param name of the network, in titles
/// @param id begins the ids of pieces, tables and plots
record LinkedTraining(Plan plan, String model, String name, String id) {
  static final List<Link> LINKS = List.of(new Link(1_000_000_000, Duration.ofNanos(500_000)),
      new Link(200_000_000, Duration.ofMillis(40)), new Link(50_000_000, Duration.ofMillis(100)));

  /// A batch of the paper, and one that a quick run has time for.
  static final int BATCH = 128;
  private static final int QUICK_BATCH = 8;
  /// Iterations without a link, few of which are steady.
  private static final int DIRECT_ITERATIONS = 8;
  private static final int FAST_ITERATIONS = 3;
  private static final int SLOW_ITERATIONS = 2;
  private static final long FAST = 500_000_000;
  private static final double MEGA = 1e6;

  /// One batch, again and again: the images are sent once.
  ///
  /// @param batch examples
  static CommandPiece training(Plan plan, String id, String title, double weight, String model, Protocol protocol,
      int batch, int iterations, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--data", plan.data(), "--model", model));
    arguments.addAll(protocol.options());
    arguments.addAll(List.of("--limit", Integer.toString(batch), "--batch-size", Integer.toString(batch), "--epochs",
        Integer.toString(iterations), "--test-limit", "0"));
    arguments.addAll(List.of(more));
    return new CommandPiece(id, title, weight, arguments, false);
  }

  /// Examples of an iteration.
  int batch() {
    return plan.quick() ? QUICK_BATCH : BATCH;
  }

  /// Without a link.
  CommandPiece direct(Protocol protocol) {
    return training(plan, id + "-direct-" + protocol.masks(), name + ", " + protocol.masks() + ", no link",
        plan.quick() ? 2 : protocol == Protocol.FRESH ? 15 : 5, model, protocol, batch(), DIRECT_ITERATIONS);
  }

  /// With a link. Where a step takes long the first one must do.
  CommandPiece linked(Protocol protocol, Link link) {
    boolean slow = protocol == Protocol.FRESH && link.bitsPerSecond() < FAST;
    int iterations = link.bitsPerSecond() >= FAST ? FAST_ITERATIONS : slow && !plan.quick() ? 1 : SLOW_ITERATIONS;
    double seconds = (protocol == Protocol.FRESH ? 2e9 : 5e8) * iterations / link.bitsPerSecond();
    String text = Links.text(link);
    return training(plan, id + "-" + text.replaceAll("[^\\w]", "-").toLowerCase(Locale.ROOT) + "-" + protocol.masks(),
        name + ", " + protocol.masks() + ", " + text, plan.quick() ? 3 : 3 + seconds, model, protocol, batch(),
        iterations, "--link", text);
  }

  List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      pieces.add(direct(protocol));
      LINKS.forEach(link -> pieces.add(linked(protocol, link)));
    }
    return pieces;
  }

  /// Seconds of a steady iteration; of the first one, with all that precedes it, where there is no other.
  static double secondsPerIteration(PieceResult result) {
    List<JsonNode> iterations = result.events("iteration");
    return iterations.size() > 1
        ? Pace.secondsPerStep(result)
        : iterations.getFirst().path("seconds").asDouble()
            - result.events("start").getFirst().path("seconds").asDouble();
  }

  /// Measured.
  double measured(Results results, Protocol protocol, Link link) {
    return secondsPerIteration(results.of(linked(protocol, link)));
  }

  private double calculated(Results results, Protocol protocol, Link link) {
    PieceResult direct = results.of(direct(protocol));
    return IterationTraffic.of(direct).seconds(link, secondsPerIteration(direct));
  }

  /// Time of an iteration by link and protocol.
  Table table(Results results) {
    List<String> columns = new ArrayList<>(List.of("link"));
    for (Protocol protocol : Protocol.values()) {
      columns.addAll(List.of(protocol.masks() + ", measured", protocol.masks() + ", calculated"));
    }
    List<List<Cell>> rows = new ArrayList<>();
    List<Cell> none = new ArrayList<>(List.of(Cell.label("none")));
    for (Protocol protocol : Protocol.values()) {
      double seconds = secondsPerIteration(results.of(direct(protocol)));
      none.addAll(List.of(Cell.measured(time(seconds), seconds), Cell.none()));
    }
    rows.add(none);
    for (Link link : LINKS) {
      List<Cell> row = new ArrayList<>(List.of(Cell.label(title(link))));
      for (Protocol protocol : Protocol.values()) {
        double measured = measured(results, protocol, link);
        double calculated = calculated(results, protocol, link);
        row.addAll(List.of(Cell.measured(time(measured), measured), Cell.calculated(time(calculated), calculated)));
      }
      rows.add(row);
    }
    return new Table(id + "-links", "Time of an iteration by link, " + name + ", batch of " + batch(), columns, rows,
        note(results));
  }

  private String note(Results results) {
    StringBuilder text = new StringBuilder(
        "Calculated: time without a link + 8 x bytes / rate + waits x round trip / 2, from the measured counts; bytes and waits are those of messages "
            + "that are waited for one after another. Both parties and the dealer compute on this one machine, and the dealer's material is taken as sent ahead. "
            + "Images are sent in the first epoch only and are not in these times:");
    long images = IterationTraffic.of(results.of(direct(Protocol.FUSED))).imageBytes();
    for (Link link : LINKS) {
      text.append(Numbers.format(" %.2f s an iteration more on %s,", link.transmissionNanos(images) * 1e-9,
          Links.text(link)));
    }
    text.setCharAt(text.length() - 1, '.');
    if (!plan.quick()) {
      text.append(
          " Where a step of fresh takes long, the first one was measured, with the session's start and the images.");
    }
    return text.toString();
  }

  private static String title(Link link) {
    return Links.text(link).replace("/", ", ").replaceAll("(\\d)([A-Za-z])", "$1 $2").replace("bit", "bit/s");
  }

  private static String time(double seconds) {
    return seconds < 1 ? Numbers.format("%.0f ms", 1e3 * seconds) : Numbers.format("%.2f s", seconds);
  }

  /// The same as a picture.
  Plot plot(Results results) {
    List<Link> slowestFirst = LINKS.reversed();
    double[] rates = slowestFirst.stream().mapToDouble(link -> link.bitsPerSecond() / MEGA).toArray();
    List<Curve> curves = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      curves.add(new Curve(protocol.masks() + ", measured", rates,
          slowestFirst.stream().mapToDouble(link -> measured(results, protocol, link)).toArray(), Style.POINTS));
      curves.add(new Curve(protocol.masks() + ", calculated", rates,
          slowestFirst.stream().mapToDouble(link -> calculated(results, protocol, link)).toArray(), Style.DASHED));
    }
    String links = String.join("; ", slowestFirst.stream().map(LinkedTraining::title).toList());
    return new Plot(id + "-time",
        "Time of an iteration by link, " + name + ", batch of " + batch() + " (" + links + ")",
        Axis.logarithmic("rate of the link in Mbit/s"), Axis.logarithmic("seconds an iteration"), curves);
  }
}
