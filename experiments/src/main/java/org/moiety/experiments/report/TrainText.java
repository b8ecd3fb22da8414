package org.moiety.experiments.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.moiety.engine.channel.Link;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.Links;
import org.moiety.experiments.run.TrainRun;
import org.moiety.experiments.run.TrainSettings;
import org.moiety.layers.train.TrainingListener;

/// The figures of a training run, in words.
public final class TrainText {
  private final PrintStream out;
  private final RunText text;

  public TrainText(PrintStream out) {
    this.out = out;
    text = new RunText(out);
  }

  /// @param sameWeights the command of the public run with the same weights
  /// @param withCounts also what was opened layer by layer
  public void print(TrainRun run, TrainRun.Result result, ProcessCosts costs, String sameWeights, boolean withCounts) {
    TrainSettings settings = run.settings();
    Engine engine = settings.engine();
    out.printf(Locale.ROOT, "Trained '%s' on %s: %s of %,d examples of '%s', batches of %d, seed %d.%n",
        settings.model().name(),
        RunText.held(engine), settings.epochs() == 1 ? "one epoch" : settings.epochs() + " epochs", run.examples(),
        settings.data(), settings.batchSize(), settings.seed());
    out.println();
    accuracy(run, result);
    text.costs(costs, result.traffic(), result.truncationRisk().failureBound());
    Link link = engine.link();
    if (link != null) {
      out.printf(Locale.ROOT, "  link            %s between the parties; the dealer's material was there already%n",
          Links.text(link));
    }
    out.printf(Locale.ROOT, "  weights         SHA-256 %s%n", result.weightsSha256());
    out.println();
    if (engine.encoding() == Encoding.PRIVATE) {
      whatWasSeen(engine);
      if (engine.protocol().truncation() == TruncationMethod.MASKED) {
        out.println();
        out.println("The same computation in the clear gives the same weights, bit for bit:");
        out.println("  " + sameWeights);
      }
    } else {
      out.println("Nothing was secret in this run; --tensor private trains on shares.");
    }
    if (withCounts && engine.encoding() == Encoding.PRIVATE) {
      counts(result.traffic().party0());
    }
  }

  private void accuracy(TrainRun run, TrainRun.Result result) {
    List<TrainingListener.Epoch> epochs = result.training().epochs();
    if (epochs.isEmpty()) {
      return;
    }
    accuracy(out, epochs.getLast(), run.testExamples());
  }

  /// @param testExamples 0 for no test
  static void accuracy(PrintStream out, TrainingListener.Epoch last, int testExamples) {
    if (testExamples > 0) {
      out.printf(Locale.ROOT, "  test accuracy   %.2f %% of %,d examples%n", 100 * last.testAccuracy(), testExamples);
    }
    out.printf(Locale.ROOT, "  training        loss %.4f, accuracy %.2f %% (last epoch, while it learned)%n",
        last.trainLoss(), 100 * last.trainAccuracy());
  }

  private void whatWasSeen(Engine engine) {
    out.println("""
        Party 0 had the images and labels, party 1 the initial weights. All that either saw of the
        other's were uniformly random numbers, but for two things that the program reveals: the logits,
        to party 0, and the trained weights, to both.""" + (engine.protocol().security() == Security.MALICIOUS ? """
         All that was opened was checked by MACs before
        anything was revealed: a party that had deviated in any way would have ended the run (malicious
        security, with abort). Assumed: a dealer that both trust makes the random masks. In this run all
        three were threads of one process, and the seed fixes every mask so that it can be repeated.""" : """
         Assumed: both follow the protocol (semi-honest),
        and a dealer that both trust makes the random masks. In this run all three were threads of one
        process, and the seed fixes every mask so that it can be repeated."""));
    if (engine.protocol().truncation() == TruncationMethod.LOCAL) {
      out.println("Local truncation rounds by the shares: no public run gives exactly these weights.");
    }
  }

  private void counts(List<Count> counts) {
    out.println();
    out.printf(Locale.ROOT, "  %-24s %-9s %16s %12s %8s%n", "party 0 sent, by layer", "phase", "values", "bytes",
        "rounds");
    for (Count count : counts) {
      out.printf(Locale.ROOT, "  %-24s %-9s %,16d %12s %,8d%n", count.layer(),
          count.phase().name().toLowerCase(Locale.ROOT),
          count.values(), RunText.bytes(count.bytes()), count.rounds());
    }
  }
}
