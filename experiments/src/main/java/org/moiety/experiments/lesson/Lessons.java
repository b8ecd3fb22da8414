package org.moiety.experiments.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.moiety.engine.kernel.Modulus;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.Transcript;

/// All lessons, in reading order.
public final class Lessons {
  private static final List<Lesson> ALL = List.of(new ShareLesson(), new FixedPointLesson(), new AddLesson(),
      new MultiplyLesson(), new MatmulLesson(), new ConvolutionLesson(), new ReuseLesson(), new TruncateLesson(),
      new ReluLesson(), new MacLesson(), new TrainLesson());

  private Lessons() {}

  public static List<Lesson> all() {
    return ALL;
  }

  /// @throws UsageException if there is none of that name
  public static Lesson named(String name) {
    return ALL.stream().filter(lesson -> lesson.name().equals(name)).findFirst()
        .orElseThrow(() -> new UsageException("lesson '" + name + "', expected one of "
            + ALL.stream().map(Lesson::name).collect(Collectors.joining(", "))));
  }

  /// Runs a whole lesson. Of steps that went on for a while it keeps the last word.
  ///
  /// @param inputs those that are not to have their defaults
  /// @throws UsageException if an input is wrong
  public static Transcript transcript(Lesson lesson, Map<String, String> inputs, long seed) {
    Arguments arguments = Arguments.of(lesson, inputs, seed);
    List<Step> steps = new ArrayList<>();
    Result result = lesson.run(arguments, step -> {
      if (step.progress() == null) {
        steps.add(step);
      }
    });
    return new Transcript(lesson.name(), lesson.title(), arguments.texts(), seed,
        arguments.modulus().value().toString(),
        !arguments.modulus().equals(Modulus.MOIETY), steps, result);
  }
}
