package org.moiety.experiments.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/// What this process has cost so far.
///
/// @param wallSeconds since the JVM started
/// @param cpuSeconds of all threads
/// @param peakHeapMiB an upper bound: the sum of the heap pools' peaks, which need not be at one time, or the heap's limit where that is less
public record ProcessCosts(double wallSeconds, double cpuSeconds, double peakHeapMiB) {
  public static ProcessCosts now() {
    double cpu = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime() * 1e-9
        : Double.NaN;
    long peakBytes = ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isValid())
        .mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed()).sum();
    return new ProcessCosts(secondsSinceStart(), cpu, Math.min(peakBytes, Runtime.getRuntime().maxMemory()) / 0x1p20);
  }

  /// Since the JVM started.
  static double secondsSinceStart() {
    return ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3;
  }
}
