package org.moiety.experiments.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.experiments.session.KeyFolder;
import org.moiety.triples.remote.SessionRole;

/// The three roles of a session as processes on this machine.
final class SessionProcesses implements AutoCloseable {
  private final Path folder;
  private final Cli cli;
  private final List<String> common;
  private final Map<SessionRole, Cli> clis = new EnumMap<>(SessionRole.class);
  private final List<String> task = new ArrayList<>();
  private final Map<SessionRole, RoleProcess> processes = new EnumMap<>(SessionRole.class);
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
    RoleProcess process = new RoleProcess(role.title(), clis.getOrDefault(role, cli), words, errors(role));
    processes.put(role, process);
    if (process.address() != null) {
      addresses.put(role, process.address());
    }
  }

  private Path errors(SessionRole role) {
    return folder.resolve(name(role) + ".err");
  }

  Process process(SessionRole role) {
    return processes.get(role).process();
  }

  /// Waits until a role has printed such an object.
  void await(SessionRole role, String event) throws InterruptedException, IOException {
    await(role, event, 1);
  }

  /// Waits until a role has printed so many such objects.
  void await(SessionRole role, String event, int count) throws InterruptedException, IOException {
    processes.get(role).await(event, count);
  }

  /// What a role has printed so far, after where it listens.
  List<JsonNode> lines(SessionRole role) {
    return processes.get(role).lines();
  }

  /// The objects of an event that a role has printed.
  List<JsonNode> printed(SessionRole role, String event) {
    return processes.get(role).printed(event);
  }

  /// Waits for a role's end.
  int exitCode(SessionRole role) throws InterruptedException {
    return processes.get(role).exitCode();
  }

  List<String> errorLines(SessionRole role) throws IOException {
    return processes.get(role).errorLines();
  }

  /// The last object that a role printed, which must be its summary.
  JsonNode summary(SessionRole role) throws IOException, InterruptedException {
    return processes.get(role).summary();
  }

  @Override
  public void close() {
    processes.values().forEach(RoleProcess::close);
  }
}
