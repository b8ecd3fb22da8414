package org.moiety.engine.channel;

import java.io.IOException;

/// Bytes that are no message.
final class MalformedFrameException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedFrameException(String message) {
    super(message);
  }
}
