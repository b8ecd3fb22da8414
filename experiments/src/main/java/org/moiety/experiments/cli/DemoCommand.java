package org.moiety.experiments.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.demo.DemoServer;
import org.moiety.experiments.demo.LessonEvents;
import org.moiety.experiments.lesson.Arguments;
import org.moiety.experiments.lesson.Input;
import org.moiety.experiments.lesson.Lesson;
import org.moiety.experiments.lesson.Lessons;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.terminal.Screen;
import org.moiety.experiments.transcript.terminal.Style;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moiety demo`.
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Lessons: see how a secret is split, used and put back together.",
        "Each runs the engine itself, all roles in this process, and shows step by step what both parties hold and what goes over the wire. Without a name: as a page for a browser on this machine. With a name: in the terminal.",
        ""},
    footerHeading = "%nExamples:%n",
    footer = {"  moiety demo --open", "  moiety demo --port 8000", "  moiety demo share",
        "  moiety demo multiply --small --set x=3 --set y=-4",
        "  moiety demo share --set image=photo.png", "  moiety demo mac --auto --json --seed 1"})
final class DemoCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65535;
  private static final String ERASE_LINE = "\r\u001b[K";

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A lesson, to be shown in the terminal.")
  private @Nullable String name;

  @Option(names = "--list", description = "Say which lessons there are.")
  private boolean list;

  @Option(names = "--json",
      description = "Print JSON objects, one on a line: lesson, each step, result; without a name, all lessons.")
  private boolean json;

  @ArgGroup(validate = false, heading = "%nThe page:%n")
  private PageOptions page = new PageOptions();

  @ArgGroup(validate = false, heading = "%nA lesson in the terminal:%n")
  private LessonOptions chosen = new LessonOptions();

  /// How the page is served.
  static final class PageOptions {
    @Option(names = "--port", paramLabel = "P",
        description = "Listen on this port of 127.0.0.1, so that links to lessons stay the same.%nDefault: any that is free.")
    private @Nullable Integer port;

    @Option(names = "--open", description = "Open the page in a browser.")
    private boolean open;

    private boolean isGiven() {
      return port != null || open;
    }
  }

  /// How a lesson runs.
  static final class LessonOptions {
    @Option(names = "--set", paramLabel = "INPUT=VALUE",
        description = "Chooses an input of the lesson; may be repeated. An image may be a file.")
    private Map<String, String> inputs = new LinkedHashMap<>();

    @Option(names = "--small",
        description = "A small prime, so that one can check by hand; --set prime=P chooses which.")
    private boolean small;

    @Option(names = "--auto", description = "Do not wait for Enter after each step.")
    private boolean auto;

    @Option(names = "--seed", paramLabel = "S",
        description = "The same random numbers each time.%nDefault: others each time.")
    private @Nullable Long seed;

    private boolean isGiven() {
      return !inputs.isEmpty() || small || auto || seed != null;
    }
  }

  @Override
  public Integer call() {
    PrintStream out = Terminal.utf8Out();
    if (name == null) {
      if (chosen.isGiven()) {
        throw new UsageException("--set, --small, --auto and --seed need the name of a lesson (moiety demo --list)");
      }
      if (list || json) {
        list(out);
      } else {
        servePage(out);
      }
      return 0;
    }
    if (page.isGiven() || list) {
      throw new UsageException("--port, --open and --list go without the name of a lesson");
    }
    Lesson lesson = Lessons.named(name);
    Map<String, String> given = new LinkedHashMap<>(chosen.inputs);
    if (chosen.small) {
      requireSmall(lesson);
      given.putIfAbsent("prime", "small");
    }
    DemoPicture.replaceFiles(lesson, given);
    Arguments arguments = Arguments.of(lesson, given,
        chosen.seed == null ? Seed.random().number("demo") >>> 44 : chosen.seed);
    Result result = json ? inJson(lesson, arguments, out) : inText(lesson, arguments, out);
    return result.outcome() == Result.Outcome.DIFFERS ? Failure.INTERNAL : 0;
  }

  private void list(PrintStream out) {
    if (json) {
      JsonLines lines = new JsonLines(out);
      Lessons.all().forEach(lesson -> lines.print(LessonEvents.lesson(lesson)));
      return;
    }
    out.println("Lessons, in reading order:");
    for (Lesson lesson : Lessons.all()) {
      out.printf("  %-12s  %s%n", lesson.name(), lesson.title());
    }
    out.println("Start with: moiety demo share");
  }

  private static void requireSmall(Lesson lesson) {
    if (lesson.inputs().stream().noneMatch(input -> input.type() == Input.Type.PRIME)) {
      throw new UsageException("lesson " + lesson.name() + " has no small prime: a network does not fit into one");
    }
  }

  /// Until the process is ended.
  private void servePage(PrintStream out) {
    int port = page.port == null ? 0 : page.port;
    if (port < 0 || port > MAX_PORT) {
      throw new UsageException("--port " + port + ", expected 0 to " + MAX_PORT);
    }
    try (DemoServer server = DemoServer.start(port)) {
      out.println("Lessons: " + server.address());
      System.err.println("Open this address in a browser on this machine. Ctrl-C ends it.");
      if (page.open && !WebBrowser.open(server.address())) {
        System.err.println("moiety: no browser could be started");
      }
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Result inJson(Lesson lesson, Arguments arguments, PrintStream out) {
    JsonLines lines = new JsonLines(out);
    lines.print(LessonEvents.start(lesson, arguments));
    Result result = lesson.run(arguments, step -> lines.print(LessonEvents.step(step)));
    lines.print(LessonEvents.result(result));
    return result;
  }

  private Result inText(Lesson lesson, Arguments arguments, PrintStream out) {
    boolean tty = Terminal.outHasColours();
    Screen screen = new Screen(Terminal.columns(), new Style(tty));
    boolean[] begun = {false};
    BufferedReader keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Result result;
    try {
      result = lesson.run(arguments, step -> {
        if (!begun[0]) { // wrong inputs are told before
          begun[0] = true;
          print(out, screen.heading("Lesson " + lesson.name() + ": " + lesson.title(), lesson.intro()));
          print(out, screen.heading("Inputs (--set NAME=VALUE)", inputs(lesson, arguments)));
        }
        String progress = step.progress();
        if (progress != null) {
          out.print(tty ? ERASE_LINE + progress : progress + "\n");
          out.flush();
          return;
        }
        out.print(tty && step.number() == 1 ? ERASE_LINE : "");
        print(out, screen.step(step));
        await(keys);
      });
    } catch (Stopped e) {
      return new Result(Result.Outcome.AGREES, "", null, null);
    }
    print(out, screen.result(result));
    return result;
  }

  private static String inputs(Lesson lesson, Arguments arguments) {
    return lesson.inputs().stream().map(input -> input.name() + "=" + shortened(arguments.texts().get(input.name())))
        .collect(Collectors.joining("  ")) + "  seed " + arguments.number();
  }

  private static String shortened(@Nullable String text) {
    return text == null || text.length() <= 24 ? String.valueOf(text) : text.substring(0, 20) + "...";
  }

  private static void print(PrintStream out, List<String> lines) {
    lines.forEach(out::println);
  }

  /// The learner has had enough.
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Waits for Enter, unless there is nobody.
  private void await(BufferedReader keys) {
    if (chosen.auto) {
      return;
    }
    System.err.print("\n[Enter: next step, q: stop] ");
    System.err.flush();
    try {
      String line = keys.readLine();
      if (line == null) {
        chosen.auto = true;
        System.err.println();
      } else if (line.strip().equalsIgnoreCase("q")) {
        throw new Stopped();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
