package org.moiety.experiments.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.moiety.engine.profile.Activity;

/// Where the time of each role went: its stays in layers and phases, added up.
public final class TimeProfile {
  /// Phase of everything that a test does.
  public static final String TEST = "test";

  private static final double NANOS = 1e-9;

  private final Instant processStart;
  private final Map<String, Role> roles = new LinkedHashMap<>();
  private Instant end;
  private Duration pauses = Duration.ZERO;

  /// @param processStart what comes before a role's first event is counted from here
  public TimeProfile(Instant processStart) {
    this.processStart = processStart;
    end = processStart;
  }

  /// The times of one role in one phase of one layer.
  public static final class Row {
    private final String layer;
    private final String phase;
    private final long[] nanos = new long[Activity.values().length];

    private long processorNanos;

    private Row(String layer, String phase) {
      this.layer = layer;
      this.phase = phase;
    }

    public String layer() {
      return layer;
    }

    public String phase() {
      return phase;
    }

    public double seconds(Activity activity) {
      return nanos[activity.ordinal()] * NANOS;
    }

    /// Of all activities.
    public double seconds() {
      long sum = 0;
      for (long each : nanos) {
        sum += each;
      }
      return sum * NANOS;
    }

    /// Processor time of the role's own thread; less than the sum of what it did itself where it waited for a processor, for workers or for the
    /// garbage collector.
    public double processorSeconds() {
      return processorNanos * NANOS;
    }

    private void add(long moreProcessorNanos, ToLongFunction<Activity> more) {
      processorNanos += moreProcessorNanos;
      for (Activity activity : Activity.values()) {
        nanos[activity.ordinal()] += more.applyAsLong(activity);
      }
    }

    private void add(Row other) {
      add(other.processorNanos, activity -> other.nanos[activity.ordinal()]);
    }
  }

  /// The times of one role.
  public final class Role {
    private final String name;
    private final Map<String, Map<String, Row>> layers = new LinkedHashMap<>();
    private final Instant first;
    private Instant last;

    private Role(String name, Instant first) {
      this.name = name;
      this.first = first;
      last = first;
    }

    public String name() {
      return name;
    }

    /// Layer by layer, in the order in which the program first came to them; tests after all else.
    public List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      layers.values().forEach(phases -> rows.addAll(phases.values()));
      rows.sort(Comparator.comparing(row -> row.phase.equals(TEST)));
      return rows;
    }

    /// From the start of the process until the role began: starting the JVM, reading or making data.
    public double secondsBefore() {
      return TimeProfile.seconds(processStart, first);
    }

    /// From the role's begin to its end. The rows add up to it, unless events were lost.
    public double seconds() {
      return TimeProfile.seconds(first, last);
    }

    /// From the role's end to that of the run: waiting for other roles to end.
    public double secondsAfter() {
      return TimeProfile.seconds(last, end);
    }
  }

  /// The sum of some rows.
  ///
  /// @param label in the place of the layer
  public static Row sum(String label, List<Row> rows) {
    Row sum = new Row(label, "");
    rows.forEach(sum::add);
    return sum;
  }

  /// Adds a stay of a role in a phase of a layer.
  ///
  /// @param processorNanos processor time of the role's thread, in nanoseconds
  /// @param nanos time of each activity, in nanoseconds
  public synchronized void add(String role, String layer, String phase, Instant from, Instant to,
      long processorNanos, ToLongFunction<Activity> nanos) {
    Role times = roles.computeIfAbsent(role, name -> new Role(name, from));
    times.layers.computeIfAbsent(layer, _ -> new LinkedHashMap<>())
        .computeIfAbsent(phase, _ -> new Row(layer, phase)).add(processorNanos, nanos);
    times.last = to;
  }

  /// Adds a stop of all threads, to collect garbage. It is in the times of whatever was stopped.
  public synchronized void addPause(Duration pause) {
    pauses = pauses.plus(pause);
  }

  public synchronized double pauseSeconds() {
    return pauses.toNanos() * NANOS;
  }

  /// Says when the run ended.
  public synchronized void endAt(Instant instant) {
    end = instant;
  }

  /// From the start of the process to the end of the run.
  public synchronized double processSeconds() {
    return seconds(processStart, end);
  }

  /// The parties by name, then other roles.
  public synchronized List<Role> roles() {
    return roles.values().stream()
        .sorted(Comparator.comparing((Role role) -> !role.name.startsWith("party")).thenComparing(Role::name)).toList();
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() * NANOS;
  }
}
