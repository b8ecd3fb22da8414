package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.experiment.Section.NetworkPicture;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table.Cell;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Shape;

/// Table 1: the earlier system that SV18 starts from. Convolutions that were trained in the clear, on other classes, are a public feature extractor; the
/// layers behind them are trained on shares.
final class TransferExperiment implements Experiment {
  /// First examples of the data, of all classes, that a quick run takes.
  private static final TransferData.Size QUICK = new TransferData.Size(1_280, 500);
  private static final TransferData.Size ALL = new TransferData.Size(0, 0);
  private static final String EXTRACTOR_RATE = "0.5";
  private static final String HEAD_RATE = "0.3";
  /// So that few examples are steps enough to learn something.
  private static final int QUICK_EXTRACTOR_BATCH = 8;
  private static final int QUICK_HEAD_BATCH = 32;
  private static final int STEP = 128;
  private static final int ELEMENT_BYTES = 16;
  private static final double GIGA = 1e9;

  @Override
  public String name() {
    return "transfer";
  }

  private static Path digits(Plan plan) {
    return plan.out().resolve("data").resolve("digits-0-4");
  }

  private static Path weights(Plan plan) {
    return plan.out().resolve("data").resolve("extractor.safetensors");
  }

  private static Path features(Plan plan) {
    return plan.out().resolve("data").resolve("features-5-9");
  }

  private static TransferData.Size size(Plan plan) {
    return plan.quick() ? QUICK : ALL;
  }

  private static String batch(Plan plan, int quick) {
    return Integer.toString(plan.quick() ? quick : STEP);
  }

  private static List<String> dataKey(Plan plan) {
    List<String> key = new ArrayList<>(List.of(plan.data(), size(plan).toString()));
    key.addAll(TransferData.key());
    return key;
  }

  private static DataPiece digitsPiece(Plan plan) {
    return new DataPiece("transfer-digits", "images of digits 0 to 4", 1, dataKey(plan), digits(plan),
        folder -> TransferData.writeLower(plan.data(), size(plan), folder));
  }

  private static CommandPiece extractor(Plan plan) {
    return train(plan, "transfer-extractor", "feature extractor, native", 60, digits(plan), "--tensor", "native",
        "--learning-rate", EXTRACTOR_RATE, "--batch-size",
        batch(plan, QUICK_EXTRACTOR_BATCH), "--save", weights(plan).toString())
        .reading(digitsPiece(plan));
  }

  private static DataPiece featuresPiece(Plan plan) {
    List<String> key = dataKey(plan);
    key.addAll(extractor(plan).key());
    return new DataPiece("transfer-features", "features of digits 5 to 9", 20, key, features(plan),
        folder -> TransferData.writeUpper(plan.data(), size(plan), weights(plan), folder));
  }

  private static CommandPiece head(Plan plan, String tensor, double weight) {
    List<String> options = new ArrayList<>(Plan.tensor(tensor));
    options.addAll(List.of("--learning-rate", HEAD_RATE, "--batch-size", batch(plan, QUICK_HEAD_BATCH)));
    if (tensor.equals("public")) {
      options.addAll(List.of("--rounding", "replay"));
    }
    return train(plan, "transfer-head-" + tensor, "head, " + tensor, weight, features(plan),
        options.toArray(String[]::new)).reading(featuresPiece(plan));
  }

  private static CommandPiece inTheClear(Plan plan) {
    return head(plan, "native", 10);
  }

  private static CommandPiece replay(Plan plan) {
    return head(plan, "public", 60);
  }

  private static CommandPiece onShares(Plan plan) {
    return head(plan, "private", 150);
  }

  /// One step and no test, for what it opens.
  private static CommandPiece counts(Plan plan) {
    List<String> options = new ArrayList<>(Plan.tensor("private"));
    options.addAll(
        List.of("--limit", Integer.toString(STEP), "--batch-size", Integer.toString(STEP), "--test-limit", "0"));
    return train(plan, "transfer-counts", "one step of the head, private", 5, features(plan),
        options.toArray(String[]::new)).reading(featuresPiece(plan));
  }

  private static CommandPiece train(Plan plan, String id, String title, double weight, Path folder,
      String... options) {
    List<String> arguments = new ArrayList<>(
        List.of("train", "--data", folder.toString(), "--model", TransferData.network(folder).toString()));
    arguments.addAll(List.of(options));
    return new CommandPiece(id, title, plan.quick() ? 3 : weight, arguments, false);
  }

  @Override
  public List<Piece> pieces(Plan plan) {
    return List.of(digitsPiece(plan), extractor(plan), featuresPiece(plan), inTheClear(plan), replay(plan),
        onShares(plan), counts(plan));
  }

  @Override
  public Section section(Plan plan, Results results) {
    PieceResult floats = results.of(inTheClear(plan));
    PieceResult open = results.of(replay(plan));
    PieceResult shared = results.of(onShares(plan));
    boolean agree = shared.weightsSha256().equals(open.weightsSha256());
    return new Section(name(), "Features from a public network (table 1)",
        Numbers.format(
            "On features of a public network, the layers behind it reach %s on shares and %s on floats; on shares and in the clear their weights %s.",
            Numbers.percent(shared.testAccuracy()), Numbers.percent(floats.testAccuracy()),
            agree ? "agree bit for bit" : "differ"),
        List.of(new Text(
            "The system that SV18 start from does not train convolutions on shares: it takes them, trained in the clear on other images, as they are. "
                + "Here a network learns digits 0 to 4 on floats; what its convolutions make of digits 5 to 9 is the secret input of the layers that are trained on "
                + "shares. SV18 describe the system and give no figures for it."),
            before(plan, results), Networks.picture("transfer-table1", "Then: digits 5 to 9 (table 1)",
                TransferData.table1(input(plan, results)), TransferData.publicLayers()),
            data(plan, results), comparison(floats, open, shared, results.of(featuresPiece(plan))),
            new Text(bitForBit(shared, open)), opened(results.of(counts(plan)))),
        Experiments.commands(pieces(plan)));
  }

