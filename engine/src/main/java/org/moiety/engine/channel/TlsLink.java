package org.moiety.engine.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// TLS over a socket. The engine only transforms bytes and never waits, so the reader need not write and the writer need not read: a socket that encrypts by itself would
/// answer the peer's change of keys from the reader, who then waits for the writer, who waits for the peer. Here the answer goes with what is written next.
final class TlsLink implements ByteLink {
  /// A role that has just started says less than one that runs: its handshake may be so many times as long silent.
  private static final int HANDSHAKE_PATIENCE = 3;

  private final Socket socket;
  private final SSLEngine engine;
  private final InputStream socketIn;
  private final OutputStream socketOut;
  private final int recordBytes;
  private final ByteBuffer netIn = ByteBuffer.allocate(PIECE_BYTES).flip();
  private final ByteBuffer netOut = ByteBuffer.allocate(PIECE_BYTES);
  private final AtomicLong bytesWritten = new AtomicLong();

  private TlsLink(Socket socket, SSLEngine engine) throws IOException {
    this.socket = socket;
    this.engine = engine;
    socketIn = socket.getInputStream();
    socketOut = socket.getOutputStream();
    recordBytes = engine.getSession().getPacketBufferSize();
  }

  /// Shakes hands.
  ///
  /// @param silence the longest wait for anything to read when hands are shaken
  /// @throws IOException if the peer is not who it should be, or cannot be understood
  static TlsLink over(Socket socket, SSLEngine engine, Duration silence) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, HANDSHAKE_PATIENCE * silence.toMillis()));
    TlsLink link = new TlsLink(socket, engine);
    try {
      link.shakeHands();
      socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
      return link;
    } catch (SSLException e) {
      link.sayWhy();
      throw e;
    }
  }

  /// Sends the alert that a failed handshake leaves.
  private void sayWhy() {
    try {
      wrap(ByteBuffer.allocate(0));
      flush();
    } catch (IOException e) {
      return; // then the peer sees the connection closed
    }
  }

  private void shakeHands() throws IOException {
    engine.beginHandshake();
    ByteBuffer nothing = ByteBuffer.allocate(0);
    ByteBuffer early = ByteBuffer.allocate(MIN_READ_BYTES);
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> {
          wrap(nothing);
          flush();
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap(early)) {
            throw new SSLException("it has closed the connection in the handshake");
          }
        }
        case NEED_TASK -> runTasks();
        case FINISHED, NOT_HANDSHAKING -> {
          if (early.position() > 0) {
            throw new SSLException("data came before the end of the handshake");
          }
          return;
        }
      }
    }
  }

  private void runTasks() {
    for (Runnable task; (task = engine.getDelegatedTask()) != null;) {
      task.run();
    }
  }

  Fingerprint peer() throws IOException {
    return PinnedTrust.fingerprint(engine.getSession().getPeerCertificates());
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      wrap(bytes);
      if (netOut.remaining() < recordBytes) {
        flush();
      }
    }
    flush();
  }

  /// One record.
  private void wrap(ByteBuffer bytes) throws IOException {
    SSLEngineResult result = engine.wrap(bytes, netOut);
    if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new SSLException("the connection is closed");
    }
    if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      runTasks();
    }
  }

  private void flush() throws IOException {
    socketOut.write(netOut.array(), 0, netOut.position());
    bytesWritten.addAndGet(netOut.position());
    netOut.clear();
  }

  @Override
  public boolean read(ByteBuffer into) throws IOException {
    int before = into.position();
    while (into.position() == before) {
      if (!unwrap(into)) {
        return false;
      }
    }
    return true;
  }

  /// At least one record, and all that are there and have room.
  ///
  /// @return false at the end of the stream
  private boolean unwrap(ByteBuffer into) throws IOException {
    boolean any = false;
    while (true) {
      SSLEngineResult result = engine.unwrap(netIn, into);
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks();
      }
      switch (result.getStatus()) {
        case OK -> any = true;
        case BUFFER_UNDERFLOW -> {
          if (any) {
            return true;
          }
          netIn.compact();
          int read = socketIn.read(netIn.array(), netIn.position(), netIn.remaining());
          if (read > 0) {
            netIn.position(netIn.position() + read);
          }
          netIn.flip();
          if (read < 0) {
            return false;
          }
        }
        case BUFFER_OVERFLOW -> {
          return true;
        }
        case CLOSED -> {
          return false;
        }
      }
      if (any && (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING || !netIn.hasRemaining())) {
        return true; // the handshake may have something to write first
      }
    }
  }

  @Override
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public long bytesWritten() {
    return bytesWritten.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is gone either way
    }
  }
}
