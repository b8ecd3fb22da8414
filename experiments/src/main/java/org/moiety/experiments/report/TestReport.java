package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.TestRun;

/// What a saved network made of images.
public final class TestReport {
  private final TestRun run;
  private final TestRun.Result result;
  private final String version;

  public TestReport(TestRun run, TestRun.Result result, String version) {
    this.run = run;
    this.result = result;
    this.version = version;
  }

  /// The summary of an evaluation.
  public ObjectNode evaluation(String data) {
    ObjectNode object = settings(result.test().predictions().length).put("data", data);
    JsonLines.put(object, "testLoss", result.test().loss());
    JsonLines.put(object, "testAccuracy", result.test().accuracy());
    return withCosts(object);
  }

  /// An object for each prediction, then the summary.
  public void predictions(List<String> names, JsonLines lines) {
    new Predictions(names, result.test()).print(lines);
    lines.print(withCosts(settings(names.size())));
  }

  private ObjectNode settings(int examples) {
    ObjectNode object = JsonLines.event("summary").put("model", run.saved().model().name()).put("activation",
        Names.of(run.activation()));
    RunFields.engine(object, run.engine());
    return object.put("examples", examples).put("batchSize", run.batchSize()).put("version", version);
  }

  private ObjectNode withCosts(ObjectNode object) {
    RunFields.costs(object, ProcessCosts.now());
    RunFields.traffic(object, result.traffic());
    RunFields.truncations(object, result.truncationRisk());
    RunFields.counts(object, result.traffic().party0());
    return object;
  }

  /// An evaluation in words.
  public void printEvaluation(String data, PrintStream out) {
    RunText text = new RunText(out);
    out.printf(Locale.ROOT, "Tested '%s' on %s: %,d examples of '%s'.%n", run.saved().model().name(),
        RunText.held(run.engine()),
        result.test().predictions().length, data);
    out.println();
    out.printf(Locale.ROOT, "  accuracy        %.2f %%%n", 100 * result.test().accuracy());
    out.printf(Locale.ROOT, "  loss            %.4f%n", result.test().loss());
    text.costs(ProcessCosts.now(), result.traffic(), result.truncationRisk().failureBound());
  }
}
