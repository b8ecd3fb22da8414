package org.moiety.experiments.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.Rounding;
import org.moiety.experiments.run.TrainRun;
import org.moiety.experiments.run.TrainSettings;
import org.moiety.experiments.run.Traffic;
import org.moiety.layers.train.TrainingListener;

/// The figures of a training run, in words.
public final class TrainText {
  private final PrintStream out;

  public TrainText(PrintStream out) {
    this.out = out;
  }

  /// @param sameWeights the command of the public run with the same weights
  /// @param withCounts also what was opened layer by layer
  public void print(TrainRun run, TrainRun.Result result, ProcessCosts costs, String sameWeights, boolean withCounts) {
    TrainSettings settings = run.settings();
    Engine engine = settings.engine();
    line("Trained '%s' on %s: %s of %,d examples of '%s', batches of %d, seed %d.", settings.model().name(),
        held(engine), settings.epochs() == 1 ? "one epoch" : settings.epochs() + " epochs", run.examples(),
        settings.data(), settings.batchSize(), settings.seed());
    out.println();
    accuracy(run, result);
    line("  time            %.1f s, %.1f s of processor time; %,.0f MiB of heap at the peak", costs.wallSeconds(),
        costs.cpuSeconds(), costs.peakHeapMiB());
    if (engine.encoding() == Encoding.PRIVATE) {
      traffic(result);
    }
    line("  weights         SHA-256 %s", result.weightsSha256());
    out.println();
    if (engine.encoding() == Encoding.PRIVATE) {
      whatWasSeen(engine);
      if (engine.truncation() == TruncationMethod.MASKED) {
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
    TrainingListener.Epoch last = epochs.getLast();
    if (run.testExamples() > 0) {
      line("  test accuracy   %.2f %% of %,d examples", 100 * last.testAccuracy(), run.testExamples());
    }
    line("  training        loss %.4f, accuracy %.2f %% (last epoch, while it learned)", last.trainLoss(),
        100 * last.trainAccuracy());
  }

  private void traffic(TrainRun.Result result) {
    role("party 0 sent", Traffic.total(result.traffic().party0()), true);
    role("party 1 sent", Traffic.total(result.traffic().party1()), true);
    role("dealer sent", Traffic.total(result.traffic().dealer()), false);
    line("  truncations     one of all was ruined with probability below 2^%.0f",
        Math.ceil(Math.log(result.failureBound()) / Math.log(2)));
  }

  private void role(String name, Count total, boolean rounds) {
    line("  %-15s %,d values, %s%s", name, total.values(), bytes(total.bytes()),
        rounds ? String.format(Locale.ROOT, "; %,d rounds", total.rounds()) : "");
  }

  private void whatWasSeen(Engine engine) {
    out.println("""
        Party 0 had the images and labels, party 1 the initial weights. All that either saw of the
        other's were uniformly random numbers, but for two things that the program reveals: the logits,
        to party 0, and the trained weights, to both. Assumed: both follow the protocol (semi-honest),
        and a dealer that both trust makes the random masks. In this run all three were threads of one
        process, and the seed fixes every mask so that it can be repeated.""");
    if (engine.truncation() == TruncationMethod.LOCAL) {
      out.println("Local truncation rounds by the shares: no public run gives exactly these weights.");
    }
  }

  private void counts(List<Count> counts) {
    out.println();
    line("  %-24s %-9s %16s %12s %8s", "party 0 sent, by layer", "phase", "values", "bytes", "rounds");
    for (Count count : counts) {
      line("  %-24s %-9s %,16d %12s %,8d", count.layer(), count.phase().name().toLowerCase(Locale.ROOT),
          count.values(), bytes(count.bytes()), count.rounds());
    }
  }

  private static String held(Engine engine) {
    return switch (engine.encoding()) {
      case NATIVE -> "floats";
      case PUBLIC -> engine.rounding() == Rounding.REPLAY
          ? "public field elements (rounding as the private run)"
          : "public field elements";
      case PRIVATE -> "secret shares";
    };
  }

  private static String bytes(long bytes) {
    return bytes >= 1e9
        ? String.format(Locale.ROOT, "%.2f GB", bytes * 1e-9)
        : String.format(Locale.ROOT, "%.1f MB", bytes * 1e-6);
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
