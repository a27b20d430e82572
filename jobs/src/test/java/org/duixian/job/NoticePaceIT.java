package org.duixian.job;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.duixian.alert.Steps.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.core.execution.JobClient;
import org.duixian.alert.Alert;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.JsonRecords;
import org.duixian.local.alerting.Messages;
import org.duixian.local.alerting.Messages.Message;
import org.duixian.local.alerting.Messages.News;
import org.duixian.local.alerting.Recipients;
import org.duixian.local.sim.JudgedDemo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo's alerts through NoticeJob and a real Alertmanager: people are told of them as soon, and
 * as often, as is reckoned.
 */
final class NoticePaceIT {
  /** Four weeks in which most of the demo's stories go wrong; an hour of them lasts 100 ms. */
  private static final int MONTH = ServiceDates.parse("2020-05-11");

  private static final int MONTH_DAYS = 28;
  private static final int TEMPO = 36_000;
  private static final long DAY_MILLIS = 86_400_000 / TEMPO;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;
  private NoticeStack stack;
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();

  /** A message that came, and when. */
  private record Received(long atMillis, JsonNode message) {
    String receiver() {
      return message.path("receiver").asText();
    }

    Stream<String> news() {
      return StreamSupport.stream(message.path("alerts").spliterator(), false)
          .map(
              alert ->
                  NoticePaceIT.news(
                      receiver(),
                      alert.at("/labels/alert_id").asText(),
                      alert.at("/labels/severity").asText(),
                      alert.path("status").asText().equals("resolved")));
    }
  }

  @BeforeEach
  void start() throws Exception {
    stack = NoticeStack.start(dir);
  }

  @AfterEach
  void stop() throws Exception {
    stack.close();
  }

