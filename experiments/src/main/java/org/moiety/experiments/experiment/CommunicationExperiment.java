package org.moiety.experiments.experiment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.moiety.engine.channel.Link;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.run.Links;

/// Tables 6 and 7: what is opened in an iteration, and what that means on real networks. Also of a network of the user's own.
final class CommunicationExperiment implements Experiment {
  private static final List<String> MODELS = List.of("shallow", "deep");
  /// The link that the first page speaks of.
  private static final Link TYPICAL = LinkedTraining.LINKS.get(1);

  @Override
  public String name() {
    return Experiments.COMMUNICATION;
  }

  private static List<String> models(Plan plan) {
    String own = plan.model();
    return own == null ? MODELS : List.of(own);
  }

  private static String id(Plan plan, String model) {
    return "communication-" + (plan.model() == null ? model : "own");
  }

  private static LinkedTraining linked(Plan plan, String model) {
    return new LinkedTraining(plan, model, plan.model() == null ? model : "own network", id(plan, model));
  }

  /// A training at the paper's batch size, for the counts.
  private static CommandPiece counted(Plan plan, String model, Protocol protocol) {
    return plan.quick()
        ? LinkedTraining.training(plan, id(plan, model) + "-counts-" + protocol.masks(),
            (plan.model() == null ? model : "own network") + ", " + protocol.masks() + ", counts", 3, model, protocol,
            LinkedTraining.BATCH, 1)
        : linked(plan, model).direct(protocol);
  }

  @Override
  public List<Piece> pieces(Plan plan) {
    List<Piece> pieces = new ArrayList<>();
    for (String model : models(plan)) {
      for (Protocol protocol : Protocol.values()) {
        pieces.add(counted(plan, model, protocol));
      }
    }
    models(plan).forEach(model -> pieces.addAll(linked(plan, model).pieces()));
    return pieces.stream().distinct().toList();
  }

  private static OpenedTables opened(Plan plan, Results results, String model) {
    Map<Protocol, IterationTraffic> traffic = new EnumMap<>(Protocol.class);
    for (Protocol protocol : Protocol.values()) {
      traffic.put(protocol, IterationTraffic.of(results.of(counted(plan, model, protocol))));
    }
    String name = results.of(counted(plan, model, Protocol.FUSED)).summary().path("model").asText();
    return new OpenedTables(name, id(plan, model), traffic);
  }

  @Override
  public Section section(Plan plan, Results results) {
    boolean isPapers = plan.model() == null;
    List<Section.Block> blocks = new ArrayList<>();
    blocks.add(new Text(
        "How much the parties send each other in one iteration, forward and backward, counted where a value is sent. "
            + "fresh is SV18's baseline: every product opens its operands under new masks. reuse is their optimised protocol: a value is opened once, whatever it is "
            + "used for. fused is Moiety's own: a value is masked when it is made, so that the opening that its truncation needs is its only one."));
    for (String model : models(plan)) {
      OpenedTables tables = opened(plan, results, model);
      blocks.add(isPapers ? tables.besideThePaper(PrintedTraffic.of(model)) : tables.byLayer());
      blocks.add(tables.sums());
    }
    blocks.add(new Text(
        "What that means on real networks: the same training with a channel between the parties that sends at a link's rate and delays by "
            + "half its round trip."));
    models(plan).forEach(model -> {
      blocks.add(linked(plan, model).table(results));
      blocks.add(linked(plan, model).plot(results));
    });
    return new Section(name(), isPapers ? "Communication (tables 6 and 7)" : "Communication of your own network",
        found(plan, results), blocks, Experiments.commands(pieces(plan)));
  }

  private static String found(Plan plan, Results results) {
    StringBuilder text = new StringBuilder();
    List<String> less = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    List<String> roundedDown = new ArrayList<>();
    for (String model : models(plan)) {
      OpenedTables tables = opened(plan, results, model);
      less.add(Numbers.format("%,d values on %s (reuse: %,d, fresh: %,d)", tables.values(Protocol.FUSED),
          tables.model(), tables.values(Protocol.REUSE), tables.values(Protocol.FRESH)));
      if (plan.model() == null) {
        differences.addAll(tables.differences(PrintedTraffic.of(model)));
        roundedDown.addAll(tables.roundedDown(PrintedTraffic.of(model)));
      }
    }
    if (plan.model() == null) {
      text.append(differences.isEmpty()
          ? "What SV18's protocols open is what their tables 6 and 7 say, in every cell"
              + (roundedDown.isEmpty() ? ". " : " (they round down " + String.join(", ", roundedDown) + "). ")
          : "What SV18's protocols open differs from their tables in " + differences.size() + " cells. ");
    }
    text.append("fused opens ").append(String.join(" and ", less)).append(" in an iteration.");
    String model = models(plan).getLast();
    LinkedTraining linked = linked(plan, model);
    double fused = linked.measured(results, Protocol.FUSED, TYPICAL);
    text.append(Numbers.format(
        " On a link of %s an iteration of %s (batch of %d) takes %.1f s with fused, %.1f s with reuse and %.1f s with fresh.",
        Links.text(TYPICAL), linked.name(), linked.batch(), fused, linked.measured(results, Protocol.REUSE, TYPICAL),
        linked.measured(results, Protocol.FRESH, TYPICAL)));
    return text.toString();
  }
}
