package org.moiety.experiments.session;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Identity;
import org.moiety.engine.channel.Timeouts;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.Protocol;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.session.RoleSettings.OwnData;
import org.moiety.experiments.session.RoleSettings.Preprocessing;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Standing;
import org.moiety.triples.remote.SessionRole;

/// The three roles of a session as threads of this process, joined by TLS as they would be between machines.
///
/// @param insecureSeed null for real secrets
/// @param checkpointEvery 0 for never
record Roles(Path folder, ModelSpec model, Protocol protocol, int batchSize, int examples, int epochs,
    @Nullable Long insecureSeed, int checkpointEvery, boolean resume) {
  static final String VERSION = "test";
  static final Timeouts TIMEOUTS = new Timeouts(Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofMinutes(1));
  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");

  Roles(Path folder, ModelSpec model, Protocol protocol, int batchSize, int examples) {
    this(folder, model, protocol, batchSize, examples, 1, null);
  }

  Roles(Path folder, ModelSpec model, Protocol protocol, int batchSize, int examples, int epochs,
      @Nullable Long insecureSeed) {
    this(folder, model, protocol, batchSize, examples, epochs, insecureSeed, 0, false);
  }

  /// The same training with checkpoints.
  Roles keeping(int every, boolean resumed) {
    return new Roles(folder, model, protocol, batchSize, examples, epochs, insecureSeed, every, resumed);
  }

  /// Where a party keeps its checkpoints.
  Path checkpoints(SessionRole role) {
    return folder.resolve("checkpoints-" + role);
  }

  SessionSettings settings() {
    return new SessionSettings(model, protocol, Precision.DEFAULT, batchSize,
        new Task.Training(epochs, new BigDecimal("0.01"), 1, Release.MODEL_OWNER, checkpointEvery, resume),
        insecureSeed);
  }

  private static final class Heard implements RoleRun.Listener {
    private final Consumer<Standing> atCheckpoint;
    private final CompletableFuture<Endpoint> at = new CompletableFuture<>();
    private final CompletableFuture<RoleRun.Result> complete = new CompletableFuture<>();
    private final CompletableFuture<RoleRun.Result> ended = new CompletableFuture<>();

    Heard(Consumer<Standing> atCheckpoint) {
      this.atCheckpoint = atCheckpoint;
    }

    @Override
    public void listening(Endpoint endpoint) {
      at.complete(endpoint);
    }

    @Override
    public void warning(String line) {
      throw new AssertionError(line);
    }

    @Override
    public void started(RoleRun.Started session) {}

    @Override
    public void complete(RoleRun.Result result) {
      complete.complete(result);
    }

    @Override
    public void ended(RoleRun.Result result) {
      ended.complete(result);
    }

    @Override
    public void checkpoint(Standing standing) {
      atCheckpoint.accept(standing);
    }
  }

  KeyFolder keys(SessionRole role) {
    return new KeyFolder(folder.resolve("keys-" + role));
  }

  private Identity identity(SessionRole role) {
    KeyFolder keys = keys(role);
    return Files.exists(keys.folder()) ? keys.read() : keys.create();
  }

  private RoleRun prepare(SessionRole role, List<Peer> peers, Map<SessionRole, Path> ahead) {
    Path file = ahead.get(role);
    boolean last = role == SessionRole.DATA_OWNER;
    return RoleRun.prepare(
        new RoleSettings(role, settings(), identity(role), last ? null : ANY_PORT, peers, TIMEOUTS,
            last ? new OwnData("strokes", examples, 0) : null,
            checkpointEvery == 0 || role == SessionRole.DEALER ? null : checkpoints(role), 1,
            file == null ? null : new Preprocessing(file, keys(role).spentMaterial())),
        VERSION, Data.settings());
  }

  /// A role that looks at its file, and goes no further.
  RoleRun prepare(SessionRole role, Path ahead) {
    return prepare(role, List.of(), Map.of(role, ahead));
  }

  /// What each role has of a training.
  Map<SessionRole, RoleRun.Result> train() {
    Map<SessionRole, RoleRun.Result> results = new EnumMap<>(SessionRole.class);
    start(Map.of()).forEach((role, result) -> results.put(role, result.join()));
    return results;
  }

  /// @param ahead the parties' files; none where there is a dealer
  Map<SessionRole, CompletableFuture<RoleRun.Result>> start(Map<SessionRole, Path> ahead) {
    return start(ahead, standing -> {
    });
  }

  /// @param atCheckpoint of the data owner
  Map<SessionRole, CompletableFuture<RoleRun.Result>> start(Map<SessionRole, Path> ahead,
      Consumer<Standing> atCheckpoint) {
    Map<SessionRole, Endpoint> addresses = new EnumMap<>(SessionRole.class);
    Map<SessionRole, CompletableFuture<RoleRun.Result>> running = new EnumMap<>(SessionRole.class);
    List<SessionRole> roles = ahead.isEmpty()
        ? List.of(SessionRole.DEALER, SessionRole.MODEL_OWNER, SessionRole.DATA_OWNER)
        : List.of(SessionRole.MODEL_OWNER, SessionRole.DATA_OWNER);
    for (SessionRole role : roles) {
      List<Peer> peers = new ArrayList<>();
      roles.stream().filter(other -> other != role).forEach(
          other -> peers.add(new Peer(other.title(), identity(other).fingerprint(), addresses.get(other))));
      RoleRun run = prepare(role, peers, ahead);
      Heard heard = new Heard(role == SessionRole.DATA_OWNER ? atCheckpoint : standing -> {
      });
      CompletableFuture<RoleRun.Result> result = new CompletableFuture<>();
      running.put(role, result);
      Thread.ofPlatform().daemon().start(() -> {
        try {
          run.run(heard);
          result.complete(heard.ended.join());
        } catch (RuntimeException | Error e) {
          result.completeExceptionally(e);
          heard.at.completeExceptionally(e);
        }
      });
      if (role != SessionRole.DATA_OWNER) {
        addresses.put(role, heard.at.join());
      }
    }
    return running;
  }
}
