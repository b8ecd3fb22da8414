package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A channel whose peer is a test, byte by byte.
@Timeout(60)
final class StreamChannelTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);

  /// What a peer sends, piece by piece, and what it gets.
  private static final class Script implements ByteLink {
    private static final byte[] EOF = {};
    private static final byte[] SILENCE = {};
    private static final byte[] NO_MEMORY = {};

    private final LinkedBlockingQueue<byte[]> toRead = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<byte[]> written = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    /// How much may be written: nothing for a peer that does not read.
    private final Semaphore writes = new Semaphore(1 << 20);

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      writes.acquireUninterruptibly();
      if (closed.getCount() == 0) {
        throw new IOException("closed");
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      written.add(copy);
    }

    @Override
    public boolean read(ByteBuffer into) throws IOException {
      assertThat(into.remaining()).isGreaterThanOrEqualTo(MIN_READ_BYTES);
      try {
        byte[] next = toRead.take();
        if (next == SILENCE) {
          throw new SocketTimeoutException("Read timed out");
        }
        if (next == NO_MEMORY) {
          throw new OutOfMemoryError("ours");
        }
        into.put(next);
        return next != EOF;
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void endOutput() {
      written.add(EOF);
    }

    @Override
    public long bytesWritten() {
      return 0;
    }

    @Override
    public void close() {
      closed.countDown();
      writes.release();
      toRead.add(EOF);
    }
  }

  private final Script peer = new Script();

  private StreamChannel channel(Timeouts timeouts) {
    return new StreamChannel("party 1", peer, timeouts, 1 << 20).start();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] header(int type, int planes, int zero, int... lengths) {
    ByteBuffer header = bytes(4 + 4 * lengths.length).put((byte) type).put((byte) planes).putShort((short) zero);
    for (int length : lengths) {
      header.putInt(length);
    }
    return header.array();
  }

  static Stream<Arguments> malformed() {
    int most = (int) (StreamChannel.MAX_FRAME_BYTES / Long.BYTES);
    return Stream.of(Arguments.of("type 0", header(0, 0, 0)), Arguments.of("type 4", header(4, 0, 0)),
        Arguments.of("negative type", header(-1, 0, 0)), Arguments.of("heartbeat with planes", header(2, 1, 0, 1)),
        Arguments.of("end with planes", header(3, 2, 0, 1, 1)), Arguments.of("reserved bytes", header(1, 0, 1)),
        Arguments.of("too many planes", header(1, 9, 0)), Arguments.of("negative planes", header(1, -1, 0)),
        Arguments.of("negative length", header(1, 1, 0, -1)),
        Arguments.of("one word too many", header(1, 1, 0, most + 1)),
        Arguments.of("a sum that is too much", header(1, 2, 0, most, 1)),
        Arguments.of("a sum that overflows", header(1, 2, 0, Integer.MAX_VALUE, Integer.MAX_VALUE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void malformedBytesEndTheSession(String what, byte[] message) throws InterruptedException {
    StreamChannel channel = channel(PATIENT);
    peer.toRead.add(message);
    assertThatExceptionOfType(TransportException.class).as(what).isThrownBy(channel::receive)
        .withMessageStartingWith("malformed message from party 1");
    peer.closed.await();
    assertThatExceptionOfType(TransportException.class).isThrownBy(() -> channel.send(new Frame(new long[1])))
        .withMessageStartingWith("malformed message from party 1");
  }

  @Test
  void frameMayComeByteByByte() {
    StreamChannel channel = channel(PATIENT);
    byte[] message = bytes(4 + 8 + 24).put(header(1, 2, 0, 1, 2)).putLong(7).putLong(-8).putLong(9).array();
    for (byte one : message) {
      peer.toRead.add(new byte[]{one});
    }
    assertThat(channel.receive().planes()).isDeepEqualTo(new long[][]{{7}, {-8, 9}});
  }

  @Test
  void frameThatEndsTooEarlyIsALostPeer() {
    StreamChannel channel = channel(PATIENT);
    peer.toRead.add(header(1, 1, 0, 2));
    peer.toRead.add(new byte[9]);
    peer.toRead.add(Script.EOF);
    assertThatExceptionOfType(TransportException.class).isThrownBy(channel::receive)
        .withMessage("party 1 is lost: it has closed the connection");
  }

  @Test
  void whoHasSeveralPeersNoticesTheLossOfAny() {
    StreamChannel awaited = channel(PATIENT);
    Script other = new Script();
    StreamChannel idle = new StreamChannel("party 2", other, PATIENT, 1 << 20).start();
    StreamChannel.loseTogether(List.of(awaited, idle));
    other.toRead.add(header(StreamChannel.HEARTBEAT, 0, 0));
    other.toRead.add(Script.EOF);
    assertThatExceptionOfType(TransportException.class).isThrownBy(awaited::receive)
        .withMessage("party 2 is lost: it has closed the connection");
    assertThatExceptionOfType(TransportException.class).isThrownBy(awaited::awaitMessage)
        .withMessageContaining("party 2 is lost");
  }

  @Test
  void lossBeforeChannelsAreJoinedCountsToo() {
    StreamChannel awaited = channel(PATIENT);
    Script other = new Script();
    StreamChannel idle = new StreamChannel("party 2", other, PATIENT, 1 << 20).start();
    other.toRead.add(header(StreamChannel.HEARTBEAT, 0, 0));
    other.toRead.add(Script.EOF);
    assertThatExceptionOfType(TransportException.class).isThrownBy(idle::receive);
    StreamChannel.loseTogether(List.of(awaited, idle));
    assertThatExceptionOfType(TransportException.class).isThrownBy(awaited::receive)
        .withMessage("party 2 is lost: it has closed the connection");
  }

  /// Also when the peer is closing, too.
  @Test
  void whatWasSentBeforeAChannelIsClosedIsWritten() throws InterruptedException {
    peer.writes.drainPermits();
    StreamChannel channel = channel(PATIENT);
    channel.send(new Frame(new long[]{1}));
    channel.send(new Frame(new long[]{2}));
    Waiting closing = Waiting.start(channel::close).blocked();
    peer.toRead.add(header(StreamChannel.HEARTBEAT, 0, 0));
    peer.toRead.add(header(1, 1, 0, 1));
    peer.toRead.add(new byte[8]);
    peer.toRead.add(Script.EOF);
    peer.writes.release(2);
    closing.succeeds();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    peer.written.forEach(written::writeBytes);
    assertThat(written.toByteArray()).containsExactly(
        bytes(32).put(header(1, 1, 0, 1)).putLong(1).put(header(1, 1, 0, 1)).putLong(2).array());
    assertThat(peer.written).last().isSameAs(Script.EOF);
    assertThatExceptionOfType(TransportException.class).isThrownBy(channel::receive)
        .withMessage("the channel is closed");
  }

  @Test
  void peersThatDoNotReadHoldNobodyWhoCloses() throws InterruptedException {
    Timeouts brief = new Timeouts(LONG, Duration.ofMillis(80), LONG);
    List<Script> peers = Stream.generate(Script::new).limit(5).toList();
    peers.forEach(one -> one.writes.drainPermits());
    List<StreamChannel> channels = peers.stream()
        .map(one -> new StreamChannel("party 1", one, brief, 1 << 20).start()).toList();
    channels.forEach(channel -> channel.send(new Frame(new long[]{1})));
    StreamChannel.close(channels);
    for (Script one : peers) {
      one.closed.await();
    }
  }

  @Test
  void whatCameBeforeTheEndIsReceived() {
    StreamChannel channel = channel(PATIENT);
    peer.toRead.add(header(1, 0, 0));
    peer.toRead.add(Script.EOF);
    assertThat(channel.receive().bytes()).isZero();
    assertThatExceptionOfType(TransportException.class).isThrownBy(channel::receive);
  }

  @Test
  void silentPeerIsLost() {
    StreamChannel channel = channel(new Timeouts(LONG, Duration.ofMillis(5_500), LONG));
    peer.toRead.add(Script.SILENCE);
    assertThatExceptionOfType(TransportException.class).isThrownBy(channel::receive)
        .withMessage("party 1 is lost: nothing was heard of it for 5.5 s");
  }

  /// A role that has no memory for one peer's messages keeps no other waiting.
  @Test
  void roleWithoutMemoryLosesAllItsPeers() throws InterruptedException {
    Script other = new Script();
    StreamChannel toOther = new StreamChannel("dealer", other, PATIENT, 1 << 20).start();
    StreamChannel channel = channel(PATIENT);
    StreamChannel.together(List.of(channel, toOther));
    peer.toRead.add(Script.NO_MEMORY);
    other.closed.await();
    peer.closed.await();
    for (StreamChannel each : List.of(channel, toOther)) {
      assertThatExceptionOfType(TransportException.class).isThrownBy(each::receive)
          .withMessage("out of memory for messages from and to party 1");
    }
  }

  @Test
  void idleRoleIsHeardOf() throws InterruptedException {
    channel(new Timeouts(LONG, Duration.ofMillis(5), LONG));
    for (int i = 0; i < 3; i++) {
      assertThat(peer.written.take()).containsExactly(header(StreamChannel.HEARTBEAT, 0, 0));
    }
  }

  @Test
  void heartbeatsAreNoMessages() {
    StreamChannel channel = channel(new Timeouts(LONG, LONG, Duration.ofMillis(20)));
    for (int i = 0; i < 1000; i++) {
      peer.toRead.add(header(StreamChannel.HEARTBEAT, 0, 0));
    }
    assertThatExceptionOfType(TransportException.class).isThrownBy(channel::receive)
        .withMessage("party 1 is there, but has not sent what is waited for in 0.02 s");
  }

  @Test
  void messagesAreWrittenAsDescribed() throws InterruptedException {
    StreamChannel channel = channel(PATIENT);
    channel.send(new Frame(new long[]{1}, new long[]{2, -3}));
    assertThat(peer.written.take()).containsExactly(
        bytes(36).put(header(1, 2, 0, 1, 2)).putLong(1).putLong(2).putLong(-3).array());
    peer.toRead.add(header(StreamChannel.END, 0, 0));
    channel.finish();
    assertThat(peer.written.take()).containsExactly(header(StreamChannel.END, 0, 0));
    peer.closed.await();
  }

  /// Its heartbeats keep it from being lost, and nobody else waits for it.
  @Test
  void peerThatDoesNotEndIsNotWaitedForForEver() throws InterruptedException {
    StreamChannel channel = channel(new Timeouts(LONG, LONG, Duration.ofMillis(20)));
    peer.toRead.add(header(StreamChannel.HEARTBEAT, 0, 0));
    assertThatExceptionOfType(TransportException.class).isThrownBy(channel::finishSoon)
        .withMessage("party 1 is there, but has not ended the session in 0.02 s");
    peer.closed.await();
  }

  @Test
  void frameAboveTheBoundIsNotSent() {
    StreamChannel channel = channel(PATIENT);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> channel.send(new Frame(new long[9][1])));
  }

  @Test
  void endpointsAreParsed() {
    for (String text : new String[]{"127.0.0.1:0", "example.org:65535", "[::1]:7000", "a-b.c:1"}) {
      assertThat(Endpoint.parse(text)).hasToString(text);
    }
    for (String text : new String[]{"", ":1", "a", "a:", "a:65536", "a:-1", "::1:7000", "a b:1", "a:1:2"}) {
      assertThatExceptionOfType(IllegalArgumentException.class).as(text).isThrownBy(() -> Endpoint.parse(text));
    }
  }
}
