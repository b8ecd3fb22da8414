package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.moiety.layers.train.Trainer;

/// What a network takes images for.
///
/// @param names of the images
public record Predictions(List<String> names, Trainer.Test test) {
  /// An object for each.
  public void print(JsonLines lines) {
    for (int i = 0; i < names.size(); i++) {
      ObjectNode object = JsonLines.event("prediction").put("image", names.get(i)).put("class", test.predictions()[i]);
      JsonLines.put(object, "probability", probability(i));
      ArrayNode all = object.putArray("probabilities");
      for (double p : test.probabilities().get(i)) {
        all.add(p);
      }
      lines.print(object);
    }
  }

  private double probability(int i) {
    return test.probabilities().get(i)[test.predictions()[i]];
  }

  /// A line for each.
  ///
  /// @param all print the probability of each class
  public void print(boolean all, PrintStream out) {
    int columns = names.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < names.size(); i++) {
      double[] probabilities = test.probabilities().get(i);
      out.println(String.format(Locale.ROOT, "%-" + columns + "s  %d  %5.1f %%", names.get(i), test.predictions()[i],
          100 * probability(i))
          + (all
              ? "   " + IntStream.range(0, probabilities.length)
                  .mapToObj(c -> String.format(Locale.ROOT, "%d:%.3f", c, probabilities[c]))
                  .collect(Collectors.joining(" "))
              : ""));
    }
  }
}
