package org.moiety.experiments.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.moiety.experiments.lesson.Lessons;
import org.moiety.experiments.run.UsageException;

/// Serves the page of the lessons to browsers of this machine.
///
/// How long a request may take to arrive, and how many connections there may be, are settings of the JDK's server among the options of the JVM.
public final class DemoServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BACKLOG = 16;
  private static final int THREADS = 16;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS,
      Thread.ofPlatform().daemon().name("moiety-page-", 0).factory());
  private final LessonRuns runs = new LessonRuns();

  private DemoServer(HttpServer server) {
    this.server = server;
  }

  /// @param port 0 for any that is free
  /// @throws UsageException if that port cannot be had
  public static DemoServer start(int port) {
    DemoServer demo;
    try {
      demo = new DemoServer(
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG));
    } catch (IOException e) {
      throw new UsageException("--port " + port + ": " + e.getMessage());
    }
    demo.serve();
    return demo;
  }

  private void serve() {
    LocalRequests local = new LocalRequests(server.getAddress().getPort());
    List.of(server.createContext("/", new PageFiles()), server.createContext("/lessons", new Described()),
        server.createContext(LessonRuns.PATH, runs)).forEach(context -> context.getFilters().add(local));
    server.setExecutor(threads);
    server.start();
  }

  /// Of the page.
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
    runs.close();
    threads.shutdownNow();
  }

  /// All lessons, in reading order.
  private static final class Described implements HttpHandler {
    @Override
    public void handle(HttpExchange exchange) throws IOException {
      if (!exchange.getRequestURI().getPath().equals("/lessons")) {
        Responses.refuse(exchange, 404, "there is no such page");
        return;
      }
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      Lessons.all().forEach(lesson -> all.add(LessonEvents.lesson(lesson)));
      Responses.send(exchange, "application/json; charset=utf-8", all.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
