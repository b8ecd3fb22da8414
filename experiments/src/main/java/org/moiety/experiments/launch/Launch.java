package org.moiety.experiments.launch;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the command line on a JVM that has the Vector API: this one, or else a JDK 25 that it finds and starts.
///
/// A JAR's manifest cannot ask for a module, so `java -jar` alone never has this one. The second JVM shares the
/// standard streams with this one, which waits for it, ends it when it is itself told to end, and returns its exit code.
public final class Launch {
  private static final String MAIN_CLASS = "org.moiety.experiments.cli.Main";
  private static final String OPTIONS = "jvm.options";
  /// Tells the second JVM which process to follow, and that there must be no third.
  private static final String LAUNCHER_PID = "moiety.launcher.pid";
  private static final int EXIT_USAGE = 2;
  private static final long GRACE_MILLIS = 1500;

  private Launch() {}

  public static void main(String[] args) throws Exception {
    if (canRunHere()) {
      Class.forName(MAIN_CLASS).getMethod("main", String[].class).invoke(null, (Object) args);
      return;
    }
    File home = System.getProperty(LAUNCHER_PID) == null ? LaunchJdks.find() : null;
    if (home == null) {
      System.err.println("moiety: needs a JDK " + LaunchJdks.TESTED_FEATURE
          + " with the module " + LaunchJdks.MODULE + "; install one (Temurin " + LaunchJdks.TESTED_FEATURE
          + ", say) and name its folder in JAVA" + LaunchJdks.TESTED_FEATURE + "_HOME");
      System.exit(EXIT_USAGE);
    }
    System.exit(runOn(home, args));
  }

  private static boolean canRunHere() {
    if (LaunchJdks.feature(System.getProperty("java.specification.version")) < LaunchJdks.TESTED_FEATURE) {
      return false;
    }
    try {
      Class.forName("jdk.incubator.vector.LongVector");
      return true;
    } catch (ClassNotFoundException moduleNotAdded) {
      return false;
    }
  }

  private static int runOn(File home, String[] args) throws Exception {
    Process child = new ProcessBuilder(command(home, args)).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child), "moiety-launch-end"));
    return child.waitFor();
  }

  private static List<String> command(File home, String[] args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(new File(new File(home, "bin"), "java").getPath());
    command.addAll(options());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    String pid = ManagementFactory.getRuntimeMXBean().getName().replaceFirst("@.*", "");
    command.add("-D" + LAUNCHER_PID + "=" + pid);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN_CLASS);
    command.addAll(Arrays.asList(args));
    return command;
  }

  private static List<String> options() throws IOException {
    List<String> options = new ArrayList<>();
    try (InputStream in = Launch.class.getResourceAsStream(OPTIONS);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("-")) {
          options.add(line);
        }
      }
    }
    return options;
  }

  private static void end(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
