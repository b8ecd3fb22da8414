package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.benchmark.BenchmarkCase;
import org.moiety.experiments.benchmark.BenchmarkResult;
import org.moiety.experiments.benchmark.Suite;
import org.moiety.experiments.benchmark.SuiteRunner;
import org.moiety.experiments.report.BenchmarkReport;
import org.moiety.experiments.report.BenchmarkTable;
import org.moiety.experiments.report.Growth;
import org.moiety.experiments.report.GrowthPlot;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.report.Progress;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.file.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moiety bench`.
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Measures this machine, and how near to its limits Moiety runs.",
        "Each benchmark runs in JVMs of its own. The score is the median of short measurements, the error half the "
            + "distance between the slowest and the fastest; the ratio compares the fastest with that of a calibration "
            + "in the same run, on one thread: multiply-adds in registers, a copy in memory, AES-CTR.",
        ""},
    footerHeading = "%nExamples:%n", footer = {"  moiety bench --quick",
        "  moiety bench product --threads 2",
        "  moiety bench --quick element.multiply generator --json",
        "  moiety bench growth --plot growth.svg"})
final class BenchCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 1024;

  @Parameters(paramLabel = "NAME", arity = "0..*",
      description = "What to run: calibration, product, element, generator, training, growth, or one "
          + "benchmark such as product.field.%nDefault: all but growth, twenty minutes.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--quick",
      description = "Short measurements, three seconds each; without NAME of a selection, together less than a minute.")
  private boolean quick;

  @Option(names = "--threads", paramLabel = "N",
      description = "Threads of what is measured.%nDefault: 1; of training both 1 and 2.")
  private @Nullable Integer threads;

  @Option(names = "--plot", paramLabel = "FILE.svg",
      description = "Draw the times of growth against multiply-adds plus values.")
  private @Nullable Path plot;

  @Mixin
  private OutputOptions output;

  @Override
  public Integer call() {
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw new UsageException("--threads " + threads + ", expected 1 to " + MAX_THREADS);
    }
    List<BenchmarkCase> cases = new Suite(threads).select(names, quick);
    Path picture = plot;
    if (picture != null) {
      if (cases.stream().noneMatch(each -> each.group().equals(Suite.GROWTH))) {
        throw new UsageException("--plot draws growth, which is not among what is to run: moiety bench growth --plot "
            + picture);
      }
      AtomicFile.check(picture);
    }
    List<BenchmarkResult> results = run(cases);
    Growth growth = Growth.of(results);
    if (!output.json()) {
      growth.print(System.out);
    }
    if (picture != null) {
      AtomicFile.write(picture, GrowthPlot.svg(growth));
    }
    return 0;
  }

  private List<BenchmarkResult> run(List<BenchmarkCase> cases) {
    List<BenchmarkResult> results = new ArrayList<>();
    Progress progress = new Progress(System.err, Terminal.errMovesCursor());
    BenchmarkTable table = new BenchmarkTable(cases, System.out);
    JsonLines lines = new JsonLines(Terminal.utf8Out());
    if (!output.json()) {
      table.printHead();
    }
    new SuiteRunner(quick).run(cases, new SuiteRunner.Listener() {
      private int started;

      @Override
      public void starting(BenchmarkCase each) {
        started++;
        if (!output.quiet()) {
          progress.benchmark(started, cases.size(), each);
        }
      }

      @Override
      public void done(BenchmarkResult result) {
        progress.erase();
        results.add(result);
        if (output.json()) {
          lines.print(BenchmarkReport.result(result));
        } else {
          table.print(result);
        }
      }
    });
    return results;
  }
}
