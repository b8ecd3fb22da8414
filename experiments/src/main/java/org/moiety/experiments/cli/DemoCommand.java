package org.moiety.experiments.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.lesson.Arguments;
import org.moiety.experiments.lesson.Lesson;
import org.moiety.experiments.lesson.Lessons;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.TranscriptJson;
import org.moiety.experiments.transcript.terminal.Screen;
import org.moiety.experiments.transcript.terminal.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moiety demo`.
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Lessons: see how a secret is split, used and put back together.",
        "Each runs the engine itself, all roles in this process, and shows step by step what both parties hold and what goes over the wire. Without a name: which lessons there are.",
        ""},
    footerHeading = "%nExamples:%n",
    footer = {"  moiety demo share", "  moiety demo multiply --small --set x=3 --set y=-4",
        "  moiety demo share --set image=photo.png", "  moiety demo mac --auto --json --seed 1"})
final class DemoCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A lesson.")
  private @Nullable String name;

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

  @Option(names = "--json", description = "Print JSON objects, one on a line: lesson, each step, result.")
  private boolean json;

  @Override
  public Integer call() {
    PrintStream out = Terminal.utf8Out();
    if (name == null) {
      list(out);
      return 0;
    }
    Lesson lesson = Lessons.named(name);
    Map<String, String> given = new LinkedHashMap<>(inputs);
    if (small) {
      given.putIfAbsent("prime", "small");
    }
    DemoPicture.replaceFiles(lesson, given);
    Arguments arguments = Arguments.of(lesson, given, seed == null ? Seed.random().number("demo") >>> 44 : seed);
    Result result = json ? inJson(lesson, arguments, out) : inText(lesson, arguments, out);
    return result.outcome() == Result.Outcome.DIFFERS ? Failure.INTERNAL : 0;
  }

  private void list(PrintStream out) {
    if (json) {
      JsonLines lines = new JsonLines(out);
      for (Lesson lesson : Lessons.all()) {
        lines.print(described(lesson));
      }
      return;
    }
    out.println("Lessons, in reading order:");
    for (Lesson lesson : Lessons.all()) {
      out.printf("  %-12s  %s%n", lesson.name(), lesson.title());
    }
    out.println("Start with: moiety demo share");
  }

  private static ObjectNode described(Lesson lesson) {
    ObjectNode object = JsonLines.event("lesson").put("lesson", lesson.name()).put("title", lesson.title()).put("intro",
        lesson.intro());
    ArrayNode array = object.putArray("inputs");
    lesson.inputs().forEach(input -> array.add(TranscriptJson.of(input)));
    return object;
  }

  private static Result inJson(Lesson lesson, Arguments arguments, PrintStream out) {
    JsonLines lines = new JsonLines(out);
    ObjectNode start = described(lesson).put("seed", arguments.number())
        .put("prime", arguments.modulus().value().toString()).put("small", arguments.small());
    ObjectNode values = start.putObject("values");
    arguments.texts().forEach(values::put);
    lines.print(start);
    Result result = lesson.run(arguments, step -> lines.print(JsonLines.event("step").setAll(TranscriptJson.of(step))));
    lines.print(JsonLines.event("result").setAll(TranscriptJson.of(result)));
    return result;
  }

  private Result inText(Lesson lesson, Arguments arguments, PrintStream out) {
    Screen screen = new Screen(Terminal.columns(), new Style(Terminal.outHasColours()));
    print(out, screen.heading("Lesson " + lesson.name() + ": " + lesson.title(), lesson.intro()));
    print(out, screen.heading("Inputs (--set NAME=VALUE)", lesson.inputs().stream()
        .map(input -> input.name() + "=" + shortened(arguments.texts().get(input.name())))
        .collect(Collectors.joining("  ")) + "  seed " + arguments.number()));
    BufferedReader keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Result result;
    try {
      result = lesson.run(arguments, step -> {
        print(out, screen.step(step));
        await(keys);
      });
    } catch (Stopped e) {
      return new Result(Result.Outcome.AGREES, "", null, null);
    }
    print(out, screen.result(result));
    return result;
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
    if (auto) {
      return;
    }
    System.err.print("\n[Enter: next step, q: stop] ");
    System.err.flush();
    try {
      String line = keys.readLine();
      if (line == null) {
        auto = true;
        System.err.println();
      } else if (line.strip().equalsIgnoreCase("q")) {
        throw new Stopped();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
