package org.duixian.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.SimpleBatchCreator;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.connector.base.sink.writer.strategy.CongestionControlRateLimitingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.NoOpScalingStrategy;
import org.apache.flink.metrics.Counter;
import org.duixian.alert.Announcement;
import org.duixian.alert.Notice;

/**
 * Tells one Alertmanager, one request at a time, so that an end never overtakes what it ends. What
 * it refuses (4xx) is recorded and left; what fails (5xx, 429, no answer) is tried again, after
 * ever longer pauses, until it passes or there is something newer to say of that alert.
 */
final class AlertmanagerWriter extends AsyncSinkWriter<Announcement, AlertmanagerAlert> {
  /** The counter that deploy/prometheus/rules.yml asks for: what was refused, or failed once. */
  static final String FAILED_NOTICES = "failedNotices";

  private static final int MOST_WAITING = 100_000;
  private static final int MOST_BYTES = 4 << 20;
  private static final int GATHER_MILLIS = 200;
  private static final int FIRST_PAUSE_MILLIS = 1_000;

  private final String peer;
  private final AlertmanagerTelling telling;
  private final AlertmanagerClient client;
  private final NoticeLog notices;
  private final LatestAnnouncements waiting;
  private final ProcessingTimeService clock;

  /** What was recorded last of an alert, so that saying it again is recorded only if it differs. */
  private final Map<Map<String, String>, String> recorded =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, String>, String> eldest) {
          return size() > MOST_WAITING;
        }
      };

  private final Counter failed;
  private int failuresInARow;

  AlertmanagerWriter(
      URI peer, AlertmanagerTelling telling, NoticeLog notices, WriterInitContext context) {
    this(
        peer,
        telling,
        notices,
        context,
        new LatestAnnouncements(context.getProcessingTimeService()::getCurrentProcessingTime));
  }

  private AlertmanagerWriter(
      URI peer,
      AlertmanagerTelling telling,
      NoticeLog notices,
      WriterInitContext context,
      LatestAnnouncements waiting) {
    super(
        (announcement, ignored) ->
            AlertmanagerAlert.of(
                announcement,
                telling.link(),
                context.getProcessingTimeService().getCurrentProcessingTime()),
        context,
        AsyncSinkWriterConfiguration.builder()
            .setMaxBatchSize(telling.batch())
            .setMaxBatchSizeInBytes(MOST_BYTES)
            .setMaxInFlightRequests(1)
            .setMaxBufferedRequests(MOST_WAITING)
            .setMaxTimeInBufferMS(GATHER_MILLIS)
            .setMaxRecordSizeInBytes(MOST_BYTES)
            .setRateLimitingStrategy(
                CongestionControlRateLimitingStrategy.builder()
                    .setMaxInFlightRequests(1)
                    .setInitialMaxInFlightMessages(telling.batch())
                    .setScalingStrategy(new NoOpScalingStrategy<>())
                    .build())
            .build(),
        List.of(),
        new SimpleBatchCreator<>(MOST_BYTES),
        waiting);
    this.peer = peer.getAuthority();
    this.telling = telling;
    this.notices = notices;
    this.waiting = waiting;
    this.clock = context.getProcessingTimeService();
    this.failed = context.metricGroup().counter(FAILED_NOTICES);
    this.client = new AlertmanagerClient(peer, telling, clock::getCurrentProcessingTime);
  }

  @Override
  protected void submitRequestEntries(
      List<AlertmanagerAlert> batch, ResultHandler<AlertmanagerAlert> handler) {
    client
        .post(batch)
        .thenAccept(answers -> conclude(batch, answers, handler))
        .exceptionally(
            bug -> {
              handler.completeExceptionally(new IllegalStateException(bug));
              return null;
            });
  }

  private void conclude(
      List<AlertmanagerAlert> batch,
      List<AlertmanagerClient.Answer> answers,
      ResultHandler<AlertmanagerAlert> handler) {
    long now = clock.getCurrentProcessingTime();
    var again = new ArrayList<AlertmanagerAlert>();
    var news = new ArrayList<Notice>();
    for (int i = 0; i < batch.size(); i++) {
      AlertmanagerAlert alert = batch.get(i);
      AlertmanagerClient.Answer answer = answers.get(i);
      if (!answer.accepted()) {
        failed.inc();
      }
      if (answer.mayPass()) {
        again.add(alert);
      }
      Notice notice = alert.notice(peer, answer.result(), answer.status(), answer.detail(), now);
      if (isNews(alert, notice)) {
        news.add(notice);
      }
    }
    notices.write(news);
    if (again.isEmpty()) {
      failuresInARow = 0;
      handler.complete();
    } else {
      pause(now);
      handler.retryForEntries(again);
    }
  }

  private boolean isNews(AlertmanagerAlert alert, Notice notice) {
    String said =
        "%d %s %s %d"
            .formatted(notice.revision(), notice.state(), notice.result(), notice.status());
    return !said.equals(recorded.put(alert.labels(), said));
  }

  /** Doubles up to the time after which everything is said again anyway, less a part by chance. */
  private void pause(long now) {
    long longest = telling.every().toMillis();
    long pause = Math.min(longest, (long) FIRST_PAUSE_MILLIS << Math.min(failuresInARow++, 20));
    long until = now + pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    waiting.pauseUntil(until);
    var unused = clock.registerTimer(until, time -> flush(true));
  }

  @Override
  protected long getSizeInBytes(AlertmanagerAlert alert) {
    return 3L * (chars(alert.labels()) + chars(alert.annotations()));
  }

  private static long chars(Map<String, String> texts) {
    return texts.entrySet().stream()
        .mapToLong(text -> text.getKey().length() + text.getValue().length() + 8)
        .sum();
  }

  /** What a checkpoint covers is on its way, and what came of it is recorded. */
  @Override
  public void flush(boolean everything) throws InterruptedException {
    super.flush(everything);
    try {
      notices.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    notices.close();
  }
}
