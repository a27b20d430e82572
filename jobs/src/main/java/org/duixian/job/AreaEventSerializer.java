package org.duixian.job;

import java.io.IOException;
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
 * what a meter does is to look things up by them.
 */
final class AreaEventSerializer extends TypeSerializer<AreaEvent> {
  private static final long serialVersionUID = 1;
  private static final int ABSENT = -1;

  private transient RecurringNames names = new RecurringNames();
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
    write(areaEvent.areaId(), out);
    out.writeBoolean(areaEvent.primary());
    write(event.source(), out);
    write(event.id(), out);
    write(event.type(), out);
    out.writeLong(event.timeMillis());
    out.writeLong(event.arrivedMillis());
    write(event.topic(), out);
    out.writeInt(event.partition());
    out.writeLong(event.offset());
    out.writeShort(event.fields().length);
    for (String field : event.fields()) {
      write(field, out);
    }
  }

  @Override
  public AreaEvent deserialize(DataInputView in) throws IOException {
    String areaId = name(in);
    boolean primary = in.readBoolean();
    String source = name(in);
    String id = text(in);
    String type = name(in);
    long timeMillis = in.readLong();
    return new AreaEvent(
        areaId,
        primary,
        new Event(
            source,
            id,
            type,
            null,
            timeMillis,
            timeMillis,
            in.readLong(),
            null,
            null,
            name(in),
            in.readInt(),
            in.readLong(),
            fields(in)));
  }

  private static void write(String text, DataOutputView out) throws IOException {
    if (text == null) {
      out.writeInt(ABSENT);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private String text(DataInputView in) throws IOException {
    int length = read(in);
    return length == ABSENT ? null : new String(read, 0, length, StandardCharsets.UTF_8);
  }

  private String name(DataInputView in) throws IOException {
    int length = read(in);
    return length == ABSENT ? null : names.of(read, length);
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
