package org.moiety.experiments.experiment.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a report was made on.
///
/// @param processor model
/// @param processors that this JVM may use
/// @param heapBytes limit of each run's heap
record Machine(String processor, int processors, long memoryBytes, long heapBytes, String system, String jdk) {
  private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path LINUX_NAME = Path.of("/etc/os-release");
  private static final double GIB = 1L << 30;

  static Machine here() {
    long memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
    return new Machine(processorModel(), Runtime.getRuntime().availableProcessors(), memory,
        Runtime.getRuntime().maxMemory(), systemName(),
        property("java.vm.name") + " " + property("java.vm.version") + ", " + property("java.vendor"));
  }

  /// Bytes as people write them.
  static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String processorModel() {
    String model = values(LINUX_PROCESSORS, ":").get("model name");
    return (model == null ? macModel() : model) + " (" + property("os.arch") + ")";
  }

  private static String systemName() {
    String kernel = property("os.name") + " " + property("os.version");
    String name = values(LINUX_NAME, "=").get("PRETTY_NAME");
    return name == null ? kernel : name.replace("\"", "") + ", " + kernel;
  }

  /// Lines of a system's file, `name SEPARATOR value`; none if there is no such file.
  private static Map<String, String> values(Path file, String separator) {
    Map<String, String> values = new TreeMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines.map(line -> line.split(separator, 2)).filter(words -> words.length == 2)
          .forEach(words -> values.putIfAbsent(words[0].strip(), words[1].strip()));
    } catch (IOException e) {
      return Map.of();
    }
    return values;
  }

  private static String macModel() {
    try {
      Process process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
      String model = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return model.isEmpty() ? "unknown" : model;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
