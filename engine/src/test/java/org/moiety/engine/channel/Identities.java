package org.moiety.engine.channel;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// New identities for tests. TLS changes its keys after every MiB here, not after 128 GiB, so that it does so in the midst of all.
final class Identities {
  static {
    java.security.Security.setProperty("jdk.tls.keyLimits", "AES/GCM/NoPadding KeyUpdate 2^20");
  }

  private Identities() {}

  static Identity make() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      X500Name name = new X500Name("CN=test");
      byte[] encoded = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(Instant.EPOCH),
          Date.from(Instant.EPOCH.plusSeconds(1)), name, pair.getPublic())
          .build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate())).getEncoded();
      return new Identity(pair.getPrivate(), (X509Certificate) CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(encoded)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
