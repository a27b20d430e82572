package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.area.ReferenceException;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.RuleBook;
import org.duixian.local.KafkaBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published, what is refused, and what a reader makes of it, on a real broker. */
final class ReferencePublisherIT {
  private static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");
  private static final int TODAY = ServiceDates.parse("2020-05-06");

  @TempDir private Path dir;
  private Path reference;
  private KafkaBroker broker;
  private KafkaAccess access;

  @BeforeEach
  void start() throws IOException {
    broker = KafkaBroker.start(dir.resolve("kafka"));
    access = KafkaAccess.to(broker.bootstrapServers());
    reference = Files.createDirectory(dir.resolve("reference"));
    try (Stream<Path> files = Files.list(Path.of("..", "schemas", "reference", "demo"))) {
      for (Path each : files.toList()) {
        Files.copy(each, reference.resolve(each.getFileName()));
      }
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private ReferencePublisher publisher(String localTime) {
    var now = Instant.parse(localTime + ":00+08:00");
    return new ReferencePublisher(access, Clock.fixed(now, ZoneOffset.UTC));
  }

  private ReferencePublisher.Published publish(int appliesFrom, boolean history) {
    return publisher("2020-05-06T12:00").publish(reference, COMMITMENTS, appliesFrom, history);
  }

  private void change(String file, String before, String after) throws IOException {
    String text = Files.readString(reference.resolve(file));
    assertThat(text).contains(before);
    Files.writeString(reference.resolve(file), text.replace(before, after));
  }

  private void version(String name) throws IOException {
    String text = Files.readString(reference.resolve("reference.yaml"));
    Files.writeString(
        reference.resolve("reference.yaml"),
        text.replaceFirst("(?m)^version: .*$", "version: " + name));
  }

  private List<RuleBook> read() {
    try (var topic = new ReferenceTopic(access)) {
      topic.readToEnd();
      return topic.books();
    }
  }

  @Test
  void aVersionIsReadAsItWasPublishedAndNotTwice() throws IOException {
    version("first");
    assertThat(publish(TODAY + 1, false).news()).isTrue();
    assertThat(publish(TODAY + 1, false).news()).isFalse();

    assertThat(read())
        .singleElement()
        .satisfies(
            book -> {
              assertThat(book.version()).isEqualTo("first");
              assertThat(book.appliesFrom()).isEqualTo(TODAY + 1);
              assertThat(book.catalogue().find("C05")).isPresent();
            });
  }

  @Test
  void whatIsPublishedKeepsItsContentAndItsDate() throws IOException {
    version("first");
    publish(TODAY + 1, false);

    assertThatThrownBy(() -> publish(TODAY + 2, false))
        .isInstanceOf(PublishRefused.class)
        .hasMessage(
            "--applies-from '2020-05-08': version 'first' is published and applies from 2020-05-07");
    change("areas.csv", "Hewangling Town", "Hewangling");
    assertThatThrownBy(() -> publish(TODAY + 1, false))
        .isInstanceOf(PublishRefused.class)
        .hasMessageContaining("version 'first' is published with other content");
    assertThat(read()).hasSize(1);
  }

  @Test
  void aVersionThatWasReplacedDoesNotHoldAgainUnseen() throws IOException {
    version("first");
    publish(TODAY + 1, false);
    version("second");
    publish(TODAY + 1, false);
    version("first");

    assertThatThrownBy(() -> publish(TODAY + 1, false))
        .isInstanceOf(PublishRefused.class)
        .hasMessageContaining("version 'first' was replaced by 'second' for the same day");
    version("third");
    assertThat(publish(TODAY + 1, false).news()).isTrue();
  }

  @Test
  void aDayThatHasBegunOrIsAboutToIsForHistoryOnly() {
    assertThatThrownBy(() -> publish(TODAY, false))
        .isInstanceOf(PublishRefused.class)
        .hasMessageContaining("--applies-from '2020-05-06': must be after today, 2020-05-06");
    var lateAtNight = publisher("2020-05-06T23:51");
    assertThatThrownBy(() -> lateAtNight.publish(reference, COMMITMENTS, TODAY + 1, false))
        .isInstanceOf(PublishRefused.class)
        .hasMessageContaining("begins in less than 10 minutes");
    assertThat(read()).isEmpty();

    publish(TODAY, true);
    assertThat(read()).hasSize(1);
  }

  @Test
  void whatCanNotBeUsedIsNotPublished() throws IOException {
    change("areas.csv", "f01,former_township,", "f01,village,");

    assertThatThrownBy(() -> publish(TODAY + 1, false)).isInstanceOf(ReferenceException.class);
    assertThat(read()).isEmpty();
  }

  @Test
  void aLargeFileIsCutAndPutTogetherAgain() throws IOException {
    version("large");
    String attribution = "x".repeat(2 * ReferencePublisher.PART_BYTES) + "y";
    String text = Files.readString(reference.resolve("reference.yaml"));
    Files.writeString(
        reference.resolve("reference.yaml"), text.strip() + "\n  - " + attribution + '\n');
    publish(TODAY + 1, false);

    assertThat(read())
        .singleElement()
        .satisfies(book -> assertThat(book.registry().attribution()).last().isEqualTo(attribution));
  }

  @Test
  void aVersionWhosePartsAreNotThoseOfItsManifestDoesNotExist() throws Exception {
    version("first");
    publish(TODAY + 1, false);
    version("second");
    publish(TODAY + 2, false);
    try (var topic = new ReferenceTopic(access)) {
      topic.readToEnd();
      var manifest = topic.find("second").orElseThrow().manifest();
      send(ReferenceManifest.key("torn", "reference/areas.csv", 0), "something".getBytes(UTF_8));
      send(
          "torn",
          new ReferenceManifest(
                  "torn", manifest.appliesFrom(), manifest.publishedAt(), manifest.files())
              .write());
      send("third/reference/areas.csv/0", "no manifest follows".getBytes(UTF_8));

      topic.readToEnd();

      assertThat(topic.versions())
          .extracting(version -> version.manifest().version())
          .containsExactly("first", "second");
    }
  }

  @Test
  void aVersionOfAnotherProgramIsNamedAndCanBeReplaced() throws Exception {
    version("first");
    publish(TODAY + 1, false);
    byte[] areas = "other columns than today's\n".getBytes(UTF_8);
    String path = "reference/areas.csv";
    send(ReferenceManifest.key("of-another-program", path, 0), areas);
    send(
        "of-another-program",
        new ReferenceManifest(
                "of-another-program",
                ServiceDates.format(TODAY + 2),
                "2020-05-06T04:00:00Z",
                List.of(new ReferenceManifest.Entry(path, ReferenceFiles.sha256(areas), 1)))
            .write());

    assertThatThrownBy(this::read)
        .hasMessageContaining("version 'of-another-program' in topic reference")
        .hasMessageContaining("areas.csv")
        .hasMessageContaining("publish one that can be used for the same day");
    version("second");
    assertThatThrownBy(() -> publish(TODAY + 3, false))
        .isInstanceOf(PublishRefused.class)
        .hasMessageContaining("version 'of-another-program'");

    publish(TODAY + 2, false);

    assertThat(read()).extracting(RuleBook::version).containsExactly("first", "second");
  }

  private void send(String key, byte[] value) throws Exception {
    Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", access.servers()));
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(ReferenceTopic.NAME, key.getBytes(UTF_8), value)).get();
    }
  }

