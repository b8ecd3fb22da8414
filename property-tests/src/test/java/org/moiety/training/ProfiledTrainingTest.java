package org.moiety.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.WorkEvent;
import org.moiety.layers.model.ModelSpec;

/// What a recording says of a private training.
final class ProfiledTrainingTest {
  private static final Run RUN = new Run(ModelSpec.preset("shallow"), MaskPolicy.FUSED, TruncationMethod.MASKED, 16, 2);

  @TempDir
  private Path folder;

  @Test
  void everyRoleTellsItsActivitiesAndLayers() throws IOException {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.enable(WorkEvent.NAME);
      recording.start();
      RUN.privately();
      recording.stop();
      events = events(recording);
    }
    Map<String, Set<Activity>> activities = new TreeMap<>();
    for (RecordedEvent event : events) {
      Arrays.stream(Activity.values()).filter(activity -> event.getLong(activity.field()) > 0).forEach(
          activities.computeIfAbsent(event.getString("role"), _ -> EnumSet.noneOf(Activity.class))::add);
    }
    assertThat(activities).containsOnlyKeys("party 0", "party 1", "dealer");
    assertThat(activities.get("party 0")).isEqualTo(EnumSet.complementOf(EnumSet.of(Activity.DEALER)));
    assertThat(activities.get("party 1")).isEqualTo(EnumSet.allOf(Activity.class));
    assertThat(activities.get("dealer")).isEqualTo(EnumSet.complementOf(EnumSet.of(Activity.DEALER)));
    for (String role : activities.keySet()) {
      assertThat(events).filteredOn(event -> event.getString("role").equals(role))
          .extracting(event -> event.getString("layer") + " " + event.getString("phase"))
          .contains("images input", "conv2d forward", "conv2d backward", "relu forward", "dense backward", "sgd update",
              "softmax reveal", "softmax input", "conv2d.weight input", "conv2d.weight reveal");
    }
  }

  @Test
  void nothingIsKeptWhileNothingRecords() throws IOException {
    try (Recording recording = new Recording()) {
      recording.disable(WorkEvent.NAME);
      recording.start();
      RUN.privately();
      recording.stop();
      assertThat(events(recording)).isEmpty();
    }
  }

  private List<RecordedEvent> events(Recording recording) throws IOException {
    Path file = folder.resolve("training.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(WorkEvent.NAME)).toList();
  }
}
