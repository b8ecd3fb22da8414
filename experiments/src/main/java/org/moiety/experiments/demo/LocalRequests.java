package org.moiety.experiments.demo;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets through what the page itself asks for, or its reader by its address.
///
/// A page of another site can make a browser send requests here. It is told apart by the host it names (a name of its own that points to this machine: DNS
/// rebinding), by its origin, or by what the browser says of it.
final class LocalRequests extends Filter {
  static final int MAX_QUERY = 8192;

  private final Set<String> hosts;

  LocalRequests(int port) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  @Override
  public String description() {
    return "requests of this machine's own page";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String query = exchange.getRequestURI().getRawQuery();
    if (!isOwnHost(headers)) {
      Responses.refuse(exchange, 421, "expected the host that moiety demo printed");
    } else if (!isOwnOrigin(exchange)) {
      Responses.refuse(exchange, 403, "expected a request of this page");
    } else if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      Responses.refuse(exchange, 405, "expected GET");
    } else if (hasBody(headers)) {
      Responses.refuse(exchange, 413, "expected no body");
    } else if (query != null && query.length() > MAX_QUERY) {
      Responses.refuse(exchange, 414, "expected at most " + MAX_QUERY + " characters of query");
    } else {
      chain.doFilter(exchange);
    }
  }

  private boolean isOwnHost(Headers headers) {
    List<String> named = headers.get("Host");
    return named != null && named.size() == 1 && hosts.contains(named.getFirst());
  }

  /// A link on another site may lead to the page, and to nothing else.
  private static boolean isOwnOrigin(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    List<String> origins = headers.get("Origin");
    if (origins != null && !origins.equals(List.of("http://" + headers.getFirst("Host")))) {
      return false;
    }
    List<String> sites = headers.get("Sec-Fetch-Site");
    return sites == null || sites.equals(List.of("same-origin")) || sites.equals(List.of("none"))
        || (isPage(exchange) && "navigate".equals(headers.getFirst("Sec-Fetch-Mode")));
  }

  private static boolean isPage(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().equals("/") && exchange.getRequestURI().getRawQuery() == null;
  }

  private static boolean hasBody(Headers headers) {
    @Nullable
    String length = headers.getFirst("Content-Length");
    return headers.containsKey("Transfer-Encoding") || (length != null && !length.equals("0"));
  }
}
