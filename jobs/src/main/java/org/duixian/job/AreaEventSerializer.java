package org.duixian.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.duixian.area.AreaEvent;
import org.duixian.event.Event;

/**
 * Writes an {@link AreaEvent} field by field, of its event what the meters ask for. Every event
 * crosses the one shuffle, and Flink's serializer for records sets each field by reflection. Events
 * never rest in state, so the format need not outlive a running job.
 *
 * <p>Names that come again and again are read as the same text, which is hashed only once: half of
 * what a meter does is to look things up by them. Those that come together are read together.
 */
final class AreaEventSerializer extends TypeSerializer<AreaEvent> {
  private static final long serialVersionUID = 1;
  private static final int ABSENT = -1;

  /** Where an event goes and where it comes from. */
  private record Way(String areaId, String source, String topic) {}

  private transient Recurring<String> names = new Recurring<>(AreaEventSerializer::text);
  private transient Recurring<Way> ways = new Recurring<>(this::way);
  private transient byte[] read = new byte[256];

  private Object readResolve() {
    return new AreaEventSerializer();
  }

  @Override
  public TypeSerializer<AreaEvent> duplicate() {
    return new AreaEventSerializer();
  }

  @Override
  public void serialize(AreaEvent areaEvent, DataOutputView out) throws IOException {
    Event event = areaEvent.event();
    byte[] area = areaEvent.areaId().getBytes(StandardCharsets.UTF_8);
    byte[] source = event.source().getBytes(StandardCharsets.UTF_8);
    byte[] topic = event.topic().getBytes(StandardCharsets.UTF_8);
    out.writeInt(3 * Integer.BYTES + area.length + source.length + topic.length);
    write(area, out);
    write(source, out);
    write(topic, out);
    write(event.type(), out);
    write(event.id(), out);
    out.writeBoolean(areaEvent.primary());
    out.writeLong(event.timeMillis());
    out.writeLong(event.arrivedMillis());
    out.writeInt(event.partition());
    out.writeLong(event.offset());
    out.writeShort(event.fields().length);
    for (String field : event.fields()) {
      write(field, out);
    }
  }

  @Override
  public AreaEvent deserialize(DataInputView in) throws IOException {
    int wayLength = read(in);
    Way way = ways.of(read, wayLength);
    int typeLength = read(in);
    String type = names.of(read, typeLength);
    String id = text(in);
    boolean primary = in.readBoolean();
    long timeMillis = in.readLong();
    long arrivedMillis = in.readLong();
    return new AreaEvent(
        way.areaId,
        primary,
        Event.metered(
            way.source,
            id,
            type,
            timeMillis,
            arrivedMillis,
            way.topic,
            in.readInt(),
            in.readLong(),
            fields(in)));
  }

  private static void write(String text, DataOutputView out) throws IOException {
    if (text == null) {
      out.writeInt(ABSENT);
    } else {
      write(text.getBytes(StandardCharsets.UTF_8), out);
    }
  }

  private static void write(byte[] utf8, DataOutputView out) throws IOException {
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private Way way(byte[] bytes, int length) {
    var buffer = ByteBuffer.wrap(bytes, 0, length);
    return new Way(name(buffer), name(buffer), name(buffer));
  }

  /** That of an area is the same text in all its ways: it is the key of all state. */
  private String name(ByteBuffer buffer) {
    byte[] utf8 = new byte[buffer.getInt()];
    buffer.get(utf8);
    return names.of(utf8, utf8.length);
  }

  private String text(DataInputView in) throws IOException {
    int length = read(in);
    return length == ABSENT ? null : text(read, length);
  }

  private static String text(byte[] utf8, int length) {
    return new String(utf8, 0, length, StandardCharsets.UTF_8);
  }

  /** Reads the bytes of a text and returns how many there are. */
  private int read(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length > read.length) {
      read = new byte[length];
    }
    if (length > 0) {
      in.readFully(read, 0, length);
    }
    return length;
  }

  private String[] fields(DataInputView in) throws IOException {
    var fields = new String[in.readShort()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = text(in);
    }
    return fields;
  }

  @Override
  public AreaEvent deserialize(AreaEvent reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public AreaEvent createInstance() {
    return null;
  }

  @Override
  public AreaEvent copy(AreaEvent from) {
    return from;
  }

  @Override
  public AreaEvent copy(AreaEvent from, AreaEvent reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AreaEventSerializer;
  }

  @Override
  public int hashCode() {
    return AreaEventSerializer.class.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<AreaEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** There is nothing to configure. Public, as Flink makes it by name. */
  @SuppressWarnings("WeakerAccess")
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<AreaEvent> {
    public Snapshot() {
      super(AreaEventSerializer::new);
    }
  }
}
