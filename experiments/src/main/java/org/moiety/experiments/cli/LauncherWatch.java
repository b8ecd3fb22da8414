package org.moiety.experiments.cli;

/// Ends this JVM when the one that started it, for `java -jar` or for an experiment, is gone, even if that one was killed outright.
final class LauncherWatch {
  private static final String LAUNCHER_PID = "moiety.launcher.pid";
  private static final int EXIT_TERMINATED = 143;

  private LauncherWatch() {}

  static void start() {
    Long pid = Long.getLong(LAUNCHER_PID);
    if (pid != null) {
      ProcessHandle.of(pid).ifPresentOrElse(LauncherWatch::follow, () -> System.exit(EXIT_TERMINATED));
    }
  }

  private static void follow(ProcessHandle launcher) {
    var _ = launcher.onExit().thenRun(() -> System.exit(EXIT_TERMINATED));
  }
}