  @Test
  void aTopicThatForgetsIsRefused() {
    broker.createTopics(List.of(new NewTopic(ReferenceTopic.NAME, 2, (short) 1)));

    assertThatThrownBy(() -> publish(TODAY + 1, false))
        .isInstanceOf(PublishRefused.class)
        .hasMessage(
            "topic reference has cleanup.policy=delete and 2 partitions, but must have compact and"
                + " 1");
  }

  @Test
  void aJobTakesUpWhatIsPublishedBeforeItsDayAndFailsOnWhatComesAfter() throws IOException {
    version("first");
    publish(TODAY - 10, true);
    var rules = new PublishedRules(access);
    var other = new PublishedRules(access);
    rules.open();
    other.open();
    try {
      assertThat(rules.on(TODAY).version()).isEqualTo("first");
      version("second");
      publish(TODAY + 1, true);
      assertThat(other.on(TODAY - 20).version()).isEqualTo("first");
      assertThat(rules.on(TODAY + 1).version()).isEqualTo("second");
      assertThat(other.on(TODAY + 1).version()).isEqualTo("second");
      assertThat(rules.on(TODAY).version()).isEqualTo("first");

      version("third");
      publish(TODAY + 1, true);
      assertThat(rules.on(TODAY + 1).version()).isEqualTo("second");
      assertThatThrownBy(() -> other.on(TODAY + 2))
          .hasMessageContaining("days up to 2020-05-07 were judged by")
          .hasMessageContaining("third from 2020-05-07");
    } finally {
      rules.close();
      other.close();
    }
  }
}
