package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    for (int i = 0; i < names.size(); i++) {
      int predicted = result.test().predictions()[i];
      ObjectNode object = JsonLines.event("prediction").put("image", names.get(i)).put("class", predicted);
      JsonLines.put(object, "probability", probability(i));
      ArrayNode all = object.putArray("probabilities");
      for (double p : result.test().probabilities().get(i)) {
        all.add(p);
      }
      lines.print(object);
    }
    lines.print(withCosts(settings(names.size())));
  }

  private double probability(int i) {
    return result.test().probabilities().get(i)[result.test().predictions()[i]];
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

  /// A line for each prediction.
  ///
  /// @param all print the probability of each class
  public void printPredictions(List<String> names, boolean all, PrintStream out) {
    int columns = names.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < names.size(); i++) {
      double[] probabilities = result.test().probabilities().get(i);
      out.println(String.format(Locale.ROOT, "%-" + columns + "s  %d  %5.1f %%", names.get(i),
          result.test().predictions()[i], 100 * probability(i))
          + (all
              ? "   " + IntStream.range(0, probabilities.length)
                  .mapToObj(c -> String.format(Locale.ROOT, "%d:%.3f", c, probabilities[c]))
                  .collect(Collectors.joining(" "))
              : ""));
    }
  }
}
