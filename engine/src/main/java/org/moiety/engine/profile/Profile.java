package org.moiety.engine.profile;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells the Flight Recorder what the current role is doing: one [WorkEvent] for each stay in a layer's phase.
///
/// A role's clock belongs to the thread that runs the role's program. That thread takes the first part of whatever [org.moiety.engine] splits among
/// workers, and parts are alike; so its time tells how all of it splits. On other threads nothing is measured.
///
/// An activity is bracketed by `try (Profile.Span _ = Profile.on(Activity.PRODUCT))`. Inside another bracket it takes over: time counts once.
public final class Profile {
  private static final ScopedValue<RoleClock> CLOCK = ScopedValue.newInstance();

  private Profile() {}

  /// The end of a bracket.
  @FunctionalInterface
  public interface Span extends AutoCloseable {
    @Override
    void close();
  }

  /// Runs a role's program on this thread, under a name.
  public static <T extends @Nullable Object> T in(String role, Supplier<T> program) {
    RoleClock clock = new RoleClock(role);
    clock.enter("", "START");
    try {
      return ScopedValue.where(CLOCK, clock).call(program::get);
    } finally {
      clock.end();
    }
  }

  /// Says where the role's program is from now on.
  ///
  /// @param phase in capitals, as an enum constant
  public static void enter(String layer, String phase) {
    current().enter(layer, phase);
  }

  /// Whatever the role enters until the span ends is a test, whose phase is `test` whatever it would be otherwise.
  public static Span testing() {
    return current().testing();
  }

  /// What the role does until the span ends.
  public static Span on(Activity activity) {
    return current().start(activity);
  }

  private static RoleClock current() {
    return CLOCK.orElse(RoleClock.NONE);
  }
}
