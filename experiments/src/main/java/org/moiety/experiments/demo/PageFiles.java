package org.moiety.experiments.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// The files of the page, each known by name.
final class PageFiles implements HttpHandler {
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final Map<String, String> TYPES = Map.of("index.html", "text/html; charset=utf-8", "style.css",
      "text/css; charset=utf-8", "icon.svg", "image/svg+xml", "main.js", SCRIPT, "dom.js", SCRIPT, "inputs.js", SCRIPT,
      "picture.js", SCRIPT, "step.js", SCRIPT, "values.js", SCRIPT, "charts.js", SCRIPT);

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.equals("/") ? "index.html" : path.substring(1);
    String type = TYPES.get(name);
    if (type == null) {
      Responses.refuse(exchange, 404, "there is no such page");
      return;
    }
    try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the file " + name + " of the page is missing");
      }
      Responses.send(exchange, type, in.readAllBytes());
    }
  }
}
