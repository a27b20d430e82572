package org.duixian.event;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Turns records into events, driven by the schemas, in one pass of a streaming parser. Every record
 * ends as exactly one {@link Event} or one {@link Rejected}; nothing in a record makes it throw.
 *
 * <p>Of several faults a record is rejected for the first of: too large, empty, not UTF-8, not
 * JSON, personal data, what the schemas forbid (in the order of the document), key, topic, time,
 * and contradiction. Cheap to build and not thread-safe: one for each task.
 */
public final class EventDecoder {
  /** Larger records are not parsed. */
  public static final int MAX_BYTES = 262_144;

  /** How much later than its arrival an event may claim to have happened. */
  public static final long FUTURE_TOLERANCE_MILLIS = 5 * 60 * 1_000;

  private final EventTypes types;
  private final Consistency consistency;
  private final Schema.Fields envelopeSchema;
  private final Schema.Text sourceSchema;
  private final Schema.Fields.FieldReader readEnvelopeField = this::readEnvelopeField;
  private final Schema.Fields.FieldReader readDataField = this::readDataField;
  private final int source;
  private final int id;
  private final int type;
  private final int subject;
  private final int time;
  private final int recordedTime;
  private final int siteCode;
  private final int villageCode;
  private final int data;

  // The record being read.
  private final String[] envelope;
  private EventTypes.Known known;
  private String[] fields;
  private int skippedDataStart;

  public EventDecoder(EventTypes types) {
    this.types = types;
    this.consistency = new Consistency(types);
    this.envelopeSchema = types.envelope();
    this.envelope = new String[envelopeSchema.names().length];
    this.source = envelopeSchema.positions().get("source");
    this.id = envelopeSchema.positions().get("id");
    this.type = envelopeSchema.positions().get("type");
    this.subject = envelopeSchema.positions().get("subject");
    this.time = envelopeSchema.positions().get("time");
    this.recordedTime = envelopeSchema.positions().get("recordedtime");
    this.siteCode = envelopeSchema.positions().get("sitecode");
    this.villageCode = envelopeSchema.positions().get("villagecode");
    this.data = envelopeSchema.positions().get("data");
    this.sourceSchema = (Schema.Text) envelopeSchema.schemas()[source];
  }

