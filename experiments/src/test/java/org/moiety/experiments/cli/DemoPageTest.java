package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `moiety demo` without a name: the page.
final class DemoPageTest {
  private static final long PATIENCE_SECONDS = 30;

  @TempDir
  private Path folder;

  @Test
  void servesThePageUntilItIsEnded() throws Exception {
    Path err = folder.resolve("err");
    Process process = new Cli(folder).start(List.of("demo"), err);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertThat(line).as("said: " + Cli.errLines(err)).matches("Lessons: http://127\\.0\\.0\\.1:[0-9]+/");
      HttpURLConnection page = (HttpURLConnection) URI.create(line.substring("Lessons: ".length())).toURL()
          .openConnection();
      try (InputStream body = page.getInputStream()) {
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("<title>Moiety");
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Cli.errLines(err)).containsExactly("Open this address in a browser on this machine. Ctrl-C ends it.");
  }

  /// Whoever begins a request and does not end it loses the connection.
  @Test
  void dropsStalledRequests() throws Exception {
    Process process = new Cli(folder).with("-Dsun.net.httpserver.maxReqTime=1").start(List.of("demo"),
        folder.resolve("err"));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      URI address = URI.create(out.readLine().substring("Lessons: ".length()));
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo --small", "demo --set x=3", "demo --port 70000", "demo --port -1", "demo share --open",
      "demo share --port 8000", "demo share --list", "demo nothing"})
  void refusesWhatDoesNotFit(String line) throws Exception {
    Cli.Result result = new Cli(folder).run(line.split(" "));
    assertThat(result.exitCode()).as(result.err().toString()).isEqualTo(2);
    assertThat(result.err()).hasSize(1);
  }

  @Test
  void listsTheLessons() throws Exception {
    Cli.Result result = new Cli(folder).run("demo", "--list");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).anyMatch(line -> line.strip().startsWith("share "))
        .anyMatch(line -> line.strip().startsWith("multiply "));
  }
}
