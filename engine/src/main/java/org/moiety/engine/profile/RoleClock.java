package org.moiety.engine.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One role's time since it entered the current layer and phase, by activity. For the role's own thread.
final class RoleClock {
  private static final Activity[] ACTIVITIES = Activity.values();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Profile.Span NOTHING = () -> {
  };

  /// Never enters anything, so that any thread may ask it.
  static final RoleClock NONE = new RoleClock("");

  private final String role;
  private final long[] nanos = new long[ACTIVITIES.length];
  /// By what they return to: brackets allocate nothing.
  private final Profile.Span[] back = new Profile.Span[ACTIVITIES.length];
  /// Null while nothing records.
  private @Nullable WorkEvent event;
  private Activity current = Activity.OTHER;
  private long sinceNanos;
  private long processorNanos;
  private boolean testing;

  RoleClock(String role) {
    this.role = role;
    for (Activity activity : ACTIVITIES) {
      back[activity.ordinal()] = () -> change(activity);
    }
  }

  void enter(String layer, String phase) {
    if (this == NONE) {
      return;
    }
    boolean recorded = event != null;
    end();
    WorkEvent next = new WorkEvent();
    if (next.isEnabled()) {
      next.role = role;
      next.layer = layer;
      next.phase = testing ? "test" : phase.toLowerCase(Locale.ROOT);
      Arrays.fill(nanos, 0);
      current = Activity.OTHER;
      if (!recorded) { // else on from where the last place ended: the times of a role have no gaps
        processorNanos = THREADS.getCurrentThreadCpuTime();
        sinceNanos = System.nanoTime();
      }
      next.begin();
      event = next;
    }
  }

  /// Leaves the current place.
  void end() {
    WorkEvent last = event;
    if (last != null) {
      change(Activity.OTHER);
      last.end();
      last.product = nanos(Activity.PRODUCT);
      last.elementWise = nanos(Activity.ELEMENT_WISE);
      last.generator = nanos(Activity.GENERATOR);
      last.packing = nanos(Activity.PACKING);
      last.waitingForPeer = nanos(Activity.PEER);
      last.waitingForDealer = nanos(Activity.DEALER);
      last.other = nanos(Activity.OTHER);
      long now = THREADS.getCurrentThreadCpuTime();
      last.processor = now - processorNanos;
      processorNanos = now;
      last.commit();
      event = null;
    }
  }

  private long nanos(Activity activity) {
    return nanos[activity.ordinal()];
  }

  Profile.Span testing() {
    if (this == NONE) {
      return NOTHING;
    }
    testing = true;
    return () -> testing = false;
  }

  Profile.Span start(Activity activity) {
    if (event == null) {
      return NOTHING;
    }
    Profile.Span end = back[current.ordinal()];
    change(activity);
    return end;
  }

  private void change(Activity next) {
    if (event != null) {
      long now = System.nanoTime();
      nanos[current.ordinal()] += now - sinceNanos;
      sinceNanos = now;
      current = next;
    }
  }
}
