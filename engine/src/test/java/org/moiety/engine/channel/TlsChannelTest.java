package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moiety.engine.channel.TlsNetwork.Peer;

/// Two roles on one machine, joined by TLS.
@Timeout(60)
final class TlsChannelTest implements ChannelLaws {
  private static final Identity LEFT = Identities.make();
  private static final Identity RIGHT = Identities.make();
  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");
  private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(10),
      Duration.ofSeconds(30));
  private static final Consumer<String> NO_WARNING = warning -> {
    throw new AssertionError(warning);
  };

  private final List<Channel> open = new ArrayList<>();

  private record Ends(StreamChannel left, StreamChannel right) {}

  @AfterEach
  void closeAll() {
    open.forEach(Channel::close);
  }

  @Override
  public InMemoryChannel.Pair pair(long capacityBytes) {
    Ends ends = connect(capacityBytes, TIMEOUTS);
    return new InMemoryChannel.Pair(ends.left, ends.right);
  }

  private Ends connect(long capacityBytes, Timeouts timeouts) {
    try (TlsNetwork listening = TlsNetwork.open(LEFT, ANY_PORT, timeouts, capacityBytes)) {
      List<StreamChannel> right = new ArrayList<>();
      Waiting joining = Waiting.start(() -> right.add(join(RIGHT, LEFT, listening.listening(), timeouts,
          capacityBytes)));
      StreamChannel left = listening.join(List.of(new Peer("right", RIGHT.fingerprint(), null)), NO_WARNING)
          .get("right");
      joining.succeeds();
      open.addAll(List.of(left, right.getFirst()));
      return new Ends(left, right.getFirst());
    }
  }

  private static StreamChannel join(Identity own, Identity peer, Endpoint at, Timeouts timeouts, long capacityBytes) {
    try (TlsNetwork network = TlsNetwork.open(own, null, timeouts, capacityBytes)) {
      return network.join(List.of(new Peer("left", peer.fingerprint(), at)), NO_WARNING).get("left");
    }
  }

  @Test
  void whatABulkMessageAddsIsBelowTwoPercent() {
    Ends ends = connect(8 << 20, TIMEOUTS);
    long payload = 0;
    for (int elements : new int[]{128 * 10, 128 * 100, 100_000, 800_000}) {
      Frame frame = new Frame(new long[elements], new long[elements]);
      ends.left.send(frame);
      payload += frame.bytes();
      ends.right.receive();
    }
    long before = ends.left.bytesWritten();
    assertThat(before).isGreaterThan(payload).isLessThan(payload + payload / 50);
  }

  @Test
  void sessionEndsWhenBothAreDone() {
    Ends ends = connect(8, TIMEOUTS);
    Waiting dealer = Waiting.start(() -> {
      for (int i = 0; i < 20; i++) {
        ends.left.send(new Frame(new long[MIB_WORDS]));
      }
      ends.left.finish();
    });
    ends.right.receive();
    dealer.blocked();
    for (int i = 1; i < 20; i++) {
      ends.right.receive();
    }
    ends.right.finish();
    dealer.succeeds();
  }

  @Test
  void messageAfterTheEndIsMalformed() {
    Ends ends = connect(8, TIMEOUTS);
    ends.right.send(new Frame(new long[1]));
    ends.left.receive();
    ends.left.send(new Frame(new long[2]));
    ends.left.end();
    assertThatExceptionOfType(TransportException.class).isThrownBy(ends.right::finish)
        .withMessageContaining("malformed message from left: 16 bytes after the end");
  }

  @Test
  void closingIsNoEnd() throws InterruptedException {
    Ends ends = connect(8, TIMEOUTS);
    ends.right.send(new Frame(new long[1]));
    ends.left.receive();
    Waiting left = Waiting.start(ends.left::finish).blocked();
    ends.right.close();
    left.fails("right is lost");
  }

  /// Although something has come that it has not read.
  @Test
  void whatWasSentBeforeClosingArrives() {
    Ends ends = connect(1L << 20, TIMEOUTS);
    ends.right.send(new Frame(new long[MIB_WORDS]));
    ends.right.send(new Frame(new long[MIB_WORDS]));
    for (int i = 0; i < 3; i++) {
      ends.left.send(new Frame(new long[]{i}));
    }
    ends.left.close();
    for (int i = 0; i < 3; i++) {
      assertThat(ends.right.receive().planes()[0]).containsExactly(i);
    }
    assertThatExceptionOfType(TransportException.class).isThrownBy(ends.right::receive)
        .withMessageContaining("left is lost");
  }

  @Test
  void otherFingerprintIsRefusedByWhoConnects() {
    Identity other = Identities.make();
    List<String> warnings = new ArrayList<>();
    try (TlsNetwork listening = TlsNetwork.open(LEFT, ANY_PORT, TIMEOUTS, 8)) {
      Waiting.start(() -> listening
          .join(List.of(new Peer("right", RIGHT.fingerprint(), null)), warnings::add));
      assertThatExceptionOfType(PeerException.class)
          .isThrownBy(() -> join(RIGHT, other, listening.listening(), TIMEOUTS, 8))
          .withMessage("left at " + listening.listening() + " has fingerprint " + LEFT.fingerprint() + ", expected "
              + other.fingerprint());
    }
  }

  @Test
  void strangersAreSentAwayAndDoNotDisturb() throws Exception {
    BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    Identity stranger = Identities.make();
    try (TlsNetwork listening = TlsNetwork.open(LEFT, ANY_PORT, TIMEOUTS, 8)) {
      Endpoint at = listening.listening();
      List<Channel> left = new ArrayList<>();
      Waiting joining = Waiting.start(() -> left.addAll(listening
          .join(List.of(new Peer("right", RIGHT.fingerprint(), null)), warnings::add).values()));
      try (Socket silent = new Socket(at.host(), at.port())) {
        try (Socket noTls = new Socket(at.host(), at.port())) {
          noTls.getOutputStream().write(new byte[100]);
          assertThat(warnings.take()).startsWith("refused a connection from /127.0.0.1:");
        }
        StreamChannel refused = join(stranger, LEFT, at, TIMEOUTS, 8);
        assertThat(warnings.take()).contains(stranger.fingerprint().hex(), "none of those expected");
        assertThatExceptionOfType(TransportException.class).isThrownBy(refused::receive)
            .withMessageContaining("left did not take the connection").withMessageContaining("fingerprint");

        assertThat(oldProtocol(at)).isFalse();
        assertThat(warnings.take()).startsWith("refused a connection");

        StreamChannel right = join(RIGHT, LEFT, at, TIMEOUTS, 8);
        joining.succeeds();
        right.send(new Frame(new long[]{5}));
        assertThat(left.getFirst().receive().planes()[0]).containsExactly(5);
        assertThat(silent.isClosed()).isFalse();
      }
    }
  }

  /// Whether a handshake of TLS 1.2 succeeds.
  private static boolean oldProtocol(Endpoint at) throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.2");
    context.init(null, null, null);
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(at.host(), at.port())) {
      socket.setEnabledProtocols(new String[]{"TLSv1.2"});
      socket.startHandshake();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void whoIsMissingIsNamed() {
    Timeouts soon = new Timeouts(Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofSeconds(5));
    try (TlsNetwork listening = TlsNetwork.open(LEFT, ANY_PORT, soon, 8)) {
      List<Peer> peers = List.of(new Peer("model owner", RIGHT.fingerprint(), null),
          new Peer("data owner", Identities.make().fingerprint(), null));
      assertThatExceptionOfType(TransportException.class).isThrownBy(() -> listening.join(peers, NO_WARNING))
          .withMessageContaining("data owner and model owner did not connect");
    }
    Endpoint nobody = freePort();
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(() -> join(RIGHT, LEFT, nobody, soon, 8)).withMessageContaining("left at " + nobody);
  }

  private static Endpoint freePort() {
    try (TlsNetwork listening = TlsNetwork.open(LEFT, ANY_PORT, TIMEOUTS, 8)) {
      return listening.listening();
    }
  }

  /// Else whoever comes first would take the others' being late for a loss.
  @Test
  void whoHasComeHearsOfTheListenerWhileOthersAreMissing() throws Exception {
    Identity late = Identities.make();
    Timeouts impatient = new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(3));
    try (TlsNetwork listening = TlsNetwork.open(LEFT, ANY_PORT, impatient, 1 << 20)) {
      List<StreamChannel> accepted = new ArrayList<>();
      Waiting joining = Waiting.start(() -> accepted.addAll(listening.join(List.of(
          new Peer("right", RIGHT.fingerprint(), null), new Peer("late", late.fingerprint(), null)), NO_WARNING)
          .values()));
      StreamChannel right = join(RIGHT, LEFT, listening.listening(), impatient, 1 << 20);
      open.add(right);
      assertThatExceptionOfType(TransportException.class).isThrownBy(right::receive)
          .withMessage("left is there, but has not sent what is waited for in 3 s");
      open.add(join(late, LEFT, listening.listening(), impatient, 1 << 20));
      joining.succeeds();
      open.addAll(accepted);
      accepted.getFirst().send(new Frame(new long[]{7}));
      right.awaitMessage();
      assertThat(right.receive().planes()[0]).containsExactly(7);
    }
  }

  @Test
  void addressesThatCannotBeListenedOnCostOneLine() {
    try (TlsNetwork listening = TlsNetwork.open(LEFT, ANY_PORT, TIMEOUTS, 8)) {
      assertThatExceptionOfType(PeerException.class)
          .isThrownBy(() -> TlsNetwork.open(LEFT, listening.listening(), TIMEOUTS, 8))
          .withMessageContaining("cannot listen on " + listening.listening());
    }
  }

  @Test
  void identityPrintsItsFingerprintOnly() {
    assertThat(LEFT).hasToString("Identity[" + LEFT.fingerprint() + "]");
    String colons = LEFT.fingerprint().hex().toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    assertThat(Fingerprint.parse(colons)).isEqualTo(LEFT.fingerprint());
  }
}
