package org.moiety.engine.channel;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A stream of bytes to a peer and one from it. One thread writes, another reads.
interface ByteLink {
  /// What is written, encrypted or read at a time: no more than the JDK's sockets take at once, for what they cut costs more.
  int PIECE_BYTES = 1 << 17;
  /// What a reader must have room for.
  int MIN_READ_BYTES = 1 << 15;

  /// Writes all of a buffer.
  void write(ByteBuffer bytes) throws IOException;

  /// Reads what there is; waits for the first byte.
  ///
  /// @param into has room for at least [#MIN_READ_BYTES]
  /// @return whether there was anything; false at the end of the stream
  /// @throws java.net.SocketTimeoutException if nothing came in the time that the link was made with
  boolean read(ByteBuffer into) throws IOException;

  /// Ends the direction to the peer, after what was written.
  void endOutput() throws IOException;

  /// Bytes that have gone into the network.
  long bytesWritten();

  /// Ends both directions; calls that wait fail.
  void close();
}
