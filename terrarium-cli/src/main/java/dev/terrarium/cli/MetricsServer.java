package dev.terrarium.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.terrarium.pipeline.metrics.PrometheusMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Serves the metrics of a run to Prometheus, on this machine alone.
final class MetricsServer implements AutoCloseable {
  private static final String PATH = "/metrics";

  private final PrometheusMetrics metrics;
  private final HttpServer server;
  private final ExecutorService thread;

  private MetricsServer(PrometheusMetrics metrics, HttpServer server) {
    this.metrics = metrics;
    this.server = server;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("terrarium-metrics").daemon().factory());
    server.setExecutor(thread);
    server.createContext("/", this::answer);
  }

  /// Begins to serve.
  ///
  /// @param port where, or 0 for any port that is free
  static MetricsServer start(int port, PrometheusMetrics metrics) {
    try {
      var address =
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
      var made = new MetricsServer(metrics, HttpServer.create(address, 0));
      made.server.start();
      return made;
    } catch (IOException failure) {
      throw new CommandLineException(
          "--metrics-port",
          "Metrics cannot be served on port " + port + ": " + Sentences.reason(failure) + ".");
    }
  }

  /// Returns where they are found.
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        send(exchange, 404, "Metrics are at " + PATH + "\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "Metrics are only to be read\n");
      } else {
        var text = new StringBuilder();
        metrics.write(text);
        exchange.getResponseHeaders().set("Content-Type", PrometheusMetrics.CONTENT_TYPE);
        send(exchange, 200, text.toString());
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdown();
  }
}
