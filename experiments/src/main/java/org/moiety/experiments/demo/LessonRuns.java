package org.moiety.experiments.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.EncodingException;
import org.moiety.engine.fixed.HeadroomException;
import org.moiety.experiments.lesson.Arguments;
import org.moiety.experiments.lesson.Lesson;
import org.moiety.experiments.lesson.Lessons;
import org.moiety.experiments.run.UsageException;

/// Runs the lesson that an address names, `/lessons/NAME?seed=1&x=3`, and sends its events as they come: few lessons at a time, none for ever, and for one `page` only what it asked for last.
final class LessonRuns implements HttpHandler, AutoCloseable {
  static final String PATH = "/lessons/";
  private static final int AT_A_TIME = 2;
  private static final int WAITING = 8;
  private static final long MAX_SECONDS = 300;

  private final ThreadPoolExecutor runs = new ThreadPoolExecutor(AT_A_TIME, AT_A_TIME, 0, TimeUnit.SECONDS,
      new ArrayBlockingQueue<>(WAITING), Thread.ofPlatform().daemon().name("moiety-lesson-", 0).factory());
  private final Map<String, Future<?>> lastOfPage = new ConcurrentHashMap<>();

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring(PATH.length());
    if (Lessons.all().stream().noneMatch(lesson -> lesson.name().equals(name))) {
      Responses.refuse(exchange, 404, "there is no such lesson");
      return;
    }
    Responses.secure(exchange);
    exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    String query = exchange.getRequestURI().getRawQuery();
    try (EventStream out = new EventStream(exchange.getResponseBody())) {
      try {
        Map<String, String> given = parsed(query == null ? "" : query);
        String page = given.getOrDefault("page", "");
        given.remove("page");
        end(lastOfPage.remove(page));
        await(page, () -> run(Lessons.named(name), given, out), out);
      } catch (UsageException e) {
        tell(out, String.valueOf(e.getMessage()));
      }
    }
  }

  private void end(@Nullable Future<?> old) {
    if (old != null) {
      old.cancel(true);
      runs.purge();
    }
  }

  private void await(String page, Runnable lesson, EventStream out) {
    Future<?> run;
    try {
      run = runs.submit(lesson);
    } catch (RejectedExecutionException e) {
      tell(out, "too many lessons run at once: try again in a moment");
      return;
    }
    if (!page.isEmpty()) {
      lastOfPage.put(page, run);
    }
    try {
      run.get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (CancellationException e) {
      // the page asked for something else
    } catch (TimeoutException e) {
      tell(out, "this lesson took longer than " + MAX_SECONDS + " seconds and was ended");
    } catch (ExecutionException e) {
      if (!out.isClosed()) {
        String what = "internal error, please report it: " + e.getCause();
        System.err.println("moiety: " + what.replaceAll("\\R+", " "));
        tell(out, what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      run.cancel(true);
      lastOfPage.remove(page, run);
    }
  }

  private static void run(Lesson lesson, Map<String, String> given, EventStream out) {
    try {
      long seed = seed(given.getOrDefault("seed", ""));
      given.remove("seed");
      Arguments arguments = Arguments.of(lesson, given, seed);
      out.send(LessonEvents.start(lesson, arguments));
      out.send(LessonEvents.result(lesson.run(arguments, step -> out.send(LessonEvents.step(step)))));
    } catch (UsageException | EncodingException | HeadroomException e) {
      tell(out, String.valueOf(e.getMessage()));
    }
  }

  private static void tell(EventStream out, String text) {
    if (!out.isClosed()) {
      out.send(LessonEvents.error(text));
    }
  }

  private static Map<String, String> parsed(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : query.isEmpty() ? new String[0] : query.split("&")) {
      int equals = part.indexOf('=');
      if (equals < 0 || values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1))) != null) {
        throw new UsageException("expected inputs as name=value, each once");
      }
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UsageException("expected an address whose %-signs are followed by two hexadecimal digits");
    }
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UsageException("seed='" + text + "', expected a whole number");
    }
  }

  @Override
  public void close() {
    runs.shutdownNow();
  }
}
