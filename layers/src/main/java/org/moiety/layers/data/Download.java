package org.moiety.layers.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.moiety.engine.random.Sha256;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.FileException;

/// Fetches a file of known length and SHA-256 over HTTP. The only class of this module that talks to the network.
final class Download {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);
  private static final int BUFFER_BYTES = 1 << 16;

  /// What is to arrive.
  ///
  /// @param name file name, the last part of the address
  /// @param bytes exact length
  /// @param sha256 lower-case hex
  record Expected(String name, int bytes, String sha256) {}

  private Download() {}

  /// Whether `text` is an http or https address with a host.
  static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      return ("http".equals(address.getScheme()) || "https".equals(address.getScheme())) && address.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// Fetches `mirror/name` into `folder/name`, which appears only when length and hash are right.
  ///
  /// @throws IOException if the server cannot be reached or its answer is not the expected file, with a one-line reason
  /// @throws InterruptedException if the thread is interrupted; nothing is left behind
  static void fetch(String mirror, Path folder, Expected expected, DataSource.Progress progress)
      throws IOException, InterruptedException {
    URI address = URI.create(mirror.endsWith("/") ? mirror + expected.name() : mirror + "/" + expected.name());
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT)
        .followRedirects(HttpClient.Redirect.NORMAL).build()) {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(RESPONSE_TIMEOUT).build();
      HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException(address + " answered with status " + response.statusCode());
        }
        AtomicFile.write(folder.resolve(expected.name()), out -> copy(body, out, address, expected, progress));
      } finally {
        client.shutdownNow();
      }
    } catch (ConnectException e) {
      throw new IOException("no connection", e);
    } catch (FileException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(expected.name()); // the body's stream turns it into an IOException
      }
      if (e.getCause() instanceof IOException cause && !(cause instanceof FileSystemException)) {
        throw cause; // about the answer, not about our file
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void copy(InputStream body, OutputStream out, URI address, Expected expected,
      DataSource.Progress progress) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] buffer = new byte[BUFFER_BYTES];
    long done = 0;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      done += n;
      if (done > expected.bytes()) {
        throw new IOException(address + " sends more than the expected " + expected.bytes() + " bytes");
      }
      digest.update(buffer, 0, n);
      out.write(buffer, 0, n);
      progress.report(expected.name(), done, expected.bytes());
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(expected.sha256())) {
      throw new IOException(address + " sent " + done + " bytes with SHA-256 " + found + ", expected "
          + expected.bytes() + " bytes with " + expected.sha256());
    }
  }

}
