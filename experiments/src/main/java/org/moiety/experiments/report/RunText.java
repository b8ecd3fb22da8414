package org.moiety.experiments.report;

import java.io.PrintStream;
import java.util.Locale;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.Rounding;
import org.moiety.experiments.run.Traffic;

/// Lines that every command's summary has.
final class RunText {
  private final PrintStream out;

  RunText(PrintStream out) {
    this.out = out;
  }

  /// Time, memory, and what was sent where something was.
  void costs(ProcessCosts costs, Traffic traffic, double failureBound) {
    time(costs);
    if (traffic.equals(Traffic.NONE)) {
      return;
    }
    role("party 0 sent", Traffic.total(traffic.party0()), true);
    role("party 1 sent", Traffic.total(traffic.party1()), true);
    role("dealer sent", Traffic.total(traffic.dealer()), false);
    truncations(failureBound);
  }

  void time(ProcessCosts costs) {
    out.printf(Locale.ROOT, "  time            %.1f s, %.1f s of processor time; %,.0f MiB of heap at the peak%n",
        costs.wallSeconds(), costs.cpuSeconds(), costs.peakHeapMiB());
  }

  void role(String name, Count total, boolean rounds) {
    out.printf(Locale.ROOT, "  %-15s %,d values, %s%s%n", name, total.values(), bytes(total.bytes()),
        rounds ? String.format(Locale.ROOT, ", %,d rounds", total.rounds()) : "");
  }

  void truncations(double failureBound) {
    if (failureBound > 0) {
      out.printf(Locale.ROOT, "  truncations     the probability that any of them went wrong is below 2^%.0f%n",
          Math.ceil(Math.log(failureBound) / Math.log(2)));
    }
  }

  static String held(Engine engine) {
    return switch (engine.encoding()) {
      case NATIVE -> "floats";
      case PUBLIC -> engine.rounding() == Rounding.REPLAY
          ? "public field elements (rounding as the private run)"
          : "public field elements";
      case PRIVATE -> "secret shares";
    };
  }

  static String bytes(long bytes) {
    return bytes >= 1e9
        ? String.format(Locale.ROOT, "%.2f GB", bytes * 1e-9)
        : String.format(Locale.ROOT, bytes >= 1e6 ? "%.1f MB" : "%.3f MB", bytes * 1e-6);
  }
}
