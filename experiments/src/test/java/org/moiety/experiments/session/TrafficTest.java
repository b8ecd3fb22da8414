package org.moiety.experiments.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Identity;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.StreamChannel;
import org.moiety.engine.channel.TlsNetwork;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.Traffic;
import org.moiety.layers.data.AbsentExamples;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.train.Checkpoints;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.RemoteSession;
import org.moiety.triples.remote.SessionRole;

/// What roles put into the network.
@Timeout(300)
final class TrafficTest {
  private static final int SEED_BYTES = 32;
  private static final long LOOKAHEAD_BYTES = 512L << 20;
  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");

  @TempDir
  private Path folder;

  private static Protocol protocol(Security security) {
    return security == Security.MALICIOUS
        ? Protocol.malicious()
        : Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED);
  }

  /// Frames, encryption, handshake, settings, heartbeats and checks all in all.
  @ParameterizedTest
  @EnumSource
  void valueOpenedCostsSixteenBytesAndLessThanTwoPercent(Security security) {
    Map<SessionRole, RoleRun.Result> results = new Roles(folder, ModelSpec.mlp(), protocol(security), 64, 128).train();
    for (SessionRole party : List.of(SessionRole.DATA_OWNER, SessionRole.MODEL_OWNER)) {
      RoleRun.Result result = results.get(party);
      SessionRole peer = party == SessionRole.DATA_OWNER ? SessionRole.MODEL_OWNER : SessionRole.DATA_OWNER;
      long values = Traffic.total(result.sent()).values();
      SentTo sent = result.sentTo().get(peer);
      assertThat(sent.bytes()).as(party.title()).isEqualTo(Traffic.total(result.sent()).bytes())
          .isGreaterThanOrEqualTo(16 * values);
      assertThat((double) sent.networkBytes()).as(party.title()).isBetween(16.0 * values, 1.02 * 16 * values);
      assertThat(result.sentTo().get(SessionRole.DEALER).bytes()).isZero();
    }
    RoleRun.Result dealer = results.get(SessionRole.DEALER);
    long dealt = Traffic.total(dealer.sent()).bytes();
    assertThat(dealer.sentTo().get(SessionRole.MODEL_OWNER).bytes()).isEqualTo(SEED_BYTES + dealt);
    assertThat(dealer.iterations().count()).isEqualTo(3);
    assertThat(dealer.iterations().mostBytes()).isBetween(dealt / 3, dealt);
  }

  @Test
  void dataOwnerGetsASeedWhateverTheNetworkIs() {
    for (ModelSpec model : List.of(ModelSpec.mlp(), ModelSpec.shallow())) {
      RoleRun.Result dealer = new Roles(folder, model, Protocol.malicious(), 4, 8).train().get(SessionRole.DEALER);
      assertThat(dealer.sentTo().get(SessionRole.DATA_OWNER).bytes()).as(model.name()).isEqualTo(SEED_BYTES);
      assertThat(dealer.sentTo().get(SessionRole.MODEL_OWNER).bytes()).as(model.name()).isGreaterThan(1 << 20);
    }
  }

  /// With messages of the largest size, too: one may be with the dealer, one in each queue.
  @Test
  void lookaheadIsBoundedWhateverIsDealt() {
    long queue = Math.max(Meeting.CHANNEL_BYTES, StreamChannel.MAX_FRAME_BYTES);
    assertThat(StreamChannel.MAX_FRAME_BYTES + 2 * queue).isLessThan(LOOKAHEAD_BYTES);
  }

  @Test
  void dealerWhosePartyDoesNotReadWaits() {
    Identity dealerIdentity = new KeyFolder(folder.resolve("dealer")).create();
    Identity partyIdentity = new KeyFolder(folder.resolve("party")).create();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    try (TlsNetwork listening = TlsNetwork.open(dealerIdentity, ANY_PORT, Roles.TIMEOUTS, Meeting.CHANNEL_BYTES);
        TlsNetwork connecting = TlsNetwork.open(partyIdentity, null, Roles.TIMEOUTS, Meeting.CHANNEL_BYTES)) {
      Peer dealerPeer = new Peer("dealer", dealerIdentity.fingerprint(), listening.listening());
      Peer partyPeer = new Peer("party", partyIdentity.fingerprint(), null);
      CompletableFuture<StreamChannel> joined = CompletableFuture
          .supplyAsync(() -> join(connecting, dealerPeer));
      try (StreamChannel toParty = join(listening, partyPeer); StreamChannel _ = joined.join()) {
        Thread dealer = Thread.ofPlatform().daemon().start(() -> {
          try {
            deal(toParty);
            ended.complete(null);
          } catch (RuntimeException | Error e) {
            ended.completeExceptionally(e);
          }
        });
        while (!waitsForRoom(dealer)) {
          assertThat(ended).isNotDone();
          Thread.yield();
        }
        assertThat(toParty.payloadBytes()).isBetween(Meeting.CHANNEL_BYTES, LOOKAHEAD_BYTES);
      }
    }
    assertThat(ended).failsWithin(Roles.TIMEOUTS.message()).withThrowableThat()
        .withCauseInstanceOf(TransportException.class);
  }

  private static StreamChannel join(TlsNetwork network, Peer peer) {
    return network.join(List.of(peer), line -> {
    }).get(peer.name());
  }

  private static boolean waitsForRoom(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        && Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("reserve"));
  }

  /// Deals for more than fits anywhere.
  private static void deal(StreamChannel party1) {
    SessionSettings settings = new Roles(Path.of(""), ModelSpec.shallow(), Protocol.malicious(), 128, 60_000)
        .settings();
    InMemoryChannel.Pair party0 = InMemoryChannel.pair(1 << 10);
    new RemoteSession(Modulus.MOIETY, settings.protocol(), 2).dealer(
        settings.seeds(), party0.left(), party1,
        role -> RoleRun.train(role, settings, new AbsentExamples(60_000, 1, 28, 28, 10), null, TrainingListener.NONE,
            null, (model, backend) -> Checkpoints.NONE));
  }
}
