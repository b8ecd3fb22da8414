package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moiety.experiments.benchmark.BenchmarkCase;
import org.moiety.experiments.benchmark.BenchmarkResult;
import org.moiety.experiments.benchmark.Comparison;
import org.moiety.experiments.benchmark.StepWork;

/// The figures of a benchmark, as JSON.
public final class BenchmarkReport {
  private static final int DIGITS = 6;

  private BenchmarkReport() {}

  public static ObjectNode result(BenchmarkResult result) {
    BenchmarkCase of = result.of();
    ObjectNode object = JsonLines.event("benchmark").put("benchmark", of.name());
    ObjectNode settings = object.putObject("params");
    of.settings().forEach(settings::put);
    object.put("threads", of.threads());
    JsonLines.putSignificant(object, "score", result.score(), DIGITS);
    object.put("unit", of.quantity().unit());
    JsonLines.putSignificant(object, "error", result.error(), DIGITS);
    JsonLines.putSignificant(object, "best", result.best(), DIGITS);
    JsonLines.putSignificant(object, "ratio", result.ratio(), DIGITS);
    Comparison comparison = of.comparison();
    object.put("ratioTo", comparison == null ? null : comparison.calibration());
    StepWork work = of.work();
    if (work != null) {
      object.put("multiplyAdds", work.multiplyAdds()).put("values", work.values());
      JsonLines.putSignificant(object, "gc.alloc.rate.norm", result.allocatedBytes(), DIGITS);
    }
    return object;
  }
}
