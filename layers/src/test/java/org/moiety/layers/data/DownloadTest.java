package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from a server on this machine, at a port that the system chooses.
final class DownloadTest {
  private static final byte[] CONTENT = IdxFiles.idx(1000, 10, 20);

  @TempDir
  Path folder;
  private HttpServer server;
  private String mirror;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mirror = "http://localhost:" + server.getAddress().getPort() + "/m";
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void fetchesAFileAndReportsProgress() throws Exception {
    serve("/m/a.gz", 200, CONTENT);
    List<Long> reports = new ArrayList<>();
    Download.fetch(mirror + "/", folder, expected("a.gz", CONTENT), (what, done, total) -> {
      assertThat(what).isEqualTo("a.gz");
      assertThat(total).isEqualTo(CONTENT.length);
      reports.add(done);
    });
    assertThat(folder.resolve("a.gz")).hasBinaryContent(CONTENT);
    assertThat(reports).isSorted().last().isEqualTo((long) CONTENT.length);
  }

  @Test
  void followsRedirects() throws Exception {
    serve("/n/a.gz", 200, CONTENT);
    server.createContext("/m/a.gz", exchange -> {
      exchange.getResponseHeaders().add("Location", "/n/a.gz");
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
    });
    Download.fetch(mirror, folder, expected("a.gz", CONTENT), DataSource.Progress.NONE);
    assertThat(folder.resolve("a.gz")).hasBinaryContent(CONTENT);
  }

  @Test
  void refusesAnErrorStatus() throws IOException {
    serve("/m/a.gz", 404, CONTENT);
    assertRefused(expected("a.gz", CONTENT), mirror + "/a.gz answered with status 404");
  }

  @Test
  void refusesAWrongHash() throws IOException {
    byte[] other = CONTENT.clone();
    other[other.length - 1] ^= 1;
    serve("/m/a.gz", 200, other);
    assertRefused(expected("a.gz", CONTENT), mirror + "/a.gz sent 200016 bytes with SHA-256 " + sha256(other)
        + ", expected 200016 bytes with " + sha256(CONTENT));
  }

  @Test
  void refusesTooManyBytesWithoutStoringThem() throws IOException {
    serve("/m/a.gz", 200, CONTENT);
    assertRefused(new Download.Expected("a.gz", 100, sha256(CONTENT)),
        mirror + "/a.gz sends more than the expected 100 bytes");
  }

  @Test
  void refusesAnAnswerThatBreaksOff() throws IOException {
    server.createContext("/m/a.gz", exchange -> {
      exchange.sendResponseHeaders(200, CONTENT.length);
      exchange.getResponseBody().write(CONTENT, 0, 1000);
      exchange.close();
    });
    assertThatThrownBy(() -> Download.fetch(mirror, folder, expected("a.gz", CONTENT), DataSource.Progress.NONE))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysThatThereIsNoConnection() throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    mirror = "http://localhost:" + freePort;
    assertRefused(expected("a.gz", CONTENT), "no connection");
  }

