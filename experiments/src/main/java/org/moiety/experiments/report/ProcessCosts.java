package org.moiety.experiments.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.stream.Stream;

/// What this process has cost so far, or what its last command has, where it runs several.
///
/// @param wallSeconds since the JVM or the command started
/// @param cpuSeconds of all threads
/// @param peakHeapMiB an upper bound: the sum of the heap pools' peaks, which need not be at one time, or the heap's limit where that is less
public record ProcessCosts(double wallSeconds, double cpuSeconds, double peakHeapMiB) {
  /// Where the command started.
  private static volatile Start start = new Start(0, 0);

  private record Start(double uptime, double cpu) {}

  public static ProcessCosts now() {
    long peakBytes = heapPools().mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed()).sum();
    return new ProcessCosts(secondsSinceStart(), processCpuSeconds() - start.cpu,
        Math.min(peakBytes, Runtime.getRuntime().maxMemory()) / 0x1p20);
  }

  /// Another command starts in this process.
  public static void startAgain() {
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    start = new Start(uptime(), processCpuSeconds());
  }

  /// Since the JVM or the command started.
  static double secondsSinceStart() {
    return uptime() - start.uptime;
  }

  private static double uptime() {
    return ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3;
  }

  private static double processCpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime() * 1e-9
        : Double.NaN;
  }

  private static Stream<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isValid());
  }
}
