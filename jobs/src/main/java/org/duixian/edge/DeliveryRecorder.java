package org.duixian.edge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.duixian.alert.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what Alertmanagers do with what they were told. Each of their receivers has this as a
 * webhook too, so what it is sent is what they were about to tell that receiver; it answers only
 * when that is recorded, or they try again. And it looks at what they count as failed: a delivery
 * that fails, or an Alertmanager that does not answer, is recorded and is itself an alert, told
 * through whichever Alertmanager answers.
 */
public final class DeliveryRecorder implements AutoCloseable {
  /** The alert of a delivery that fails; it has no role, so it reaches the receiver "others". */
  static final String DELIVERY = "DELIVERY";

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryRecorder.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_BYTES = 16 << 20;

  /**
   * An alert is kept up for twelve looks after the last failure: whoever retries has its pauses.
   */
  private static final int LOOKS = 3;

  private final NoticeLog notices;
  private final Clock clock;
  private final HttpServer server;
  private final ScheduledExecutorService watching =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "watch-deliveries");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<URI, AlertmanagerClient> peers = new TreeMap<>();
  private final Map<String, Double> counted = new HashMap<>();

  private DeliveryRecorder(NoticeLog notices, Clock clock, HttpServer server) {
    this.notices = notices;
    this.clock = clock;
    this.server = server;
  }

  /**
   * Starts to listen and to watch.
   *
   * @param listen where the webhooks of Alertmanager reach it
   * @param alertmanagers whom it watches
   * @param every how often it looks at them
   */
  public static DeliveryRecorder start(
      KafkaAccess kafka, InetSocketAddress listen, List<URI> alertmanagers, Duration every)
      throws IOException {
    var clock = Clock.systemUTC();
    var recorder = new DeliveryRecorder(new NoticeLog(kafka), clock, HttpServer.create(listen, 0));
    var telling = new AlertmanagerTelling(every.multipliedBy(LOOKS), 1, Duration.ofSeconds(10), "");
    alertmanagers.forEach(
        peer -> recorder.peers.put(peer, new AlertmanagerClient(peer, telling, clock::millis)));
    recorder.server.createContext("/", recorder::answer);
    recorder.server.start();
    var unused =
        recorder.watching.scheduleWithFixedDelay(
            recorder::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return recorder;
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** A message of Alertmanager's webhook, version 4. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Message(String receiver, String externalURL, List<Delivered> alerts) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Delivered(String status, Map<String, String> labels, Map<String, String> annotations) {}

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(record(exchange), -1);
    }
  }

  /** The status to answer: 5xx has Alertmanager try again. */
  private int record(HttpExchange exchange) {
    Message message;
    try {
      byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
      message = JSON.readValue(body, Message.class);
      if (message.receiver() == null || message.alerts() == null) {
        return 400;
      }
    } catch (IOException e) {
      LOG.warn("Not a message of Alertmanager: {}", e.getMessage());
      return 400;
    }
    try {
      long now = clock.millis();
      String peer = authority(message.externalURL());
      notices.write(
          message.alerts().stream()
              .map(
                  alert ->
                      AlertmanagerAlert.notice(
                          alert.labels(),
                          alert.annotations(),
                          alert.status().equals("resolved"),
                          peer,
                          message.receiver(),
                          "delivered",
                          0,
                          "",
                          now))
              .toList());
      notices.flush();
      return 200;
    } catch (IOException | RuntimeException e) {
      LOG.error("A delivery could not be recorded; Alertmanager tries again", e);
      return 503;
    }
  }

  private static String authority(String url) {
    if (url == null) {
      return "";
    }
    String authority = URI.create(url).getAuthority();
    return authority == null ? "" : authority;
  }

  private void look() {
    try {
      var failing = new ArrayList<AlertmanagerAlert>();
      var records = new ArrayList<Notice>();
      for (var peer : peers.entrySet()) {
        failures(peer.getKey(), peer.getValue())
            .forEach(
                (what, detail) -> {
                  AlertmanagerAlert alert = alert(peer.getKey().getAuthority(), what, detail);
                  failing.add(alert);
                  records.add(
                      alert.notice(
                          peer.getKey().getAuthority(), "undelivered", 0, detail, clock.millis()));
                });
      }
      if (!failing.isEmpty()) {
        peers.values().forEach(peer -> peer.post(failing).join());
      }
      notices.write(records);
      notices.flush();
    } catch (IOException | RuntimeException e) {
      LOG.error("What Alertmanager counts as failed could not be recorded", e);
    }
  }

  /** What has failed since the last look, and how. */
  private Map<String, String> failures(URI address, AlertmanagerClient peer) {
    var failures = new TreeMap<String, String>();
    Map<String, Double> now;
    try {
      now = peer.failedRequests();
    } catch (IOException e) {
      failures.put("alertmanager", e.toString());
      return failures;
    }
    now.forEach(
        (integration, count) -> {
          Double before = counted.put(address + " " + integration, count);
          // A smaller number is that of an Alertmanager that started again.
          double more = before == null ? 0 : count < before ? count : count - before;
          if (more > 0) {
            failures.put(integration, "%.0f requests failed".formatted(more));
          }
        });
    return failures;
  }

  private AlertmanagerAlert alert(String peer, String what, String detail) {
    var labels = new TreeMap<String, String>();
    labels.put("alertname", DELIVERY);
    labels.put("alert_id", DELIVERY + '-' + peer + '-' + what);
    labels.put("severity", "red");
    var annotations = new TreeMap<String, String>();
    boolean down = what.equals("alertmanager");
    annotations.put(
        "text_zh",
        down
            ? "【红】预警送达:Alertmanager %s 无应答。请检查。(%s)".formatted(peer, detail)
            : "【红】预警送达:Alertmanager %s 的 %s 通道发送失败。请检查。(%s)".formatted(peer, what, detail));
    annotations.put(
        "text_en",
        down
            ? "[RED] Delivery of alerts: Alertmanager %s does not answer (%s)"
                .formatted(peer, detail)
            : "[RED] Delivery of alerts: %s by Alertmanager %s fails (%s)"
                .formatted(what, peer, detail));
    return new AlertmanagerAlert(labels, annotations, clock.millis(), false);
  }

  @Override
  public void close() {
    server.stop(0);
    watching.shutdownNow();
    notices.close();
  }
}
