package org.moiety.engine.channel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// What identifies a role to the others: SHA-256 of its certificate, in lower-case hexadecimal.
public record Fingerprint(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("expected a fingerprint of 64 hexadecimal digits");
    }
  }

  /// A fingerprint as users write it: in either case, with or without colons.
  ///
  /// @throws IllegalArgumentException if the text is none
  public static Fingerprint parse(String text) {
    return new Fingerprint(text.replace(":", "").toLowerCase(Locale.ROOT));
  }

  public static Fingerprint of(X509Certificate certificate) {
    try {
      return new Fingerprint(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that cannot be encoded", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
