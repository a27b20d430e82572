package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.duixian.area.ReferenceException;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.CatalogueException;
import org.duixian.commitment.RuleBook;
import org.duixian.event.EventTypes;

/**
 * Reads the compacted topic {@value #NAME}, in which every version of reference data and
 * commitments stands as a whole: the files in parts, then the manifest. A version without its
 * manifest, or whose files are not those that it names, does not exist.
 */
final class ReferenceTopic implements AutoCloseable {
  static final String NAME = "reference";
  static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

  private final EventTypes types = EventTypes.load();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, byte[]> parts = new HashMap<>();
  private final Map<String, Version> versions = new LinkedHashMap<>();
  private final Map<Version, RuleBook> books = new HashMap<>();

  /** A complete version. */
  record Version(ReferenceManifest manifest, ReferenceFiles files) {}

  /** A version that another version of the program published and this one does not understand. */
  static final class Unusable extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private Unusable(ReferenceManifest manifest, Exception cause) {
      super(
          ("version '%s' in topic %s, which applies from %s, can't be used by this program: %s;"
                  + " publish one that can be used for the same day")
              .formatted(manifest.version(), NAME, manifest.appliesFrom(), cause.getMessage()),
          cause);
    }
  }

  ReferenceTopic(KafkaAccess access) {
    consumer = TopicEnd.consumer(access);
  }

  /** Reads what has been published since the last time, up to now. */
  void readToEnd() {
    if (consumer.assignment().isEmpty()) {
      var partitions = consumer.partitionsFor(NAME);
      if (partitions == null || partitions.isEmpty()) {
        return; // there is no such topic yet
      }
      consumer.assign(List.of(PARTITION));
    }
    TopicEnd.readTo(consumer, this::take);
  }

  /** The complete versions, in the order of publication. */
  List<Version> versions() {
    return List.copyOf(versions.values());
  }

  Optional<Version> find(String version) {
    return Optional.ofNullable(versions.get(version));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), UTF_8);
    if (key.indexOf('/') >= 0) {
      if (record.value() == null) {
        parts.remove(key);
      } else {
        parts.put(key, record.value());
      }
      return;
    }
    versions.remove(key); // what comes last stands last
    if (record.value() != null) {
      version(record).ifPresent(version -> versions.put(key, version));
    }
  }

  private Optional<Version> version(ConsumerRecord<byte[], byte[]> record) {
    try {
      var manifest = ReferenceManifest.read(record.value());
      var files = new TreeMap<String, byte[]>();
      for (var file : manifest.files()) {
        var bytes = new ByteArrayOutputStream();
        for (String key : manifest.keys(file)) {
          byte[] part = parts.remove(key);
          bytes.writeBytes(part == null ? new byte[0] : part);
        }
        if (!ReferenceFiles.sha256(bytes.toByteArray()).equals(file.sha256())) {
          return Optional.empty();
        }
        files.put(file.path(), bytes.toByteArray());
      }
      ServiceDates.parse(manifest.appliesFrom());
      return Optional.of(new Version(manifest, new ReferenceFiles(files)));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "%s@%d is no manifest; only 'duixian publish' may write to this topic"
              .formatted(PARTITION, record.offset()),
          e);
    }
  }

  /**
   * The rule books of the versions that hold: of those that apply from one day the last.
   *
   * @throws Unusable if one of them is not understood
   */
  List<RuleBook> books() {
    return booksBeside("");
  }

  /** The same, but without the one that applies from a day for which another is to come. */
  List<RuleBook> booksBeside(String appliesFrom) {
    var holding = new LinkedHashMap<String, Version>();
    versions.values().forEach(version -> holding.put(version.manifest.appliesFrom(), version));
    holding.remove(appliesFrom);
    books.keySet().retainAll(versions.values());
    return holding.values().stream()
        .map(version -> books.computeIfAbsent(version, this::book))
        .toList();
  }

  private RuleBook book(Version version) {
    try {
      int appliesFrom = ServiceDates.parse(version.manifest.appliesFrom());
      return version.files.book(types, appliesFrom);
    } catch (ReferenceException | CatalogueException e) {
      throw new Unusable(version.manifest, e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
