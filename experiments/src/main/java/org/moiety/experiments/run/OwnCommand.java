package org.moiety.experiments.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Commands of this program in JVMs of their own.
public final class OwnCommand {
  /// A command ends when the process of this number is gone, even if that was killed outright.
  private static final String LAUNCHER_PID = "moiety.launcher.pid";
  private static final List<String> NOT_INHERITED = List.of("-agentlib", "-XX:StartFlightRecording",
      "-D" + LAUNCHER_PID);

  private OwnCommand() {}

  /// What starts a command with this JVM's options. It ends with this JVM.
  public static List<String> line(List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> NOT_INHERITED.stream().noneMatch(option::startsWith)).forEach(words::add);
    words.add("-D" + LAUNCHER_PID + "=" + ProcessHandle.current().pid());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.moiety.experiments.cli.Main"));
    words.addAll(arguments);
    return words;
  }
}
