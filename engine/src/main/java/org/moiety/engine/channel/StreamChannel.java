package org.moiety.engine.channel;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A channel over a stream of bytes. One thread writes and one reads, so that two peers who send at once do not wait for each other; either holds a bounded number of bytes, beyond
/// which the sender waits: at its own queue when the receiver reads no more.
///
/// A message is a header and its words, all little endian:
///
/// | bytes | what |
/// | --- | --- |
/// | 1 | type: 1 frame, 2 heartbeat, 3 end |
/// | 1 | number of planes; 0 unless it is a frame |
/// | 2 | 0 |
/// | 4 each | words of each plane |
/// | 8 each | the words, plane by plane |
///
/// A heartbeat is sent whenever nothing else was for a while, so a peer that is silent is lost. While the own queue is full nothing is read, and nobody counts as silent.
public final class StreamChannel implements Channel {
  /// The largest frame, in bytes: what a header can make the receiver allocate. Three of them, one in each queue and one that waits to be sent, are below 512 MiB.
  public static final long MAX_FRAME_BYTES = 160L << 20;
  /// The most planes of a frame.
  public static final int MAX_PLANES = 8;

  static final byte FRAME = 1;
  static final byte HEARTBEAT = 2;
  static final byte END = 3;
  /// How long a channel that is closed waits for what it still writes to arrive, and at most so many-th part of the time after which a silent peer is lost: together they are below five seconds.
  private static final Duration CLOSING = Duration.ofMillis(500);
  private static final int CLOSING_PART = 8;
  private static final int HEADER_BYTES = 4;

  private final String peer;
  private final ByteLink link;
  private final Timeouts timeouts;
  private final FrameQueue outgoing;
  private final FrameQueue incoming;
  private final ByteBuffer in = buffer().flip();
  private final ByteBuffer out = buffer();
  private final PlanePool pool;
  private final AtomicLong payloadBytes = new AtomicLong();
  private final CountDownLatch written = new CountDownLatch(1);
  /// The reader and the writer.
  private final CountDownLatch threads = new CountDownLatch(2);
  /// Why the peer was.
  private volatile @Nullable String lost;
  /// Whether the peer has said anything: its side of the handshake may still refuse us when ours is over.
  private volatile boolean heard;
  /// Whether the peer has said that nothing follows.
  private volatile boolean ended;
  /// Whether this role has; a channel that is closed does not.
  private volatile boolean finishing;
  /// Whether nobody takes or sends messages any more.
  private volatile boolean closing;
  /// Whom a role without memory must let go: its other peers, too.
  private volatile StreamChannel[] session = {this};
  /// Whether these are let go with a lost peer, too.
  private volatile boolean losesAll;
  /// There may be no memory to make a message of then.
  private final String outOfMemory;

  /// @param peer its name, for messages
  /// @param capacityBytes bound on the bytes that wait to be written or are being written, and on those that are being read or wait to be received; or one frame each, where that is larger
  StreamChannel(String peer, ByteLink link, Timeouts timeouts, long capacityBytes) {
    this.peer = peer;
    this.link = link;
    this.timeouts = timeouts;
    outgoing = new FrameQueue(capacityBytes);
    incoming = new FrameQueue(capacityBytes);
    pool = new PlanePool(capacityBytes / Long.BYTES);
    outOfMemory = "out of memory for messages from and to " + peer;
  }

  /// The channels of a session fail together where this role runs out of memory: it might go on for long, very slowly, before it needs this one again.
  static void together(Collection<StreamChannel> session) {
    StreamChannel[] all = session.toArray(StreamChannel[]::new);
    session.forEach(channel -> channel.session = all);
  }

