package org.moiety.experiments.lesson;

import java.util.List;
import java.util.function.Consumer;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;

/// One thing to understand, shown on the real engine.
public interface Lesson {
  /// A word, as on the command line.
  String name();

  String title();

  /// A few sentences before the first step.
  String intro();

  /// What the learner may choose, in the order in which it is shown.
  List<Input> inputs();

  /// Runs the lesson.
  ///
  /// @param steps told of each step when it is done
  /// @throws org.moiety.experiments.run.UsageException if inputs do not fit each other
  Result run(Arguments arguments, Consumer<Step> steps);
}
