package org.moiety.engine.channel;

/// A two-way, ordered, reliable connection with one peer.
public interface Channel extends AutoCloseable {
  /// Hands a frame over; waits while the peer is too far behind.
  ///
  /// @throws TransportException if either side has closed
  void send(Frame frame);

  /// The next frame.
  ///
  /// @throws TransportException if either side has closed
  Frame receive();

  /// Ends both directions; calls that wait, on either side, fail.
  @Override
  void close();
}
