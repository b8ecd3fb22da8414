package org.moiety.engine.channel;

import java.security.cert.CertificateException;

/// Somebody else than expected.
final class WrongFingerprintException extends CertificateException {
  private static final long serialVersionUID = 1;

  WrongFingerprintException(Fingerprint found) {
    super("fingerprint " + found);
  }
}
