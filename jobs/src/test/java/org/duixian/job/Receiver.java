package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP server that keeps what it is sent, and answers as it is told. */
final class Receiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What WeCom answers, and nobody else reads. */
  private static final byte[] ANSWER = "{\"errcode\":0,\"access_token\":\"t\"}".getBytes(UTF_8);

  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Function<JsonNode, Integer> status = body -> 200;

  private Receiver(HttpServer server) {
    this.server = server;
  }

  static Receiver start() throws IOException {
    var receiver =
        new Receiver(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    receiver.server.createContext(
        "/",
        exchange -> {
          JsonNode body = JSON.readTree(exchange.getRequestBody());
          int status = receiver.status.apply(body);
          if (status == 200) {
            receiver.received.add(body);
          }
          exchange.sendResponseHeaders(status, ANSWER.length);
          exchange.getResponseBody().write(ANSWER);
          exchange.close();
        });
    receiver.server.start();
    return receiver;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What it answers from now on; only what it answers 200 is kept. */
  void answer(Function<JsonNode, Integer> status) {
    this.status = status;
  }

  /** Each body that it answered 200, in order. */
  List<JsonNode> received() {
    return received;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
