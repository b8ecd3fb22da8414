package org.moiety.experiments.session;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Identity;
import org.moiety.engine.channel.Timeouts;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.Protocol;
import org.moiety.experiments.run.Data;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Standing;
import org.moiety.triples.remote.SessionRole;

/// The three roles of a session as threads of this process, joined by TLS as they would be between machines.
record Roles(Path folder, ModelSpec model, Protocol protocol, int batchSize, int examples) {
  static final Timeouts TIMEOUTS = new Timeouts(Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofMinutes(1));
  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");

  SessionSettings settings() {
    return new SessionSettings(model, protocol, Precision.DEFAULT, batchSize,
        new Task.Training(1, new BigDecimal("0.01"), 1, Release.MODEL_OWNER), null);
  }

  private static final class Heard implements RoleRun.Listener {
    private final CompletableFuture<Endpoint> at = new CompletableFuture<>();

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
    public void checkpoint(Standing standing) {}
  }

  /// What each role has of a training.
  Map<SessionRole, RoleRun.Result> train() {
    Map<SessionRole, Identity> identities = new EnumMap<>(SessionRole.class);
    for (SessionRole role : SessionRole.values()) {
      identities.put(role, new KeyFolder(folder.resolve("keys-" + role + "-" + model.name())).create());
    }
    Map<SessionRole, Endpoint> addresses = new EnumMap<>(SessionRole.class);
    Map<SessionRole, CompletableFuture<RoleRun.Result>> running = new EnumMap<>(SessionRole.class);
    for (SessionRole role : List.of(SessionRole.DEALER, SessionRole.MODEL_OWNER, SessionRole.DATA_OWNER)) {
      List<Peer> peers = new ArrayList<>();
      role.others().forEach(
          other -> peers.add(new Peer(other.title(), identities.get(other).fingerprint(), addresses.get(other))));
      boolean last = role == SessionRole.DATA_OWNER;
      RoleRun run = RoleRun.prepare(
          new RoleSettings(role, settings(), identities.get(role), last ? null : ANY_PORT, peers, TIMEOUTS,
              last ? new RoleSettings.OwnData("strokes", examples, 0) : null, null, 1),
          "test", Data.settings());
      Heard heard = new Heard();
      CompletableFuture<RoleRun.Result> result = new CompletableFuture<>();
      running.put(role, result);
      Thread.ofPlatform().daemon().start(() -> {
        try {
          result.complete(run.run(heard));
        } catch (RuntimeException | Error e) {
          result.completeExceptionally(e);
          heard.at.completeExceptionally(e);
        }
      });
      if (!last) {
        addresses.put(role, heard.at.join());
      }
    }
    Map<SessionRole, RoleRun.Result> results = new EnumMap<>(SessionRole.class);
    running.forEach((role, result) -> results.put(role, result.join()));
    return results;
  }
}
