package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.experiments.session.KeyFolder;
import org.moiety.triples.remote.SessionRole;

/// The three roles of a session as processes on this machine.
final class SessionProcesses implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Cli cli;
  private final List<String> common;
  private final Map<SessionRole, Cli> clis = new EnumMap<>(SessionRole.class);
  private final List<String> task = new ArrayList<>();
  private final Map<SessionRole, Process> processes = new EnumMap<>(SessionRole.class);
  private final Map<SessionRole, List<JsonNode>> lines = new EnumMap<>(SessionRole.class);
  private final Map<SessionRole, Thread> readers = new EnumMap<>(SessionRole.class);
  private final Map<SessionRole, String> addresses = new EnumMap<>(SessionRole.class);

  /// @param common options of all roles
  SessionProcesses(Path folder, Cli cli, List<String> common) {
    this.folder = folder;
    this.cli = cli;
    this.common = common;
  }

  /// Has one role run in another way.
  SessionProcesses with(SessionRole role, Cli other) {
    clis.put(role, other);
    return this;
  }

  /// Has the roles do something else than train.
  SessionProcesses doing(String other) {
    task.add(other);
    return this;
  }

  private static String name(SessionRole role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Fingerprint fingerprint(SessionRole role) {
    KeyFolder keys = new KeyFolder(folder.resolve("keys-" + name(role)));
    return (Files.exists(keys.folder()) ? keys.read() : keys.create()).fingerprint();
  }

  /// Dealer, model owner and data owner, in this order.
  SessionProcesses startAll(String... dataOwner) throws IOException {
    start(SessionRole.DEALER);
    start(SessionRole.MODEL_OWNER);
    start(SessionRole.DATA_OWNER, dataOwner);
    return this;
  }

  /// Starts a role, which listens for those that start later.
  void start(SessionRole role, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(role == SessionRole.DEALER ? "dealer" : "party"));
    words.addAll(task);
    if (role != SessionRole.DEALER) {
      words.addAll(List.of("--role", name(role)));
    }
    words.addAll(List.of("--json", "--quiet", "--keys", "keys-" + name(role)));
    fingerprint(role);
    for (SessionRole other : role.others()) {
      if (List.of(more).stream().noneMatch(("--" + name(other) + "-fingerprint")::equals)) {
        words.addAll(List.of("--" + name(other) + "-fingerprint", fingerprint(other).hex()));
      }
      if (addresses.containsKey(other)) {
        words.addAll(List.of("--" + name(other), addresses.get(other)));
      }
    }
    if (!addresses.keySet().containsAll(role.others())) {
      words.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    words.addAll(common);
    words.addAll(List.of(more));
    Process process = clis.getOrDefault(role, cli).start(words, errors(role));
    processes.put(role, process);
    List<JsonNode> read = Collections.synchronizedList(new ArrayList<>());
    lines.put(role, read);
    BufferedReader reader = process.inputReader();
    if (words.contains("--listen")) {
      String first = reader.readLine();
      if (first != null) {
        JsonNode listening = JSON.readTree(first);
        assertThat(listening.get("event").asText()).isEqualTo("listening");
        addresses.put(role, listening.get("host").asText() + ":" + listening.get("port").asInt());
      }
    }
    readers.put(role, Thread.ofPlatform().daemon().start(() -> readAll(reader, read)));
  }

  private static void readAll(BufferedReader from, List<JsonNode> into) {
    try (from) {
      for (String line; (line = from.readLine()) != null;) {
        into.add(JSON.readTree(line));
        synchronized (into) {
          into.notifyAll();
        }
      }
    } catch (IOException e) {
      return; // the process was ended
    }
  }

  private Path errors(SessionRole role) {
    return folder.resolve(name(role) + ".err");
  }

  Process process(SessionRole role) {
    return processes.get(role);
  }

  /// Waits until a role has printed such an object.
  void await(SessionRole role, String event) throws InterruptedException {
    await(role, event, 1);
  }

  /// Waits until a role has printed so many such objects.
  void await(SessionRole role, String event, int count) throws InterruptedException {
    await(role, read -> read.stream().filter(line -> line.get("event").asText().equals(event)).count() >= count);
  }

  private void await(SessionRole role, Predicate<List<JsonNode>> enough) throws InterruptedException {
    List<JsonNode> read = lines.get(role);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    synchronized (read) {
      while (!enough.test(read)) {
        assertThat(processes.get(role).isAlive()).isTrue();
        assertThat(System.nanoTime()).isLessThan(deadline);
        read.wait(1000);
      }
    }
  }

  /// What a role has printed so far, after where it listens.
  List<JsonNode> lines(SessionRole role) {
    List<JsonNode> read = lines.get(role);
    synchronized (read) {
      return List.copyOf(read);
    }
  }

  /// The objects of an event that a role has printed.
  List<JsonNode> printed(SessionRole role, String event) {
    List<JsonNode> read = lines.get(role);
    synchronized (read) {
      return read.stream().filter(line -> line.get("event").asText().equals(event)).toList();
    }
  }

  /// Waits for a role's end.
  int exitCode(SessionRole role) throws InterruptedException {
    if (!processes.get(role).waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the " + role.title() + " does not end");
    }
    readers.get(role).join();
    return processes.get(role).exitValue();
  }

  List<String> errorLines(SessionRole role) throws IOException {
    return Cli.errLines(errors(role));
  }

  /// The last object that a role printed, which must be its summary.
  JsonNode summary(SessionRole role) throws IOException, InterruptedException {
    assertThat(exitCode(role)).as("%s: %s", role.title(), errorLines(role)).isZero();
    JsonNode last = lines.get(role).getLast();
    assertThat(last.get("event").asText()).isEqualTo("summary");
    return last;
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
  }
}
