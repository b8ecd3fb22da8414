package org.moiety.engine.channel;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// Who a role is: its private key, and the certificate that the others know by its fingerprint.
public final class Identity {
  private final PrivateKey key;
  private final X509Certificate certificate;

  public Identity(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  PrivateKey key() {
    return key;
  }

  X509Certificate certificate() {
    return certificate;
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(certificate);
  }

  /// The fingerprint only.
  @Override
  public String toString() {
    return "Identity[" + fingerprint() + "]";
  }
}
