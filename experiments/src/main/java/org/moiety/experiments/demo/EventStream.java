package org.moiety.experiments.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// JSON objects on their way to a page, one on a line. After [#close] nothing is written.
final class EventStream implements AutoCloseable {
  private final OutputStream out;
  private boolean closed;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /// @throws UncheckedIOException if the page is gone
  synchronized void send(ObjectNode event) {
    if (closed) {
      throw new UncheckedIOException(new IOException("closed"));
    }
    try {
      out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      closed = true;
      throw new UncheckedIOException(e);
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      // the page is gone
    }
  }
}
