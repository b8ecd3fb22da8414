package org.moiety.experiments.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Answers, and the headers of all of them.
final class Responses {
  /// Nothing from elsewhere, no markup as script, no frame around the page.
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
      + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

  private Responses() {}

  static void secure(HttpExchange exchange) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    send(exchange, 200, type, body);
  }

  /// One line of text, and the end of the connection.
  static void refuse(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getResponseHeaders().set("Connection", "close");
    send(exchange, status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    secure(exchange);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (!isHead) {
        out.write(body);
        out.flush();
      }
    }
  }
}
