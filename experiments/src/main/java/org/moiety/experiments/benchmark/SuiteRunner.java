package org.moiety.experiments.benchmark;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs benchmarks one after the other, each in JVMs of its own, which take this one's options and the Vector API.
///
/// When this JVM is told to end, the forked one is ended first; it leaves no files.
public final class SuiteRunner {
  private static final double NANOS_PER_SECOND = 1e9;

  /// Told of progress, on the caller's thread.
  public interface Listener {
    void starting(BenchmarkCase each);

    void done(BenchmarkResult result);
  }

  private final boolean quick;
  private final Map<String, Double> calibrated = new HashMap<>();

  /// @param quick whether to measure for a glance only
  public SuiteRunner(boolean quick) {
    this.quick = quick;
  }

  /// @throws IllegalStateException if a benchmark fails; its cause has what JMH printed
  public void run(List<BenchmarkCase> cases, Listener listener) {
    System.setProperty("jmh.ignoreLock", "true"); // JMH would leave its lock file behind
    Runtime.getRuntime().addShutdownHook(new Thread(SuiteRunner::endForks, "moiety-bench-end"));
    try {
      for (BenchmarkCase each : cases) {
        listener.starting(each);
        BenchmarkResult result = run(each);
        if (each.comparison() == null) {
          calibrated.put(each.name(), result.best());
        }
        listener.done(result);
      }
    } finally {
      endForks();
    }
  }

  private static void endForks() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  private BenchmarkResult run(BenchmarkCase each) {
    Effort effort = Effort.of(each, quick);
    Transcript transcript = new Transcript();
    ChainedOptionsBuilder options = new OptionsBuilder().include("^" + Pattern.quote(each.method()) + "$")
        .forks(effort.forks()).warmupIterations(effort.warmUps()).warmupTime(time(effort.warmUp()))
        .measurementIterations(effort.iterations()).measurementTime(time(effort.iteration())).shouldFailOnError(true)
        .jvmArgsAppend("--add-modules=jdk.incubator.vector");
    each.settings().forEach(options::param);
    if (each.comparison() != null) {
      options.param("threads", Integer.toString(each.threads()));
    }
    if (each.work() != null) {
      options.addProfiler(GCProfiler.class);
    }
    try {
      Collection<RunResult> results = new Runner(options.build(), transcript).run();
      return result(each, results.iterator().next());
    } catch (RunnerException e) {
      throw new IllegalStateException("benchmark " + each.name() + " failed: " + transcript.firstError(),
          new IllegalStateException(transcript.text(), e));
    }
  }

  private static TimeValue time(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }

  private BenchmarkResult result(BenchmarkCase each, RunResult run) {
    double[] seconds = run.getBenchmarkResults().stream().flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore() / NANOS_PER_SECOND).sorted().toArray();
    double median = (seconds[seconds.length / 2] + seconds[(seconds.length - 1) / 2]) / 2;
    double best = each.score(seconds[0]);
    double worst = each.score(seconds[seconds.length - 1]);
    Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
    return new BenchmarkResult(each, each.score(median), Math.abs(best - worst) / 2, best, ratio(each, seconds[0]),
        allocated == null ? Double.NaN : allocated.getScore());
  }

  private double ratio(BenchmarkCase each, double seconds) {
    Comparison comparison = each.comparison();
    return comparison == null
        ? Double.NaN
        : comparison.amount() / seconds / calibrated.getOrDefault(comparison.calibration(), Double.NaN);
  }
}
