package org.duixian.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.duixian.alert.Alert;
import org.duixian.commitment.Outcome;
import org.duixian.level.ServiceLevel;

/**
 * The published records of one type as JSON and back: names in snake_case, service dates as ISO
 * dates, NaN as null, enums by name, maps ordered by key, so that equal records are equal bytes.
 *
 * <p>A field that this version does not know is skipped and one that an older version did not write
 * is read as null, 0 or NaN: jobs of neighbouring versions understand each other. For one thread:
 * what each record is written with is used again for the next.
 */
public final class JsonRecords<T> {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(new BlackbirdModule()) // method handles instead of reflection
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new WriteShare())
                  .addSerializer(Double.class, new WriteShare())
                  .addDeserializer(double.class, new ReadShare()))
          .addMixIn(Outcome.class, ServiceDates.class)
          .addMixIn(ServiceLevel.class, ServiceDates.class)
          .addMixIn(Alert.class, ServiceDates.class)
          .build();

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final SequenceWriter writer;
  private final ObjectReader reader;

  public JsonRecords(Class<T> type) {
    try {
      writer = MAPPER.writerFor(type).withRootValueSeparator("").writeValues(written);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // to memory: it never does
    }
    reader = MAPPER.readerFor(type);
  }

  /** One JSON object, UTF-8, without a line break. */
  public byte[] write(T record) {
    try {
      writer.write(record);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] json = written.toByteArray();
    written.reset();
    return json;
  }

  /**
   * The record that {@link #write} wrote.
   *
   * @throws IOException if these bytes (or null, a tombstone) are no such record
   */
  public T read(byte[] json) throws IOException {
    if (json == null) {
      throw new IOException("a record without a value");
    }
    T record = reader.readValue(json);
    if (record == null) {
      throw new IOException("null instead of an object");
    }
    return record;
  }

  /** Which components are service dates, in any of the records. */
  @SuppressWarnings("UnusedMethod") // a Jackson mix-in
  private interface ServiceDates {
    @JsonSerialize(using = WriteDate.class)
    @JsonDeserialize(using = ReadDate.class)
    int serviceDate();

    @JsonSerialize(using = WriteDate.class)
    @JsonDeserialize(using = ReadDate.class)
    int sinceDate();
  }

  /** Remembers the last one: a day is judged for all its commitments at once. */
  private static final class WriteDate extends JsonSerializer<Integer> {
    private record Written(int epochDay, String date) {}

    private Written last = new Written(0, "1970-01-01");

    @Override
    public void serialize(Integer epochDay, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      Written written = last; // several threads write
      if (written.epochDay != epochDay) {
        written = new Written(epochDay, LocalDate.ofEpochDay(epochDay).toString());
        last = written;
      }
      out.writeString(written.date);
    }
  }

  private static final class ReadDate extends JsonDeserializer<Integer> {
    @Override
    public Integer deserialize(JsonParser in, DeserializationContext context) throws IOException {
      try {
        return Math.toIntExact(LocalDate.parse(in.getText()).toEpochDay());
      } catch (DateTimeParseException e) {
        return (Integer) context.handleWeirdStringValue(int.class, in.getText(), "not a date");
      }
    }

    @Override
    public Integer getNullValue(DeserializationContext context) {
      return 0;
    }
  }

  private static final class WriteShare extends JsonSerializer<Double> {
    @Override
    public void serialize(Double share, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (share.isNaN()) {
        out.writeNull();
      } else if (share.isInfinite()) {
        throw new IOException("JSON has no infinite number");
      } else {
        out.writeNumber(share);
      }
    }
  }

  private static final class ReadShare extends JsonDeserializer<Double> {
    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return in.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
