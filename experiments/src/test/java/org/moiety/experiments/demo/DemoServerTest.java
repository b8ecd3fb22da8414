package org.moiety.experiments.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server answers to whom.
final class DemoServerTest {
  private static final int TIMEOUT_MILLIS = 120_000;

  private static DemoServer server;
  private static int port;

  @BeforeAll
  static void start() {
    server = DemoServer.start(0);
    port = URI.create(server.address()).getPort();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// Status line, headers and body as they come.
  private static String ask(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String get(String path, String... headers) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n"
        + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n");
  }

  private static String status(String answer) {
    return answer.substring(9, 12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/index.html", "/style.css", "/main.js", "/icon.svg", "/lessons", "/lessons/share?seed=1"})
  void answersItsOwnPageWithSecureHeaders(String path) throws IOException {
    String answer = get(path, "Sec-Fetch-Site: same-origin", "Origin: http://127.0.0.1:" + port);
    assertThat(status(answer)).isEqualTo("200");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-security-policy: default-src 'none'",
        "frame-ancestors 'none'", "x-content-type-options: nosniff", "referrer-policy: no-referrer",
        "cache-control: no-store", "cross-origin-resource-policy: same-origin").doesNotContain(
            "access-control-allow-origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:PORT", "",
          "localhost:PORT\r\nHost: localhost:PORT"})
  void refusesOtherHosts(String host) throws IOException {
    String answer = ask("GET / HTTP/1.1\r\nHost: " + host.replace("PORT", Integer.toString(port))
        + "\r\nConnection: close\r\n\r\n");
    assertThat(status(answer)).isIn("421", "400");
    assertThat(answer).doesNotContain("<html");
  }

  @Test
  void refusesNoHost() throws IOException {
    assertThat(status(ask("GET / HTTP/1.0\r\n\r\n"))).isIn("421", "400");
  }

  @ParameterizedTest
  @CsvSource({"/,Origin: http://evil.example", "/,Origin: null", "/,Origin: http://localhost:1",
      "/lessons,Sec-Fetch-Site: cross-site", "/lessons/share?seed=1,Sec-Fetch-Site: same-site",
      "/main.js,Sec-Fetch-Site: cross-site", "/,Sec-Fetch-Site: cross-site"})
  void refusesOtherOrigins(String path, String header) throws IOException {
    assertThat(status(get(path, header))).isEqualTo("403");
  }

  @Test
  void linkFromElsewhereLeadsToThePageOnly() throws IOException {
    String site = "Sec-Fetch-Site: cross-site";
    String mode = "Sec-Fetch-Mode: navigate";
    assertThat(status(get("/", site, mode))).isEqualTo("200");
    assertThat(status(get("/lessons/share?seed=1", site, mode))).isEqualTo("403");
    assertThat(status(get("/", "Sec-Fetch-Site: none"))).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE"})
  void refusesOtherMethods(String method) throws IOException {
    String answer = ask(method + " / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n");
    assertThat(status(answer)).isEqualTo("405");
    assertThat(answer).contains("Allow: GET");
  }

  @Test
  void refusesWhatIsTooLarge() throws IOException {
    assertThat(status(get("/lessons/share?seed=1&x=" + "1".repeat(LocalRequests.MAX_QUERY)))).isEqualTo("414");
    assertThat(status(get("/", "Content-Length: 5", "", "abc"))).isEqualTo("413");
    assertThat(status(get("/", "Transfer-Encoding: chunked", "", "0", ""))).isEqualTo("413");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/../cli/Main.class", "/%2e%2e/DemoServer.class", "/page/index.html", "/lessonsx",
      "/lessons/", "/lessons/nothing", "/lessons/share/more", "//"})
  void hasNothingElse(String path) throws IOException {
    assertThat(status(get(path))).isIn("404", "400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?seed=x", "?seed=1&x=abc", "?seed=1&x=1e999999999", "?seed=1&nothing=1", "?seed=1&x=1&x=2",
          "?seed=1&x", "?seed=1&prime=98", "?seed=1&image=40x40:00", "?seed=1&x=2000&prime=97", "?seed=1&bits=41",
          "?seed=1&x=%E2%82"})
  void saysWhatIsWrongWithInputs(String query) throws IOException {
    String answer = get("/lessons/share" + query);
    assertThat(status(answer)).isEqualTo("200");
    assertThat(answer).contains("\"event\":\"error\"").containsAnyOf("expected", "fit").doesNotContain("\"result\"");
  }

  @Test
  void servesManyAtOnce() throws Exception {
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService many = Executors.newFixedThreadPool(24)) {
      for (int i = 0; i < 24; i++) {
        String seed = Integer.toString(i);
        answers.add(many.submit(() -> get("/lessons/add?seed=" + seed)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).containsAnyOf("\"outcome\":\"agrees\"", "too many lessons");
      }
    }
    assertThat(get("/lessons/add?seed=1")).contains("\"outcome\":\"agrees\"");
  }

  @Test
  void listensOnLoopbackOnly() throws IOException {
    for (InetAddress address : NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList()) {
      if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
        try (Socket socket = new Socket()) {
          assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS))
              .isInstanceOf(ConnectException.class);
        }
      }
    }
    assertThat(InetAddress.getByName(URI.create(server.address()).getHost()).isLoopbackAddress()).isTrue();
  }
}
