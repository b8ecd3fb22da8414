package org.moiety.experiments.session;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.moiety.engine.channel.Identity;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.OwnerOnly;
import org.moiety.triples.store.SpentMaterial;

/// A folder with a role's identity: a private key that nobody else may read, and a certificate that it has signed itself.
///
/// @param folder with `identity.key` (PKCS #8) and `identity.crt` (X.509), both PEM
public record KeyFolder(Path folder) {
  private static final String ALGORITHM = "Ed25519";
  private static final String KEY = "identity.key";
  private static final String CERTIFICATE = "identity.crt";
  private static final String SPENT = "spent-preprocessing";
  private static final X500Name NAME = new X500Name("CN=moiety");
  /// RFC 5280 section 4.1.2.5: a certificate that does not expire. What counts is its fingerprint.
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");
  private static final int SERIAL_BITS = 159;

  Path key() {
    return folder.resolve(KEY);
  }

  Path certificate() {
    return folder.resolve(CERTIFICATE);
  }

  /// What of preprocessing made ahead this identity has used.
  public SpentMaterial spentMaterial() {
    return new SpentMaterial(folder.resolve(SPENT));
  }

  /// Makes a new identity.
  ///
  /// @throws FileException if there is one already, or the files cannot be written
  public Identity create() {
    for (Path file : new Path[]{key(), certificate()}) {
      if (Files.exists(file)) {
        throw new FileException(file, "exists, and an identity is not overwritten: remove it or choose another folder");
      }
    }
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      X509CertificateHolder signed = certificate(pair);
      Files.createDirectories(folder, OwnerOnly.folder(folder));
      write(certificate(), pem(signed));
      write(key(), pem(PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())));
    } catch (FileAlreadyExistsException e) {
      throw new FileException(folder, "is not a folder", e);
    } catch (IOException e) {
      throw FileException.of(folder, "written", e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
    return read();
  }

  private static X509CertificateHolder certificate(KeyPair pair) throws OperatorCreationException {
    byte[] encoded = pair.getPublic().getEncoded();
    BigInteger serial = new BigInteger(1, encoded).mod(BigInteger.ONE.shiftLeft(SERIAL_BITS)); // unique as the key is
    return new JcaX509v3CertificateBuilder(NAME, serial, Date.from(Instant.EPOCH), Date.from(NEVER), NAME,
        pair.getPublic()).build(new JcaContentSignerBuilder(ALGORITHM).build(pair.getPrivate()));
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(object);
    }
    return text.toString();
  }

  /// Beside the file, then renamed; the permissions hold from the first byte on. Unlike [org.moiety.layers.file.AtomicFile] it overwrites nothing.
  private void write(Path file, String text) throws IOException {
    Path temporary = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      Files.createFile(temporary, OwnerOnly.file(folder));
      Files.writeString(temporary, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// @throws FileException if there is no identity, others may read its key, or its files do not belong together
  public Identity read() {
    if (!Files.exists(key())) {
      throw new FileException(folder, "has no " + KEY + ", expected a folder from moiety keys create");
    }
    X509Certificate certificate = readCertificate();
    PrivateKey privateKey = readKey();
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      byte[] message = certificate.getEncoded();
      signature.initSign(privateKey);
      signature.update(message);
      byte[] signed = signature.sign();
      signature.initVerify(certificate);
      signature.update(message);
      if (signature.verify(signed)) {
        return new Identity(privateKey, certificate);
      }
    } catch (GeneralSecurityException e) {
      throw new FileException(certificate(), "is not a certificate from moiety keys create", e);
    }
    throw new FileException(folder, KEY + " and " + CERTIFICATE + " are not of one identity");
  }

  private X509Certificate readCertificate() {
    try (var in = Files.newInputStream(certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException e) {
      throw FileException.of(certificate(), "read", e);
    } catch (GeneralSecurityException e) {
      throw new FileException(certificate(), "is not a certificate from moiety keys create", e);
    }
  }

  /// No cause is kept: what a parser says may quote the key.
  private PrivateKey readKey() {
    try {
      OwnerOnly.require(key());
      String text = Files.readString(key(), StandardCharsets.ISO_8859_1);
      try (PEMParser pem = new PEMParser(new StringReader(text))) {
        if (pem.readObject() instanceof PrivateKeyInfo info) {
          return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        }
      } catch (IOException | GeneralSecurityException e) {
        throw new FileException(key(), "is damaged, expected a private key from moiety keys create");
      }
    } catch (IOException e) {
      throw FileException.of(key(), "read", e);
    }
    throw new FileException(key(), "is damaged, expected a private key from moiety keys create");
  }
}