  @Test
  void theRedOfEachStoryIsToldWithinAMinuteAtTheShippedPace() throws Exception {
    Recipients recipients = onlyRecorded("");
    Set<String> reds = new HashSet<>();
    List<Alert> untilRed =
        JudgedDemo.run().alerts.stream()
            .filter(step -> !reds.contains(step.alertId()))
            .filter(step -> !step.severity().equals("red") || reds.add(step.alertId()))
            .toList();
    assertThat(reds).hasSize(11);
    try (var alertmanager = stack.alertmanager("a", recipients)) {
      JobClient job = stack.startJob(List.of(alertmanager.address()));
      // Those of the second round find the groups told already.
      for (String round : List.of("", "-again")) {
        List<Alert> published = new ArrayList<>();
        for (Alert step : untilRed) {
          if (reds.contains(step.alertId())) {
            Alert now = judgedAt(System.currentTimeMillis(), step, round);
            published.add(now);
            stack.publish(now);
          }
        }
        Map<String, Long> expected = new HashMap<>();
        long inAnHour = System.currentTimeMillis() + 3_600_000;
        for (Message message : Messages.of(published, recipients, inAnHour)) {
          message.news().stream()
              .filter(each -> each.severity().equals("red"))
              .forEach(each -> expected.put(news(message, each), each.sinceMillis()));
        }
        stack.await(() -> firstTold().keySet().containsAll(expected.keySet()));
        assertThat(expected).hasSizeGreaterThanOrEqualTo(reds.size());
        Map<String, Long> told = firstTold();
        expected.forEach(
            (news, publishedMillis) ->
                assertThat(told.get(news) - publishedMillis).as(news).isLessThanOrEqualTo(60_000));
      }
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  /**
   * The model knows of each step when Alertmanager took it. It is not held to the moment: each of
   * Alertmanager's ticks, of which there are three a day here and thousands outside, comes a little
   * later than the one before, so that what is near to the end of a day slips into the next, and
   * alerts that come just when it ticks are one message or two. It goes by the clock, so it is run
   * by itself, by name and with -Dduixian.month=true.
   */
  @Test
  @EnabledIfSystemProperty(named = "duixian.month", matches = "true")
  void aMonthOfTheDemoIsToldAsOftenAsIsReckoned() throws Exception {
    // Of what the shipped pace is at the tempo, the waits are longer, because it takes a while to
    // reach Alertmanager; and again is said half a tick before the third and the fourth day.
    Recipients recipients =
        onlyRecorded(
            """
            pace:
              group_wait: 800ms
              group_interval: 800ms
              repeat_red: 6800ms
              repeat_yellow: 9200ms
              any_hour: true
            """);
    long monthStarts = ServiceDates.startMillis(MONTH);
    List<Alert> steps =
        JudgedDemo.run().alerts.stream()
            .filter(step -> step.atMillis() >= monthStarts)
            .filter(step -> step.atMillis() < ServiceDates.startMillis(MONTH + MONTH_DAYS))
            .sorted(Comparator.comparingLong(Alert::atMillis))
            .toList();
    try (var alertmanager = stack.alertmanager("a", recipients)) {
      JobClient job =
          stack.startJob(
              List.of(alertmanager.address()), "--every", "500ms", "--resolved-for", "6500ms");
      // The first takes its time. Of the demo's alerts none is for the others.
      stack.publish(step(0, "reminded", "reminder", "operator"));
      stack.await(() -> !received.isEmpty());

      long starts = System.currentTimeMillis();
      for (Alert step : steps) {
        long due = starts + (step.atMillis() - monthStarts) / TEMPO;
        stack.await(() -> System.currentTimeMillis() >= due);
        stack.publish(judgedAt(System.currentTimeMillis(), step, ""));
      }
      long ends = starts + MONTH_DAYS * DAY_MILLIS;
      stack.await(() -> System.currentTimeMillis() >= ends);
      List<Received> sent =
          received.stream()
              .filter(each -> each.atMillis() < ends && !each.receiver().equals("others"))
              .toList();
      List<Message> reckoned = Messages.of(asHeard(steps), recipients, ends - 1);
      job.cancel().get(1, TimeUnit.MINUTES);

      assertThat(sent.stream().flatMap(Received::news).distinct())
          .containsExactlyInAnyOrderElementsOf(
              reckoned.stream()
                  .flatMap(each -> each.news().stream().map(news -> news(each, news)))
                  .collect(toSet()));
      Map<String, int[]> sentPerDay = new TreeMap<>();
      sent.forEach(each -> count(each.receiver(), each.atMillis() - starts, sentPerDay));
      Map<String, int[]> reckonedPerDay = new TreeMap<>();
      reckoned.forEach(each -> count(each.receiver(), each.atMillis() - starts, reckonedPerDay));
      assertThat(sentPerDay).containsOnlyKeys(reckonedPerDay.keySet());
      reckonedPerDay.forEach(
          (receiver, expected) -> {
            int[] counted = sentPerDay.get(receiver);
            String said =
                "%s: sent %s, reckoned %s"
                    .formatted(receiver, Arrays.toString(counted), Arrays.toString(expected));
            int total = IntStream.of(expected).sum();
            assertThat(IntStream.of(counted).sum())
                .as(said)
                .isCloseTo(total, within(Math.max(2, total / 10)));
            Arrays.sort(counted);
            Arrays.sort(expected);
            assertThat(counted[MONTH_DAYS / 2])
                .as(said)
                .isCloseTo(expected[MONTH_DAYS / 2], within(1));
            assertThat(counted[MONTH_DAYS - 1])
                .as(said)
                .isCloseTo(expected[MONTH_DAYS - 1], within(1));
          });
    }
  }

  /** The steps of which Alertmanager was told, each as if it had been judged then. */
  private List<Alert> asHeard(List<Alert> steps) throws Exception {
    Map<String, Long> heardMillis = new HashMap<>();
    Alert last = steps.get(steps.size() - 1);
    stack.await(
        () -> {
          stack.notices().stream()
              .filter(notice -> notice.result().equals("accepted"))
              .forEach(
                  notice ->
                      heardMillis.merge(
                          notice.alertId() + ' ' + notice.revision(),
                          notice.atMillis(),
                          Math::min));
          return heardMillis.containsKey(last.alertId() + ' ' + last.revision());
        });
    List<Alert> heard = new ArrayList<>();
    for (Alert step : steps) {
      Long millis = heardMillis.get(step.alertId() + ' ' + step.revision());
      if (millis != null) {
        heard.add(judgedAt(millis, step, ""));
      }
    }
    return heard;
  }

  private static void count(String receiver, long millis, Map<String, int[]> perDay) {
    perDay.computeIfAbsent(receiver, to -> new int[MONTH_DAYS])[(int) (millis / DAY_MILLIS)]++;
  }

  /** The shipped recipients, of whom none is told, but only recorded that they would be. */
  private Recipients onlyRecorded(String pace) throws IOException {
    stack
        .people()
        .answer(
            message -> {
              received.add(new Received(System.currentTimeMillis(), message));
              return 200;
            });
    return stack
        .recipients(NoticeStack.shippedRecipients() + pace)
        .recordedOnly(stack.people().address().toString());
  }

  private Map<String, Long> firstTold() {
    Map<String, Long> told = new HashMap<>();
    received.forEach(each -> each.news().forEach(news -> told.putIfAbsent(news, each.atMillis())));
    return told;
  }

  private static String news(Message message, News news) {
    return news(message.receiver(), news.alertId(), news.severity(), news.over());
  }

  private static String news(String receiver, String alertId, String severity, boolean over) {
    return String.join(" ", receiver, alertId, severity, over ? "resolved" : "firing");
  }

  /** The step as if it had been judged then, of the alert of this name. */
  private static Alert judgedAt(long millis, Alert step, String suffix) throws IOException {
    var json = new JsonRecords<>(Alert.class);
    var fields = (ObjectNode) JSON.readTree(json.write(step));
    fields.put("at_millis", millis).put("alert_id", step.alertId() + suffix);
    return json.read(JSON.writeValueAsBytes(fields));
  }
}