  private static NetworkPicture before(Plan plan, Results results) {
    ModelSpec spec = TransferData.pretraining(input(plan, results));
    return Networks.picture("transfer-pretraining", "Before: digits 0 to 4, in the clear", spec, spec.layers().size());
  }

  /// Shape of an image.
  private static Shape input(Plan plan, Results results) {
    return Shape.of(StreamSupport.stream(results.of(digitsPiece(plan)).summary().path("shape").spliterator(), false)
        .mapToInt(JsonNode::asInt).toArray());
  }

  private static Text data(Plan plan, Results results) {
    JsonNode lower = results.of(digitsPiece(plan)).summary();
    PieceResult extractor = results.of(extractor(plan));
    JsonNode upper = results.of(featuresPiece(plan)).summary();
    return new Text(Numbers.format(
        "The extractor learned from %,d images of digits 0 to 4, in one epoch, and gets %s of %,d others right. Its sigmoids are centred, that is, less 1/2: with values that are all "
            + "about 1/2 it stayed at chance or diverged. Its features of %,d images of digits 5 to 9 to learn from, and %,d to test on, are kept as bytes, scaled as images of digits 0 to 4 have "
            + "them, what is usual at a place near 0; %.2f %% are beyond and are cut off. All runs below read these same bytes. The folders of images and features are what the "
            + "experiment leaves for the commands below.",
        lower.path("examples").asInt(), Numbers.percent(extractor.testAccuracy()),
        lower.path("testExamples").asInt(), upper.path("examples").asInt(), upper.path("testExamples").asInt(),
        100 * upper.path("outside").asDouble()));
  }

  private static Table comparison(PieceResult floats, PieceResult open, PieceResult shared,
      PieceResult features) {
    Table.Builder table = Table.named("transfer-accuracy", "The layers behind the extractor, digits 5 to 9", "tensor",
        "time", "ratio", "time of a step", "accuracy", "processor time");
    row(table, "native", floats, floats);
    row(table, "public", open, floats);
    row(table, "private", shared, floats);
    double inputBytes = ELEMENT_BYTES * features.summary().path("examples").asDouble();
    for (JsonNode size : features.summary().path("shape")) {
      inputBytes *= size.asInt();
    }
    return table.note("Steps of " + shared.summary().path("batchSize").asInt() + " examples, "
        + shared.events("iteration").size()
        + " of them. A step's time is the median of the second half of the run; the other times are those of the whole command. "
        + Numbers.format("One epoch: for more, each party would keep the secret inputs, %.1f GB.", inputBytes / GIGA))
        .build();
  }

  private static void row(Table.Builder table, String name, PieceResult result, PieceResult floats) {
    double seconds = Pace.secondsPerStep(result);
    table.row(Cell.label(name), Numbers.measuredTime(result.wallSeconds()),
        Numbers.measuredRatio(result.wallSeconds() / floats.wallSeconds()),
        Cell.measured(Numbers.format("%.0f ms", 1e3 * seconds), seconds),
        Numbers.measuredPercent(result.testAccuracy()), Numbers.measuredTime(result.processorSeconds()));
  }

  private static String bitForBit(PieceResult shared, PieceResult open) {
    String onShares = shared.weightsSha256().substring(0, 16);
    String inTheClear = open.weightsSha256().substring(0, 16);
    return "Bit for bit: " + (onShares.equals(inTheClear)
        ? "the weights of the private run and of the public one agree (SHA-256 " + onShares + "…)"
        : "the weights differ (SHA-256 " + onShares + "… on shares, " + inTheClear + "… in the clear)")
        + ". The public run was told to round where the private one does.";
  }

  /// Values that party 0 sends in one step, by layer.
  private static Table opened(PieceResult step) {
    List<String> phases = List.of("input", "forward", "backward", "update");
    Set<String> layers = new LinkedHashSet<>();
    JsonNode counts = step.summary().path("counts");
    counts.forEach(count -> {
      if (phases.contains(count.path("phase").asText()) && count.path("values").asLong() > 0) {
        layers.add(count.path("layer").asText());
      }
    });
    Table.Builder table = Table.named("transfer-opened",
        "Values that party 0 opens in one step of " + STEP + " examples", "layer", "input", "forward", "backward",
        "update", "total");
    layers.forEach(layer -> table.row(cells(layer, phases.stream().map(phase -> sum(counts, layer, phase)).toList())));
    table.row(cells("total", phases.stream().map(phase -> sum(counts, null, phase)).toList()));
    return table.note(
        "The features are input once, at their first use. The extractor opens nothing: whoever has the images computes them alone.")
        .build();
  }

  private static Cell[] cells(String name, List<Long> values) {
    List<Cell> cells = new ArrayList<>(List.of(Cell.label(name)));
    long total = 0;
    for (long value : values) {
      cells.add(value == 0 ? Cell.none() : Cell.measured(Numbers.format("%,d", value), value));
      total += value;
    }
    cells.add(Cell.measured(Numbers.format("%,d", total), total));
    return cells.toArray(Cell[]::new);
  }

  /// @param layer null for all
  private static long sum(JsonNode counts, @Nullable String layer, String phase) {
    long sum = 0;
    for (JsonNode count : counts) {
      if (count.path("phase").asText().equals(phase) && (layer == null || count.path("layer").asText().equals(layer))) {
        sum += count.path("values").asLong();
      }
    }
    return sum;
  }
}
