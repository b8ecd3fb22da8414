package org.moiety.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moiety.experiments.session.KeyFolder;

/// All roles of a training with three data owners as processes on this machine. The model owner and the dealer listen, and know the data owners by a configuration.
final class HubProcesses implements AutoCloseable {
  static final int DATA_OWNERS = 3;
  static final String DEALER = "dealer";
  static final String MODEL_OWNER = "model-owner";
  private static final int EXAMPLES = 54;

  private final Path folder;
  private final Cli cli;
  private final Map<String, RoleProcess> processes = new LinkedHashMap<>();
  private final List<String> common;

  /// @param common options of all roles
  HubProcesses(Path folder, Cli cli, List<String> common) {
    this.folder = folder;
    this.cli = cli;
    this.common = new ArrayList<>(common);
  }

  HubProcesses with(String... more) {
    common.addAll(Arrays.asList(more));
    return this;
  }

  void without(String... less) {
    common.removeAll(Arrays.asList(less));
  }

  /// @param number from 1
  static String dataOwner(int number) {
    return "data-owner-" + number;
  }

  String fingerprint(String role) {
    KeyFolder keys = new KeyFolder(folder.resolve("keys-" + role));
    return (Files.exists(keys.folder()) ? keys.read() : keys.create()).fingerprint().hex();
  }

  private String tables(int... order) {
    StringBuilder tables = new StringBuilder();
    for (int i : order) {
      tables.append("[[data-owner]]\nname = \"hospital-").append(i).append("\"\nfingerprint = \"")
          .append(fingerprint(dataOwner(i))).append("\"\n");
    }
    return tables.toString();
  }

  HubProcesses startAll(String... dataOwners) throws IOException {
    startDealer(1, 2, 3);
    startModelOwner();
    for (int i = 1; i <= DATA_OWNERS; i++) {
      startDataOwner(i, dataOwners);
    }
    return this;
  }

  /// Each party with its own folder of checkpoints.
  HubProcesses startAllWithCheckpoints() throws IOException {
    startDealer(1, 2, 3);
    startModelOwner("--checkpoint", MODEL_OWNER, "--save", "weights.safetensors");
    for (int i = 1; i <= DATA_OWNERS; i++) {
      startDataOwner(i, "--checkpoint", dataOwner(i));
    }
    return this;
  }

  void startDealer(int... order) throws IOException {
    Files.writeString(folder.resolve("dealer.toml"), tables(order));
    start(DEALER, List.of("dealer", "--config", "dealer.toml", "--listen", "127.0.0.1:0",
        "--model-owner-fingerprint", fingerprint(MODEL_OWNER)));
  }

  void startModelOwner(String... more) throws IOException {
    Files.writeString(folder.resolve("model-owner.toml"), tables(1, 2, 3));
    List<String> words = new ArrayList<>(List.of("party", "--role", "model-owner", "--config", "model-owner.toml",
        "--listen", "127.0.0.1:0", "--dealer", address(DEALER), "--dealer-fingerprint", fingerprint(DEALER)));
    words.addAll(Arrays.asList(more));
    start(MODEL_OWNER, words);
  }

  void startDataOwner(int number, String... more) throws IOException {
    startDataOwner(number, EXAMPLES, more);
  }

  /// @param limit examples, of which this one has its part
  void startDataOwner(int number, int limit, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("party", "--role", "data-owner", "--data-owners", "3", "--dealer",
        address(DEALER), "--dealer-fingerprint", fingerprint(DEALER), "--model-owner", address(MODEL_OWNER),
        "--model-owner-fingerprint", fingerprint(MODEL_OWNER), "--data", "strokes", "--limit",
        Integer.toString(limit),
        "--test-limit", "12", "--part", number + "/" + DATA_OWNERS));
    words.addAll(Arrays.asList(more));
    start(dataOwner(number), words);
  }

  String address(String role) {
    return String.valueOf(role(role).address());
  }

  void start(String role, List<String> own) throws IOException {
    List<String> words = new ArrayList<>(own);
    words.addAll(List.of("--json", "--quiet", "--keys", "keys-" + role));
    words.addAll(common);
    fingerprint(role);
    add(role, new RoleProcess(role, cli, words, errors(role)));
  }

  /// Has another program take a role.
  void add(String role, RoleProcess process) {
    processes.put(role, process);
  }

  /// Where a role's standard error goes.
  Path errors(String role) {
    return folder.resolve(role + ".err");
  }

  RoleProcess role(String name) {
    RoleProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process;
  }

  /// Those that were started, in this order.
  Map<String, RoleProcess> all() {
    return Collections.unmodifiableMap(processes);
  }

  @Override
  public void close() {
    processes.values().forEach(RoleProcess::close);
  }
}
