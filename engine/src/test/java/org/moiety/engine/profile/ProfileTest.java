package org.moiety.engine.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileTest {
  @TempDir
  private Path folder;

  @Test
  void eachStayOfARoleIsOneEvent() throws IOException {
    List<RecordedEvent> events = recorded(() -> Profile.in("party 0", () -> {
      Profile.enter("conv2d", "FORWARD");
      work(Activity.PRODUCT);
      Profile.enter("conv2d", "BACKWARD");
      Profile.enter("conv2d", "FORWARD");
      return 1;
    }));
    assertThat(events).extracting(ProfileTest::place).containsExactly("party 0  start", "party 0 conv2d forward",
        "party 0 conv2d backward", "party 0 conv2d forward");
    assertThat(activities(events.get(1))).containsExactlyInAnyOrder(Activity.PRODUCT, Activity.OTHER);
    assertThat(activities(events.get(2))).containsExactly(Activity.OTHER);
  }

  @Test
  void innerBracketTakesOverAndAllTimeCountsOnce() throws IOException {
    AtomicLong inside = new AtomicLong();
    AtomicLong outside = new AtomicLong();
    List<RecordedEvent> events = recorded(() -> {
      long before = System.nanoTime();
      Profile.in("dealer", () -> {
        long start = System.nanoTime();
        try (Profile.Span _ = Profile.on(Activity.PRODUCT)) {
          work(Activity.PACKING);
          work(Activity.PACKING);
          tick();
        }
        work(Activity.GENERATOR);
        inside.set(System.nanoTime() - start);
        return 1;
      });
      outside.set(System.nanoTime() - before);
    });
    RecordedEvent event = events.getFirst();
    assertThat(activities(event)).containsExactlyInAnyOrder(Activity.PRODUCT, Activity.PACKING, Activity.GENERATOR,
        Activity.OTHER);
    assertThat(Arrays.stream(Activity.values()).mapToLong(activity -> event.getLong(activity.field())).sum())
        .isBetween(inside.get(), outside.get());
  }

  @Test
  void bracketIsClosedByAFailure() throws IOException {
    List<RecordedEvent> events = recorded(
        () -> assertThatThrownBy(() -> Profile.in("party 1", () -> {
          try (Profile.Span _ = Profile.on(Activity.PEER)) {
            throw new IllegalStateException("lost");
          }
        })).isInstanceOf(IllegalStateException.class));
    assertThat(events).extracting(ProfileTest::place).containsExactly("party 1  start");
  }

  @Test
  void testsHaveAPhaseOfTheirOwn() throws IOException {
    List<RecordedEvent> events = recorded(() -> Profile.in("public", () -> {
      try (Profile.Span _ = Profile.testing()) {
        Profile.enter("dense", "FORWARD");
      }
      Profile.enter("dense", "FORWARD");
      return 1;
    }));
    assertThat(events).extracting(ProfileTest::place).containsExactly("public  start", "public dense test",
        "public dense forward");
  }

  @Test
  void threadsWithoutARoleAreNotMeasured() throws IOException {
    assertThat(recorded(() -> {
      Profile.enter("conv2d", "FORWARD");
      work(Activity.PRODUCT);
      Profile.testing().close();
    })).isEmpty();
  }

  @Test
  void nothingIsMeasuredWhileNothingRecords() {
    Profile.Span span = Profile.in("party 0", () -> {
      Profile.enter("conv2d", "FORWARD");
      return Profile.on(Activity.PRODUCT);
    });
    assertThat(span).isSameAs(Profile.on(Activity.PACKING)); // the one that does nothing
  }

  private static void work(Activity activity) {
    try (Profile.Span _ = Profile.on(activity)) {
      tick();
    }
  }

  private static void tick() {
    long start = System.nanoTime();
    while (System.nanoTime() == start) {
      Thread.onSpinWait();
    }
  }

  private static String place(RecordedEvent event) {
    return event.getString("role") + " " + event.getString("layer") + " " + event.getString("phase");
  }

  private static Set<Activity> activities(RecordedEvent event) {
    return Arrays.stream(Activity.values()).filter(activity -> event.getLong(activity.field()) > 0)
        .collect(Collectors.toSet());
  }

  private List<RecordedEvent> recorded(Runnable program) throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable(WorkEvent.class);
      recording.start();
      program.run();
      recording.stop();
      Path file = folder.resolve("work.jfr");
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream().filter(e -> e.getEventType().getName().equals(WorkEvent.NAME))
          .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime())).toList();
    }
  }
}
