package org.duixian.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.flink.util.ExceptionUtils;

/** The API v2 of one Alertmanager. */
final class AlertmanagerClient {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Pattern FAILED =
      Pattern.compile(
          "(?m)^alertmanager_notification_requests_failed_total\\{.*?integration=\"([^\"]+)\"[^}]*}"
              + " (\\S+)$");

  private final URI alerts;
  private final URI metrics;
  private final AlertmanagerTelling telling;
  private final LongSupplier clock;
  private final HttpClient http;

  AlertmanagerClient(URI peer, AlertmanagerTelling telling, LongSupplier clock) {
    String base = peer.toString().replaceFirst("/*$", "");
    this.alerts = URI.create(base + "/api/v2/alerts");
    this.metrics = URI.create(base + "/metrics");
    this.telling = telling;
    this.clock = clock;
    this.http = HttpClient.newBuilder().connectTimeout(telling.timeout()).build();
  }

  /**
   * What the Alertmanager says to one alert.
   *
   * @param status of HTTP, 0 where there was no answer
   */
  record Answer(int status, String detail) {

    boolean accepted() {
      return status / 100 == 2;
    }

    /** Whether the same may be accepted another time. */
    boolean mayPass() {
      return status / 100 != 2 && (status / 100 != 4 || status == TOO_MANY_REQUESTS);
    }

    String result() {
      if (accepted()) {
        return "accepted";
      }
      return mayPass() ? "failed" : "refused";
    }
  }

  /**
   * Posts them in one request; what is answered to each, in their order. Never completes
   * exceptionally.
   */
  CompletableFuture<List<Answer>> post(List<AlertmanagerAlert> batch) {
    return request(batch)
        .thenCompose(
            answer ->
                // Of a batch with one it does not like it has stored the others: ask for each.
                answer.status() == 400 && batch.size() > 1
                    ? oneByOne(batch)
                    : CompletableFuture.completedFuture(Collections.nCopies(batch.size(), answer)));
  }

  /**
   * How many requests of each integration (email, wechat, webhook …) have failed since it started.
   *
   * @throws IOException if it does not answer
   */
  Map<String, Double> failedRequests() throws IOException {
    var request = HttpRequest.newBuilder(metrics).timeout(telling.timeout()).build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("it answers " + response.statusCode());
      }
      var failed = new TreeMap<String, Double>();
      FAILED
          .matcher(response.body())
          .results()
          .forEach(
              line -> failed.merge(line.group(1), Double.parseDouble(line.group(2)), Double::sum));
      return failed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private CompletableFuture<List<Answer>> oneByOne(List<AlertmanagerAlert> batch) {
    var answers = CompletableFuture.<List<Answer>>completedFuture(new ArrayList<>());
    for (AlertmanagerAlert alert : batch) {
      answers =
          answers.thenCompose(
              before ->
                  request(List.of(alert))
                      .thenApply(
                          answer -> {
                            before.add(answer);
                            return before;
                          }));
    }
    return answers;
  }

  private CompletableFuture<Answer> request(List<AlertmanagerAlert> batch) {
    var request =
        HttpRequest.newBuilder(alerts)
            .timeout(telling.timeout())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body(batch)))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                failure == null
                    ? new Answer(response.statusCode(), response.body())
                    : new Answer(0, reason(failure)));
  }

  /** By the clock of this moment: what waited must not arrive as something long over. */
  private byte[] body(List<AlertmanagerAlert> batch) {
    long now = clock.getAsLong();
    try {
      return JSON.writeValueAsBytes(
          batch.stream()
              .map(alert -> alert.json(alert.over() ? now : now + telling.holdsForMillis()))
              .toList());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(Throwable failure) {
    return ExceptionUtils.stripCompletionException(failure).toString();
  }
}
