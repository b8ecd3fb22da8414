package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `moiety keys` as a process.
final class KeysCommandTest {
  @TempDir
  private Path folder;

  private Cli.Result keys(String... args) throws Exception {
    String[] words = new String[args.length + 1];
    words[0] = "keys";
    System.arraycopy(args, 0, words, 1, args.length);
    return new Cli(folder).run(words);
  }

  @Test
  void identityIsMadeOnceAndItsKeyIsTheOwners() throws Exception {
    Cli.Result created = keys("create", "--out", "me/keys");
    assertThat(created.exitCode()).as(created.err().toString()).isZero();
    Path key = folder.resolve("me/keys/identity.key");
    Path certificate = folder.resolve("me/keys/identity.crt");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
    assertThat(created.out()).containsExactly(sha256(certificate));
    assertThat(keys("show", "me/keys").out()).isEqualTo(created.out());
    assertThat(keys("show", "me/keys", "--json").json().getFirst().get("fingerprint").asText())
        .isEqualTo(created.out().getFirst());

    List<String> before = Files.readAllLines(key);
    Cli.Result again = keys("create", "--out", "me/keys");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).hasSize(1).first().asString().contains("identity.key", "not overwritten");
    assertThat(Files.readAllLines(key)).isEqualTo(before);
    assertThat(folder.resolve("me/keys").toFile().list()).containsExactlyInAnyOrder("identity.key", "identity.crt");

    assertThat(keys("create", "--out", "other").out()).isNotEqualTo(created.out());
  }

  private static String sha256(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
  }

  @Test
  void whatIsNoIdentityCostsOneLineThatQuotesNoKey() throws Exception {
    keys("create", "--out", "a");
    keys("create", "--out", "b");
    refused("nothing", "identity.key");
    Path key = folder.resolve("a/identity.key");
    String secret = Files.readAllLines(key).get(1);

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    refused("a", "chmod 600");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + secret.substring(0, 20) + "\n-----END PRIVATE KEY-----\n");
    assertThat(refused("a", "damaged")).doesNotContain(secret.substring(0, 10));

    Files.copy(folder.resolve("b/identity.key"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    refused("a", "not of one identity");
    Files.writeString(folder.resolve("a/identity.crt"), "certificate");
    refused("a", "identity.crt");
  }

  private String refused(String keyFolder, String why) throws Exception {
    Cli.Result result = keys("show", keyFolder);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).hasSize(1);
    assertThat(result.err().getFirst()).startsWith("moiety: ").contains(why);
    return result.err().getFirst();
  }
}
