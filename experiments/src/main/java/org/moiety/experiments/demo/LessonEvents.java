package org.moiety.experiments.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moiety.experiments.lesson.Arguments;
import org.moiety.experiments.lesson.Lesson;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.TranscriptJson;

/// A lesson as JSON objects: the same for scripts and for the page.
public final class LessonEvents {
  private LessonEvents() {}

  /// What a lesson is, and what the learner may choose.
  public static ObjectNode lesson(Lesson lesson) {
    ObjectNode object = JsonLines.event("lesson").put("lesson", lesson.name()).put("title", lesson.title()).put("intro",
        lesson.intro());
    ArrayNode array = object.putArray("inputs");
    lesson.inputs().forEach(input -> array.add(TranscriptJson.of(input)));
    return object;
  }

  /// A lesson that begins.
  public static ObjectNode start(Lesson lesson, Arguments arguments) {
    ObjectNode object = lesson(lesson).put("seed", arguments.number())
        .put("prime", arguments.modulus().value().toString()).put("small", arguments.small());
    ObjectNode values = object.putObject("values");
    arguments.texts().forEach(values::put);
    return object;
  }

  public static ObjectNode step(Step step) {
    return JsonLines.event("step").setAll(TranscriptJson.of(step));
  }

  public static ObjectNode result(Result result) {
    return JsonLines.event("result").setAll(TranscriptJson.of(result));
  }

  /// A lesson that does not begin, or does not end.
  static ObjectNode error(String text) {
    return JsonLines.event("error").put("text", text);
  }
}
