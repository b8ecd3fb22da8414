package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One role of a session as a process on this machine, run with `--json`.
final class RoleProcess implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final Path errors;
  private final @Nullable String address;
  private final List<JsonNode> lines = Collections.synchronizedList(new ArrayList<>());
  private final Thread reader;

  /// Waits until it listens, where it does.
  ///
  /// @param errors where its standard error goes
  RoleProcess(String name, Cli cli, List<String> words, Path errors) throws IOException {
    this.name = name;
    this.errors = errors;
    process = cli.start(words, errors);
    BufferedReader out = process.inputReader();
    String first = words.contains("--listen") ? out.readLine() : null;
    if (first == null) {
      address = null;
    } else {
      JsonNode listening = JSON.readTree(first);
      assertThat(listening.get("event").asText()).isEqualTo("listening");
      address = listening.get("host").asText() + ":" + listening.get("port").asInt();
    }
    reader = Thread.ofPlatform().daemon().start(() -> readAll(out));
  }

  private void readAll(BufferedReader from) {
    try (from) {
      for (String line; (line = from.readLine()) != null;) {
        lines.add(JSON.readTree(line));
        synchronized (lines) {
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      return; // the process was ended
    }
  }

  Process process() {
    return process;
  }

  /// Where it listens; null if it does not.
  @Nullable
  String address() {
    return address;
  }

  /// Waits until it has printed so many such objects.
  void await(String event, int count) throws InterruptedException, IOException {
    await(read -> read.stream().filter(line -> line.get("event").asText().equals(event)).count() >= count);
  }

  private void await(Predicate<List<JsonNode>> enough) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    synchronized (lines) {
      while (!enough.test(lines)) {
        assertThat(process.isAlive()).as("the %s, which said %s, is there", name, errorLines()).isTrue();
        assertThat(System.nanoTime()).as("the %s is as far as that", name).isLessThan(deadline);
        lines.wait(1000);
      }
    }
  }

  /// What it has printed so far, after where it listens.
  List<JsonNode> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /// The objects of an event that it has printed.
  List<JsonNode> printed(String event) {
    return lines().stream().filter(line -> line.get("event").asText().equals(event)).toList();
  }

  /// Waits for its end.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the " + name + " does not end");
    }
    reader.join();
    return process.exitValue();
  }

  List<String> errorLines() throws IOException {
    return Cli.errLines(errors);
  }

  /// The last object that it printed, which must be its summary.
  JsonNode summary() throws IOException, InterruptedException {
    assertThat(exitCode()).as("%s: %s", name, errorLines()).isZero();
    JsonNode last = lines.getLast();
    assertThat(last.get("event").asText()).isEqualTo("summary");
    return last;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