  /// The same where a peer is lost: for who has several peers, and waits for one at a time.
  public static void loseTogether(Collection<StreamChannel> session) {
    together(session);
    session.forEach(channel -> channel.losesAll = true);
    session.forEach(channel -> {
      String reason = channel.lost;
      if (reason != null) {
        channel.leaveOthers(reason);
      }
    });
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(ByteLink.PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Starts to read and write.
  StreamChannel start() {
    Thread.ofPlatform().daemon().name("moiety-read " + peer).start(() -> run(this::readAll));
    Thread.ofPlatform().daemon().name("moiety-write " + peer).start(() -> run(this::writeAll));
    return this;
  }

  /// @throws IllegalArgumentException if the frame is larger than a channel takes
  @Override
  public void send(Frame frame) {
    if (frame.planes().length > MAX_PLANES || frame.bytes() > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("a message of " + frame.bytes() + " bytes in " + frame.planes().length
          + " planes, expected at most " + MAX_FRAME_BYTES + " in " + MAX_PLANES
          + ": smaller batches make smaller messages");
    }
    outgoing.put(frame);
    payloadBytes.addAndGet(frame.bytes());
  }

  @Override
  public Frame receive() {
    Frame frame = incoming.poll(timeouts.message().toNanos());
    if (frame == null) {
      throw new TransportException(peer + " is there, but has not sent what is waited for in "
          + seconds(timeouts.message()));
    }
    return frame;
  }

  /// Waits until the peer has sent something, however long it takes while the peer lives: for who has to wait for others' turns.
  ///
  /// @throws TransportException if the peer is lost
  public void awaitMessage() {
    incoming.awaitFrame();
  }

  /// Says that nothing follows, when the peer has all that was sent before. Who ends with several peers says it to all before it waits for any.
  public void end() {
    finishing = true;
    outgoing.close("the session has ended");
  }

  /// Ends a session that went well: [#end], and waits until the peer is done too, as long as that takes while it is there.
  ///
  /// @throws TransportException if the peer is lost, or sent more than was received
  public void finish() {
    finish(Long.MAX_VALUE);
  }

  /// The same, but waits no longer than for a message.
  ///
  /// @throws TransportException also if the peer is there, and does not end
  public void finishSoon() {
    finish(timeouts.message().toNanos());
  }

  private void finish(long nanos) {
    end();
    @Nullable
    Frame left;
    try {
      left = incoming.poll(nanos);
    } catch (TransportException e) {
      if (ended) {
        awaitWritten();
        link.close();
        return;
      }
      throw e;
    }
    close();
    if (left == null) {
      throw new TransportException(peer + " is there, but has not ended the session in " + seconds(timeouts.message()));
    }
    throw new TransportException("malformed message from " + peer + ": " + left.bytes()
        + " bytes after the end of the session");
  }

  private void awaitWritten() {
    try {
      if (!written.await(timeouts.silence().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TransportException(peer + " does not take the end of the session");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException("interrupted while waiting for " + peer);
    }
  }

  /// Bytes of all frames that were sent so far.
  public long payloadBytes() {
    return payloadBytes.get();
  }

  /// Bytes that have gone into the network so far, with all that a message and its encryption add.
  public long bytesWritten() {
    return link.bytesWritten();
  }

  @Override
  public void close() {
    close(List.of(this));
  }

  /// Closes all of them, at the same time. What was sent before is still written, so that a peer that is there, and reads, can come to a verdict of its own; what it sends meanwhile is dropped. A
  /// peer that does not read is not waited for longer than a lost one may cost.
  public static void close(Collection<StreamChannel> channels) {
    channels.forEach(channel -> channel.leave("the channel is closed"));
    long begun = System.nanoTime();
    try {
      for (StreamChannel channel : channels) {
        long most = Math.min(CLOSING.toNanos(), channel.timeouts.silence().toNanos() / CLOSING_PART);
        boolean _ = channel.threads.await(most - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      channels.forEach(channel -> channel.link.close());
    }
  }

  /// The writer ends the stream after what was sent before, the reader drops what comes until the peer ends its own: a socket that is closed with something unread would take back what is not read there.
  private void leave(String reason) {
    closing = true;
    outgoing.close(reason);
    incoming.close(reason);
  }

  private void lose(String reason) {
    if (closing) {
      return; // the writer may have something left
    }
    lost = reason;
    fail(reason);
    if (losesAll) {
      leaveOthers(reason);
    }
  }

  private void leaveOthers(String reason) {
    for (StreamChannel channel : session) {
      if (channel != this) {
        channel.leave(reason);
      }
    }
  }

  private void fail(String reason) {
    outgoing.close(reason);
    incoming.close(reason);
    link.close();
  }

  private void failTogether() {
    for (StreamChannel channel : session) {
      channel.fail(outOfMemory);
    }
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  private interface Work {
    void run() throws IOException;
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      lose(reason(e));
    } catch (OutOfMemoryError e) {
      failTogether();
    } finally {
      threads.countDown();
    }
  }

  /// Why the link failed, in one line.
  private String reason(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> peer + " is lost: nothing was heard of it for "
          + seconds(timeouts.silence());
      case MalformedFrameException _ -> "malformed message from " + peer + ": " + e.getMessage();
      case IOException _ when heard -> peer + " is lost: " + e.getMessage();
      default -> peer + " did not take the connection: " + e.getMessage() + " (has it this role's fingerprint?)";
    };
  }

  // Reading

  private void readAll() throws IOException {
    try {
      while (!ended) {
        readMessage();
      }
      incoming.close(peer + " has ended the session");
    } catch (TransportException nobodyTakesThem) {
      for (boolean more = closing; more;) {
        more = link.read(in.clear());
      }
    }
  }

  private void readMessage() throws IOException {
    need(HEADER_BYTES);
    heard = true;
    byte type = in.get();
    int planes = in.get();
    if (in.getShort() != 0 || planes < 0 || planes > MAX_PLANES || (type != FRAME && planes != 0)) {
      throw new MalformedFrameException("a header that is none");
    }
    switch (type) {
      case FRAME -> incoming.putReserved(readFrame(planes));
      case HEARTBEAT -> {
      }
      case END -> ended = true;
      default -> throw new MalformedFrameException("type " + type);
    }
  }

  private Frame readFrame(int planes) throws IOException {
    need(planes * Integer.BYTES);
    int[] lengths = new int[planes];
    long words = 0;
    for (int i = 0; i < planes; i++) {
      lengths[i] = in.getInt();
      words += lengths[i];
      if (lengths[i] < 0 || words > MAX_FRAME_BYTES / Long.BYTES) {
        throw new MalformedFrameException("longer than " + MAX_FRAME_BYTES + " bytes");
      }
    }
    incoming.reserve(words * Long.BYTES);
    long[][] read = new long[planes][];
    for (int i = 0; i < planes; i++) {
      read[i] = readPlane(lengths[i]);
    }
    return new Frame(pool.giveBack(read), read);
  }

  private long[] readPlane(int length) throws IOException {
    long[] plane = pool.take(length);
    for (int at = 0; at < length;) {
      need(Long.BYTES);
      LongBuffer words = in.asLongBuffer();
      int count = Math.min(words.remaining(), length - at);
      words.get(plane, at, count);
      in.position(in.position() + count * Long.BYTES);
      at += count;
    }
    return plane;
  }

  /// Waits until that many bytes are in the buffer.
  private void need(int bytes) throws IOException {
    while (in.remaining() < bytes) {
      in.compact();
      boolean more = link.read(in);
      in.flip();
      if (!more) {
        throw new IOException("it has closed the connection");
      }
    }
  }

  // Writing

  private void writeAll() throws IOException {
    while (true) {
      @Nullable
      Frame frame;
      try {
        frame = outgoing.pollHeld(timeouts.heartbeat().toNanos());
      } catch (TransportException closed) {
        break; // after what was put before
      }
      if (frame == null) {
        header(HEARTBEAT, 0);
        flush();
      } else {
        write(frame);
        outgoing.release(frame);
      }
    }
    if (finishing) {
      header(END, 0);
      flush();
      written.countDown();
    } else if (closing) {
      link.endOutput();
    }
  }

  private void write(Frame frame) throws IOException {
    header(FRAME, frame.planes().length);
    for (long[] plane : frame.planes()) {
      out.putInt(plane.length);
    }
    for (long[] plane : frame.planes()) {
      for (int at = 0; at < plane.length;) {
        if (out.remaining() < Long.BYTES) {
          flush();
        }
        LongBuffer words = out.asLongBuffer();
        int count = Math.min(words.remaining(), plane.length - at);
        words.put(plane, at, count);
        out.position(out.position() + count * Long.BYTES);
        at += count;
      }
    }
    frame.read().run();
    if (outgoing.isEmpty()) {
      flush();
    }
  }

  private void header(byte type, int planes) throws IOException {
    if (out.remaining() < HEADER_BYTES + MAX_PLANES * Integer.BYTES) {
      flush();
    }
    out.put(type).put((byte) planes).putShort((short) 0);
  }

  private void flush() throws IOException {
    link.write(out.flip());
    out.clear();
  }

  /// The peer.
  @Override
  public String toString() {
    return "StreamChannel[" + peer + "]";
  }
}
