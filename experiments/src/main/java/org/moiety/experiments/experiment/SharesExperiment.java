package org.moiety.experiments.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table.Cell;

/// Table 5: what secrets cost on top of the field.
final class SharesExperiment implements Experiment {
  /// Training examples of the comparison of policies: a hundred steps.
  private static final int POLICY_EXAMPLES = 12_800;
  private static final int QUICK_POLICY_EXAMPLES = 384;
  private static final List<Policy> POLICIES = Stream.of("fused", "reuse", "fresh")
      .flatMap(masks -> Stream.of("masked", "local").map(truncation -> new Policy(masks, truncation))).toList();
  private static final double PAPER_PUBLIC_SECONDS = 6_748;
  private static final double PAPER_PRIVATE_SECONDS = 50_724;
  private static final double PAPER_RATIO = 7.5;
  private static final double PAPER_ACCURACY = 83.2;

  @Override
  public String name() {
    return "shares";
  }

  private static CommandPiece privateRun(Plan plan, String model) {
    return plan.train("train-" + model + "-private", model + ", private", model.equals("deep") ? 260 : 105, null,
        "--model", model, "--tensor", "private", "--security", "semi-honest");
  }

  /// In the clear, rounding as the private run does.
  private static CommandPiece replay(Plan plan, String model) {
    return plan.train("train-" + model + "-replay", model + ", public, rounding as on shares",
        model.equals("deep") ? 95 : 40, null, "--model", model, "--tensor", "public", "--rounding", "replay");
  }

  private record Policy(String masks, String truncation) {}

  private static CommandPiece policy(Plan plan, Policy policy) {
    String masks = policy.masks;
    String truncation = policy.truncation;
    return plan.trainBriefly("train-shallow-private-" + masks + "-" + truncation,
        "shallow, private, " + masks + ", " + truncation,
        masks.equals("fresh") ? 80 : 35, POLICY_EXAMPLES, QUICK_POLICY_EXAMPLES, "--model", "shallow",
        "--tensor", "private", "--security", "semi-honest", "--masks", masks, "--truncation", truncation);
  }

  @Override
  public List<Piece> pieces(Plan plan) {
    List<Piece> pieces = new ArrayList<>();
    for (String model : List.of("shallow", "deep")) {
      pieces.addAll(List.of(FieldExperiment.publicRun(plan, model), privateRun(plan, model), replay(plan, model)));
    }
    POLICIES.forEach(each -> pieces.add(policy(plan, each)));
    return pieces;
  }

  @Override
  public Section section(Plan plan, Results results) {
    PieceResult open = results.of(FieldExperiment.publicRun(plan, "shallow"));
    PieceResult shared = results.of(privateRun(plan, "shallow"));
    double ratio = shared.wallSeconds() / open.wallSeconds();
    Table table = Table.named("shares-table5", "Table 5: one epoch of the shallow network", "tensor", "time, SV18",
        "time here", "ratio, SV18", "ratio here", "accuracy, SV18", "accuracy here", "processor time here")
        .row(Cell.label("public"), Numbers.paperTime(PAPER_PUBLIC_SECONDS), Numbers.measuredTime(open.wallSeconds()),
            Cell.none(), Cell.none(), Numbers.paperPercent(PAPER_ACCURACY),
            Numbers.measuredPercent(open.testAccuracy()), Numbers.measuredTime(open.processorSeconds()))
        .row(Cell.label("private"), Numbers.paperTime(PAPER_PRIVATE_SECONDS),
            Numbers.measuredTime(shared.wallSeconds()), Numbers.paperRatio(PAPER_RATIO), Numbers.measuredRatio(ratio),
            Numbers.paperPercent(PAPER_ACCURACY), Numbers.measuredPercent(shared.testAccuracy()),
            Numbers.measuredTime(shared.processorSeconds()))
        .note(
            "Both parties and the dealer ran on this one machine and shared its processors. SV18 simulated the parties in one process, without messages.")
        .build();
    Table.Builder deep = Table.named("shares-deep", "The same for the deep network (not in the paper)", "tensor",
        "time", "ratio", "accuracy", "processor time");
    PieceResult deepOpen = results.of(FieldExperiment.publicRun(plan, "deep"));
    PieceResult deepShared = results.of(privateRun(plan, "deep"));
    deep.row(Cell.label("public"), Numbers.measuredTime(deepOpen.wallSeconds()), Cell.none(),
        Numbers.measuredPercent(deepOpen.testAccuracy()), Numbers.measuredTime(deepOpen.processorSeconds()));
    deep.row(Cell.label("private"), Numbers.measuredTime(deepShared.wallSeconds()),
        Numbers.measuredRatio(deepShared.wallSeconds() / deepOpen.wallSeconds()),
        Numbers.measuredPercent(deepShared.testAccuracy()), Numbers.measuredTime(deepShared.processorSeconds()));
    boolean allAgree = agree(plan, results, "shallow") && agree(plan, results, "deep");
    return new Section(name(), "Computing on shares (table 5)",
        Numbers.format(
            "An epoch on shares takes %.1f times as long as the same in the clear (SV18: 7.5 times), and its weights %s.",
            ratio, allAgree ? "agree with it bit for bit" : "do not agree with it"),
        List.of(
            new Text("The same computation once in the clear and once on secret shares of two parties."), table,
            new Text("Bit for bit: shallow " + sentence(plan, results, "shallow") + "; deep "
                + sentence(plan, results, "deep")
                + ". The run in the clear was told to round where the private one does; it "
                + "is otherwise the public one of the table."),
            deep.build(), policies(plan, results)),
        Experiments.commands(pieces(plan)));
  }

  private static boolean agree(Plan plan, Results results, String model) {
    return results.of(privateRun(plan, model)).weightsSha256().equals(results.of(replay(plan, model)).weightsSha256());
  }

  private static String sentence(Plan plan, Results results, String model) {
    String onShares = results.of(privateRun(plan, model)).weightsSha256();
    String inTheClear = results.of(replay(plan, model)).weightsSha256();
    return onShares.equals(inTheClear)
        ? "weights agree (SHA-256 " + onShares.substring(0, 16) + "…)"
        : "weights differ (" + onShares.substring(0, 16) + "… on shares, " + inTheClear.substring(0, 16)
            + "… in the clear)";
  }

  private static Table policies(Plan plan, Results results) {
    Table.Builder table = Table.named("shares-policies", "Mask policies and truncations, shallow", "masks",
        "truncation",
        "time of a step", "accuracy");
    for (Policy policy : POLICIES) {
      PieceResult result = results.of(policy(plan, policy));
      double seconds = Pace.secondsPerStep(result);
      table.row(Cell.label(policy.masks), Cell.label(policy.truncation),
          Cell.measured(Numbers.format("%.0f ms", 1e3 * seconds), seconds),
          Numbers.measuredPercent(result.testAccuracy()));
    }
    return table.note(
        "fresh and local are what SV18's baseline does, reuse and local its optimum. Steps of 128 examples; a step's time is the median of the second half of the run.")
        .build();
  }
}
