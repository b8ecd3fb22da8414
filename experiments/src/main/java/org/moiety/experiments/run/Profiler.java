package org.moiety.experiments.run;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.moiety.engine.profile.WorkEvent;

/// Records where the roles' time goes while it is open, by the JDK's Flight Recorder: the same events that any recording has.
public final class Profiler implements AutoCloseable {
  /// The JDK's event of a stop of all threads, to collect garbage.
  private static final String PAUSE = "jdk.GCPhasePause";

  private final RecordingStream stream = new RecordingStream();
  private final TimeProfile profile = new TimeProfile(
      Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));

  private Profiler() {}

  public static Profiler start() {
    Profiler profiler = new Profiler();
    profiler.stream.enable(WorkEvent.NAME);
    profiler.stream.onEvent(WorkEvent.NAME, profiler::add);
    profiler.stream.enable(PAUSE);
    profiler.stream.onEvent(PAUSE, event -> profiler.profile.addPause(event.getDuration()));
    profiler.stream.startAsync();
    return profiler;
  }

  private void add(RecordedEvent event) {
    profile.add(event.getString("role"), event.getString("layer"), event.getString("phase"), event.getStartTime(),
        event.getEndTime(), event.getLong("processor"), activity -> event.getLong(activity.field()));
  }

  /// Ends the recording.
  ///
  /// @return the times of all events since the start
  public TimeProfile stop() {
    Instant now = Instant.now();
    stream.stop(); // flushes, and waits until all events were handled
    profile.endAt(now);
    return profile;
  }

  @Override
  public void close() {
    stream.close();
  }
}
