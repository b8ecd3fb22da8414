package org.moiety.experiments.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.Identity;
import org.moiety.engine.channel.StreamChannel;
import org.moiety.engine.channel.TlsNetwork;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.random.Seed;
import org.moiety.layers.model.ModelSpec;
import org.moiety.triples.remote.Agreement;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;

/// How a model owner ends whose peers are the test.
@Timeout(60)
final class MeetingTest {
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);
  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");

  @TempDir
  private Path folder;

  private final CompletableFuture<Endpoint> at = new CompletableFuture<>();
  private final CompletableFuture<Nothing> complete = new CompletableFuture<>();
  private final CompletableFuture<Nothing> ended = new CompletableFuture<>();

  /// What the model owner has of a program that does nothing.
  private record Nothing(Map<SessionRole, SentTo> sentTo) implements Meeting.Result<Nothing> {
    @Override
    public Nothing with(Map<SessionRole, SentTo> peers) {
      return new Nothing(peers);
    }
  }

  /// @param whenComplete what the model owner does with its result
  private CompletableFuture<Void> start(Consumer<Nothing> whenComplete) {
    MeetingListener<Nothing> listener = new MeetingListener<>() {
      @Override
      public void listening(Endpoint endpoint) {
        at.complete(endpoint);
      }

      @Override
      public void warning(String line) {
        throw new AssertionError(line);
      }

      @Override
      public void complete(Nothing result) {
        complete.complete(result);
        whenComplete.accept(result);
      }

      @Override
      public void ended(Nothing result) {
        ended.complete(result);
      }
    };
    RoleSettings settings = new RoleSettings(SessionRole.MODEL_OWNER, settings(), identity(SessionRole.MODEL_OWNER),
        ANY_PORT, peers(SessionRole.MODEL_OWNER, Map.of()), Roles.TIMEOUTS, 1);
    return CompletableFuture.runAsync(() -> new Meeting(settings, Roles.VERSION).hold(new Terms(), listener,
        agreement -> {
        }, agreement -> role -> new Nothing(Map.of())), THREADS);
  }

  private SessionSettings settings() {
    return new Roles(folder, ModelSpec.mlp(), Protocol.malicious(), 4, 6).settings();
  }

  private Identity identity(SessionRole role) {
    KeyFolder keys = new KeyFolder(folder.resolve("keys-" + role));
    return keys.folder().toFile().exists() ? keys.read() : keys.create();
  }

  private List<Peer> peers(SessionRole own, Map<SessionRole, Endpoint> addresses) {
    return own.others().stream()
        .map(role -> new Peer(role.title(), identity(role).fingerprint(), addresses.get(role))).toList();
  }

  /// Joins the model owner as both of its peers, up to where the program is over.
  private Map<SessionRole, StreamChannel> meet() {
    Map<SessionRole, StreamChannel> toModelOwner = new EnumMap<>(SessionRole.class);
    CompletableFuture<Endpoint> dealerAt = new CompletableFuture<>();
    CompletableFuture<StreamChannel> dealer = CompletableFuture.supplyAsync(() -> join(SessionRole.DEALER, dealerAt,
        Map.of(SessionRole.MODEL_OWNER, at.join())), THREADS);
    StreamChannel dataOwner = join(SessionRole.DATA_OWNER, new CompletableFuture<>(),
        Map.of(SessionRole.MODEL_OWNER, at.join(), SessionRole.DEALER, dealerAt.join()));
    toModelOwner.put(SessionRole.DATA_OWNER, dataOwner);
    toModelOwner.put(SessionRole.DEALER, dealer.join());
    toModelOwner.get(SessionRole.DEALER).send(new Frame(Seed.random().words()));
    return toModelOwner;
  }

  private StreamChannel join(SessionRole role, CompletableFuture<Endpoint> listening,
      Map<SessionRole, Endpoint> addresses) {
    try (TlsNetwork network = TlsNetwork.open(identity(role), role == SessionRole.DEALER ? ANY_PORT : null,
        Roles.TIMEOUTS, 1 << 20)) {
      if (network.listening() != null) {
        listening.complete(network.listening());
      }
      Map<String, StreamChannel> streams = network.join(peers(role, addresses), line -> {
      });
      Map<SessionRole, Channel> channels = new EnumMap<>(SessionRole.class);
      role.others().forEach(other -> channels.put(other, streams.get(other.title())));
      Agreement.reach(role, settings().terms(Roles.VERSION), new Terms(), channels);
      return streams.get(SessionRole.MODEL_OWNER.title());
    }
  }

  @Test
  void peerThatVanishesWhenAllIsDoneTakesNothingAway() {
    CompletableFuture<Void> modelOwner = start(result -> {
    });
    Map<SessionRole, StreamChannel> peers = meet();
    complete.join();
    peers.get(SessionRole.DATA_OWNER).close();
    peers.get(SessionRole.DEALER).end();
    assertThat(catchThrowable(modelOwner::join).getCause()).isInstanceOf(TransportException.class)
        .hasMessageStartingWith("data owner is lost: ").hasMessageEndingWith("; what this role has of it is complete");
    assertThat(ended.join().sentTo()).containsOnlyKeys(SessionRole.DATA_OWNER, SessionRole.DEALER);
  }

  /// Their own results may still need what was sent last.
  @Test
  void roleThatCannotKeepItsResultStillPartsFromItsPeers() {
    IllegalStateException full = new IllegalStateException("the disk is full");
    CompletableFuture<Void> modelOwner = start(result -> {
      throw full;
    });
    meet().values().forEach(StreamChannel::finish);
    assertThat(catchThrowable(modelOwner::join)).hasCause(full);
    assertThat(ended).isNotDone();
  }
}
