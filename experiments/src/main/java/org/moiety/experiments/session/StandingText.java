package org.moiety.experiments.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moiety.layers.train.Standing;
import org.moiety.layers.train.TrainingListener;

/// How far a data owner is, as its checkpoints say it.
final class StandingText {
  private static final String IN_EPOCH = "in epoch";
  private static final String BATCHES = "batches of it";
  private static final String LOSS = "loss";
  private static final String CORRECT = "correct";
  private static final String EPOCH = "epoch ";

  private StandingText() {}

  static Map<String, String> of(Standing standing) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put(IN_EPOCH, Integer.toString(standing.epoch()));
    text.put(BATCHES, Integer.toString(standing.batches()));
    text.put(LOSS, Double.toString(standing.loss()));
    text.put(CORRECT, Integer.toString(standing.correct()));
    standing.epochs().forEach(epoch -> text.put(EPOCH + epoch.epoch(),
        epoch.trainLoss() + " " + epoch.trainAccuracy() + " " + epoch.testAccuracy()));
    return text;
  }

  /// What is not said is as at the beginning.
  static Standing parse(Map<String, String> text) {
    List<TrainingListener.Epoch> epochs = new ArrayList<>();
    for (int i = 1; text.containsKey(EPOCH + i); i++) {
      String[] words = text.getOrDefault(EPOCH + i, "").split(" ", -1);
      epochs.add(new TrainingListener.Epoch(i, Double.parseDouble(words[0]), Double.parseDouble(words[1]),
          Double.parseDouble(words[2])));
    }
    return new Standing(Integer.parseInt(text.getOrDefault(IN_EPOCH, "1")),
        Integer.parseInt(text.getOrDefault(BATCHES, "0")), Double.parseDouble(text.getOrDefault(LOSS, "0")),
        Integer.parseInt(text.getOrDefault(CORRECT, "0")), epochs);
  }
}