  /** Gives the record to exactly one of the two, once. */
  public void decode(
      RawRecord record, Consumer<? super Event> accepted, Consumer<? super Rejected> rejected) {
    Arrays.fill(envelope, null);
    known = null;
    fields = null;
    skippedDataStart = -1;
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      rejected.accept(reject(record, RejectReason.empty, "no bytes", false));
      return;
    }
    if (value.length > MAX_BYTES) {
      String detail = value.length + " bytes, more than " + MAX_BYTES;
      rejected.accept(reject(record, RejectReason.too_large, detail, false));
      return;
    }
    int invalid = Utf8.firstInvalid(value);
    if (invalid >= 0) {
      String detail = "not UTF-8 at byte " + invalid;
      rejected.accept(reject(record, RejectReason.invalid_utf8, detail, false));
      return;
    }
    try (Reading reading = new Reading(value)) {
      read(reading);
      if (reading.reason() == null) {
        judge(record, accepted, rejected);
      } else {
        rejected.accept(reject(record, reading.reason(), reading.detail(), true));
      }
    } catch (StreamConstraintsException e) {
      rejected.accept(reject(record, RejectReason.malformed_json, at("beyond a limit", e), false));
    } catch (JsonProcessingException e) {
      rejected.accept(reject(record, RejectReason.malformed_json, at("not JSON", e), false));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** The rejection of a record that was decoded but concerns no known area. */
  public static Rejected refused(
      RawRecord record, String source, RejectReason reason, String detail) {
    return new Rejected(
        reason.name(),
        Redaction.text(detail, Redaction.MAX_DETAIL_CHARS),
        source,
        record.topic(),
        record.partition(),
        record.offset(),
        record.arrivedMillis(),
        Redaction.document(record.value()));
  }

  private void read(Reading reading) throws IOException {
    if (reading.next() != JsonToken.START_OBJECT) {
      throw new JsonParseException(null, "not an object", JsonLocation.NA);
    }
    envelopeSchema.read(reading, readEnvelopeField);
    reading.end();
    if (known != null && skippedDataStart >= 0) {
      reading.returnTo(skippedDataStart, envelopeSchema.names()[data]);
      readData(reading);
    }
  }

  private void readEnvelopeField(int position, Schema schema, Reading reading) throws IOException {
    if (position != data) {
      envelope[position] = schema.read(reading);
      if (position == type && envelope[type] != null) {
        known = types.known(envelope[type]);
        if (known == null) {
          reading.fault(RejectReason.unknown_type, "is not a known type");
        }
      }
    } else if (known != null) {
      readData(reading);
    } else {
      skippedDataStart = reading.tokenStart();
      schema.read(reading);
    }
  }

  private void readData(Reading reading) throws IOException {
    fields = new String[known.data().names().length];
    known.data().read(reading, readDataField);
  }

  private void readDataField(int position, Schema schema, Reading reading) throws IOException {
    if (reading.token().isStructStart()) {
      int start = reading.tokenStart();
      schema.read(reading);
      fields[position] = reading.textSince(start);
    } else {
      fields[position] = schema.read(reading);
    }
  }

  /** Judges a record whose envelope and data are as their schemas say. */
  private void judge(
      RawRecord record, Consumer<? super Event> accepted, Consumer<? super Rejected> rejected) {
    Event event = event(record);
    RejectReason reason = null;
    String detail = null;
    if (!isKey(record.key(), event.source())) {
      reason = RejectReason.wrong_key;
      detail = "source: is not the record key";
    } else if (!isTopicOf(known.type(), record.topic())) {
      reason = RejectReason.wrong_topic;
      detail = "type: " + event.type() + " in topic " + record.topic();
    } else if (event.timeMillis() > record.arrivedMillis() + FUTURE_TOLERANCE_MILLIS) {
      reason = RejectReason.future_time;
      detail =
          "time: " + (event.timeMillis() - record.arrivedMillis()) / 1_000 + " s after it arrived";
    } else {
      detail = consistency.contradiction(event);
      reason = detail == null ? null : RejectReason.inconsistent;
    }
    if (reason == null) {
      accepted.accept(event);
    } else {
      rejected.accept(reject(record, reason, detail, true));
    }
  }

  private Event event(RawRecord record) {
    long timeMillis = Long.parseLong(envelope[time]);
    return new Event(
        envelope[source],
        envelope[id],
        known.type().name(),
        envelope[subject],
        timeMillis,
        envelope[recordedTime] == null ? timeMillis : Long.parseLong(envelope[recordedTime]),
        record.arrivedMillis(),
        envelope[siteCode],
        envelope[villageCode],
        record.topic(),
        record.partition(),
        record.offset(),
        fields);
  }

  private Rejected reject(RawRecord record, RejectReason reason, String detail, boolean isJson) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    return new Rejected(
        reason.name(),
        Redaction.text(detail, Redaction.MAX_DETAIL_CHARS),
        envelope[source] != null ? envelope[source] : sourceOfKey(record.key()),
        record.topic(),
        record.partition(),
        record.offset(),
        record.arrivedMillis(),
        isJson ? Redaction.document(value) : Redaction.undecodable(value));
  }

  /** The record key, if it can be a source and names no person; else empty. */
  private String sourceOfKey(byte[] key) {
    String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    char[] chars = text.toCharArray();
    return sourceSchema.accepts(text) && !PersonalNumbers.in(chars, 0, chars.length) ? text : "";
  }

  private static boolean isKey(byte[] key, String source) {
    if (key == null || key.length != source.length()) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (key[i] != source.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Heartbeats travel behind the events of their source, in the topic of whatever stream it is. */
  private static boolean isTopicOf(EventType type, String topic) {
    int streamLength = topic.length() - EventTypes.TOPIC_PREFIX.length();
    return topic.startsWith(EventTypes.TOPIC_PREFIX)
        && (type.name().equals(Heartbeat.TYPE)
            ? streamLength > 0
            : streamLength == type.stream().length() && topic.endsWith(type.stream()));
  }

  private static String at(String what, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null || location.getByteOffset() < 0
        ? what
        : what + " at byte " + location.getByteOffset();
  }
}