  @Test
  void interruptionIsPassedOnAndLeavesNothing() throws IOException {
    serve("/m/a.gz", 200, CONTENT);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Download.fetch(mirror, folder, expected("a.gz", CONTENT), DataSource.Progress.NONE))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void interruptionOfAStalledDownloadIsPassedOn() {
    CountDownLatch done = new CountDownLatch(1);
    server.createContext("/m/a.gz", exchange -> {
      exchange.sendResponseHeaders(200, CONTENT.length);
      exchange.getResponseBody().write(CONTENT, 0, 1000);
      exchange.getResponseBody().flush();
      try {
        done.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    Thread downloader = Thread.currentThread();
    try {
      assertThatThrownBy(() -> Download.fetch(mirror, folder, expected("a.gz", CONTENT),
          (what, doneBytes, totalBytes) -> downloader.interrupt())).isInstanceOf(InterruptedException.class);
    } finally {
      done.countDown();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void mnistSaysWhichFilesToPutWhere() throws IOException {
    serve("/m/train-labels-idx1-ubyte.gz", 200, IdxFiles.gzip(IdxFiles.labels(10, 10)));
    serve("/m/train-images-idx3-ubyte.gz", 500, new byte[0]);
    DataSource mnist = DataSource.resolve("mnist", settings());
    Path cache = folder.resolve("moiety/mnist");
    assertThatThrownBy(mnist::train).isInstanceOf(DataException.class)
        .hasMessage("MNIST cannot be downloaded from " + mirror + " (" + mirror
            + "/train-images-idx3-ubyte.gz answered with status 500); put train-images-idx3-ubyte.gz, "
            + "train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into " + cache
            + ", or set MOIETY_DATA to a folder with mnist/, or MOIETY_MNIST_MIRROR");
    assertThat(cache).isEmptyDirectory();
    Files.write(cache.resolve("train-images-idx3-ubyte.gz"), IdxFiles.idx(10, 28, 28));
    assertThatThrownBy(mnist::train).isInstanceOf(DataException.class).hasMessageContaining("SHA-256")
        .hasMessageContaining("3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")
        .hasMessageNotContaining("\n");
    assertThat(cache.resolve("train-labels-idx1-ubyte.gz")).doesNotExist();
  }

  @Test
  void mnistUsesTheCacheWithoutTheNetwork() throws IOException {
    IdxFiles.writeFour(folder.resolve("moiety/mnist"), 40, 20);
    server.stop(0);
    DataSource mnist = DataSource.resolve("mnist", settings());
    assertThat(mnist.train()).hasToString("40 images of 1 x 2 x 3, 10 classes");
    assertThat(mnist.test().count()).isEqualTo(20);
  }

  @Test
  void mnistPrefersTheDataFolderAndNamesWhatItLacks() throws IOException {
    IdxFiles.writeFour(folder.resolve("moiety/mnist"), 40, 20);
    IdxFiles.writeFour(folder.resolve("data/mnist"), 30, 20);
    DataSource mnist = DataSource.resolve("mnist", DataSource.Settings
        .of(Map.of("MOIETY_DATA", folder.resolve("data").toString(), "XDG_CACHE_HOME", folder.toString()), folder));
    assertThat(mnist.train().count()).isEqualTo(30);
    Files.delete(folder.resolve("data/mnist/train-images-idx3-ubyte"));
    assertThatThrownBy(mnist::train).isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve("data/mnist") + ": no file train-images-idx3-ubyte");
    for (String name : List.of("train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")) {
      Files.delete(folder.resolve("data/mnist").resolve(name));
    }
    assertThat(mnist.train().count()).isEqualTo(40);
  }

  @Test
  void mnistSaysThatItsCacheCannotBeMade() throws IOException {
    Files.write(folder.resolve("moiety"), new byte[1]);
    assertThatThrownBy(() -> DataSource.resolve("mnist", settings()).train()).isInstanceOf(DataException.class)
        .hasMessageStartingWith("folder " + folder.resolve("moiety/mnist") + " for MNIST cannot be made (");
  }

  @Test
  void mnistSaysThatItsCacheCannotBeWritten() throws IOException {
    serve("/m/train-images-idx3-ubyte.gz", 200, CONTENT);
    Path file = Files.createDirectories(folder.resolve("moiety/mnist/train-images-idx3-ubyte.gz"));
    assertThatThrownBy(() -> DataSource.resolve("mnist", settings()).train()).isInstanceOf(DataException.class)
        .hasMessageContaining(" (" + file + ": is a directory, expected the name of a file); put ");
  }

  private DataSource.Settings settings() {
    return DataSource.Settings.of(Map.of("XDG_CACHE_HOME", folder.toString(), "MOIETY_MNIST_MIRROR", mirror), folder);
  }

  private void assertRefused(Download.Expected expected, String reason) {
    assertThatThrownBy(() -> Download.fetch(mirror, folder, expected, DataSource.Progress.NONE))
        .isInstanceOf(IOException.class).hasMessage(reason);
    assertThat(folder).isEmptyDirectory();
  }

  private void serve(String path, int status, byte[] content) {
    server.createContext(path, exchange -> {
      exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(content);
      } catch (IOException e) {
        // The client has seen enough and hung up.
        exchange.close();
      }
    });
  }

  private static Download.Expected expected(String name, byte[] content) {
    return new Download.Expected(name, content.length, sha256(content));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
