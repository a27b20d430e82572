package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.RuleBooks;
import org.duixian.event.EventTypes;

/** Publishes versions of reference data and commitments, each as a whole or not at all. */
public final class ReferencePublisher {
  static final int PART_BYTES = 512 * 1024;

  /** Events may be ahead of the clock by five minutes, and clocks differ. */
  private static final Duration NOTICE = Duration.ofMinutes(10);

  private static final Duration READABLE_WITHIN = Duration.ofSeconds(30);

  private static final Map<String, String> TOPIC =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(2 * PART_BYTES));

  private final KafkaAccess access;
  private final Clock clock;

  public ReferencePublisher(KafkaAccess access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  /**
   * What was published.
   *
   * @param news false if the very same was there before
   * @param files how many files it has
   */
  public record Published(String version, boolean news, int files) {}

  /**
   * Publishes one version.
   *
   * @param appliesFrom the service date from which it holds
   * @param history whether that may be a day that has begun: right only before any job has judged
   *     it
   * @throws PublishRefused if the day has begun or is about to, if there is another such version,
   *     if it was replaced since by another one for the same day, or if it drops a former township
   * @throws org.duixian.area.ReferenceException if the reference data can't be used
   * @throws org.duixian.commitment.CatalogueException if the commitments can't be used
   */
  public Published publish(Path reference, Path commitments, int appliesFrom, boolean history) {
    var files = ReferenceFiles.of(reference, commitments);
    RuleBook book = files.book(EventTypes.load(), appliesFrom);
    if (!history) {
      refuseWithoutNotice(appliesFrom);
    }
    var manifest = manifest(book, files);
    createTopic();
    try (var producer = new KafkaProducer<>(access.over(producer()), BYTES, BYTES);
        var topic = new ReferenceTopic(access)) {
      producer.initTransactions(); // from here on any other publisher's transaction fails
      topic.readToEnd();
      if (isThere(manifest, book, topic)) {
        return new Published(book.version(), false, manifest.files().size());
      }
      producer.beginTransaction();
      for (var file : manifest.files()) {
        byte[] bytes = files.byPath().get(file.path());
        for (int n = 0; n < file.parts(); n++) {
          int end = Math.min(bytes.length, (n + 1) * PART_BYTES);
          send(
              ReferenceManifest.key(manifest.version(), file.path(), n),
              Arrays.copyOfRange(bytes, n * PART_BYTES, end),
              producer);
        }
      }
      send(manifest.version(), manifest.write(), producer);
      producer.commitTransaction();
      awaitReadable(manifest.version(), topic);
      return new Published(book.version(), true, manifest.files().size());
    } catch (KafkaException e) {
      throw new PublishRefused(access + " does not take the version: " + e.getMessage(), e);
    }
  }

  private static final ByteArraySerializer BYTES = new ByteArraySerializer();

  private Map<String, String> producer() {
    return Map.of(
        "bootstrap.servers",
        access.servers(),
        "transactional.id",
        "duixian-publish-" + ReferenceTopic.NAME,
        "max.request.size",
        Integer.toString(2 * PART_BYTES),
        "compression.type",
        "lz4");
  }

  private static void send(String key, byte[] value, KafkaProducer<byte[], byte[]> producer) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                ReferenceTopic.NAME,
                ReferenceTopic.PARTITION.partition(),
                key.getBytes(UTF_8),
                value));
  }

  private void refuseWithoutNotice(int appliesFrom) {
    long now = clock.millis();
    if (appliesFrom <= ServiceDates.serviceDate(now)) {
      throw new PublishRefused(
          "--applies-from '%s': must be after today, %s (--history loads what held before any job ran)"
              .formatted(
                  ServiceDates.format(appliesFrom),
                  ServiceDates.format(ServiceDates.serviceDate(now))));
    }
    if (ServiceDates.startMillis(appliesFrom) - now < NOTICE.toMillis()) {
      throw new PublishRefused(
          "--applies-from '%s': begins in less than %d minutes; its first events may be on their way"
              .formatted(ServiceDates.format(appliesFrom), NOTICE.toMinutes()));
    }
  }

  private ReferenceManifest manifest(RuleBook book, ReferenceFiles files) {
    var entries = new ArrayList<ReferenceManifest.Entry>();
    files
        .byPath()
        .forEach(
            (path, bytes) ->
                entries.add(
                    new ReferenceManifest.Entry(
                        path,
                        ReferenceFiles.sha256(bytes),
                        (bytes.length + PART_BYTES - 1) / PART_BYTES)));
    return new ReferenceManifest(
        book.version(),
        ServiceDates.format(book.appliesFrom()),
        clock.instant().toString(),
        List.copyOf(entries));
  }

  /** What is committed can be read a little later, and only then is it published. */
  private static void awaitReadable(String version, ReferenceTopic topic) {
    long until = System.nanoTime() + READABLE_WITHIN.toNanos();
    while (topic.find(version).isEmpty()) {
      if (System.nanoTime() > until) {
        throw new PublishRefused(
            "version '%s' is written but can't be read after %d s; publish it again to be sure"
                .formatted(version, READABLE_WITHIN.toSeconds()));
      }
      topic.readToEnd();
    }
  }

  private static boolean isThere(ReferenceManifest manifest, RuleBook book, ReferenceTopic topic) {
    try {
      var known = topic.find(manifest.version()).map(ReferenceTopic.Version::manifest);
      if (known.isEmpty()) {
        var books = new ArrayList<>(topic.booksBeside(manifest.appliesFrom()));
        books.add(book);
        RuleBooks.of(books);
        return false;
      }
      if (!known.get().files().equals(manifest.files())) {
        throw new PublishRefused(
            "reference.yaml: version '%s' is published with other content; give this one another name"
                .formatted(manifest.version()));
      }
      if (!known.get().appliesFrom().equals(manifest.appliesFrom())) {
        throw new PublishRefused(
            "--applies-from '%s': version '%s' is published and applies from %s"
                .formatted(manifest.appliesFrom(), manifest.version(), known.get().appliesFrom()));
      }
      String holds = RuleBooks.of(topic.books()).on(book.appliesFrom()).version();
      if (!holds.equals(manifest.version())) {
        throw new PublishRefused(
            "reference.yaml: version '%s' was replaced by '%s' for the same day; to return to it, give it another name"
                .formatted(manifest.version(), holds));
      }
      return true;
    } catch (IllegalArgumentException | ReferenceTopic.Unusable e) {
      throw new PublishRefused(e.getMessage(), e);
    }
  }

  private void createTopic() {
    var settings =
        Map.of(
            "bootstrap.servers", access.servers(),
            "request.timeout.ms", "5000",
            "default.api.timeout.ms", "15000"); // somebody waits
    try (var admin = Admin.create(access.over(settings))) {
      try {
        admin
            .createTopics(
                List.of(
                    new NewTopic(ReferenceTopic.NAME, Optional.of(1), Optional.empty())
                        .configs(TOPIC)))
            .all()
            .get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
        refuseUnlessKept(admin);
      }
    } catch (ExecutionException e) {
      throw new PublishRefused(
          "%s does not create topic %s: %s"
              .formatted(access, ReferenceTopic.NAME, e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishRefused("interrupted while Kafka was asked", e);
    }
  }

  /** A topic that forgets, or of several partitions, would tear versions apart. */
  private static void refuseUnlessKept(Admin admin)
      throws ExecutionException, InterruptedException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, ReferenceTopic.NAME);
    String policy =
        admin
            .describeConfigs(List.of(resource))
            .all()
            .get()
            .get(resource)
            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
            .value();
    int partitions =
        admin
            .describeTopics(List.of(ReferenceTopic.NAME))
            .allTopicNames()
            .get()
            .get(ReferenceTopic.NAME)
            .partitions()
            .size();
    if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT) || partitions != 1) {
      throw new PublishRefused(
          "topic %s has cleanup.policy=%s and %d partitions, but must have compact and 1"
              .formatted(ReferenceTopic.NAME, policy, partitions));
    }
  }
}
