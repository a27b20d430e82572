package org.duixian.job;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.duixian.area.AreaEvent;
import org.duixian.event.Event;

/**
 * Writes an {@link AreaEvent} field by field. Every event crosses the one shuffle, and Flink's
 * serializer for records sets each field by reflection. Events never rest in state, so the format
 * need not outlive a running job.
 */
final class AreaEventSerializer extends TypeSerializerSingleton<AreaEvent> {
  private static final long serialVersionUID = 1;
  static final AreaEventSerializer INSTANCE = new AreaEventSerializer();

  @Override
  public void serialize(AreaEvent areaEvent, DataOutputView out) throws IOException {
    Event event = areaEvent.event();
    StringValue.writeString(areaEvent.areaId(), out);
    out.writeBoolean(areaEvent.primary());
    StringValue.writeString(event.source(), out);
    StringValue.writeString(event.id(), out);
    StringValue.writeString(event.type(), out);
    StringValue.writeString(event.subject(), out);
    out.writeLong(event.timeMillis());
    out.writeLong(event.recordedMillis());
    out.writeLong(event.arrivedMillis());
    StringValue.writeString(event.siteCode(), out);
    StringValue.writeString(event.villageCode(), out);
    StringValue.writeString(event.topic(), out);
    out.writeInt(event.partition());
    out.writeLong(event.offset());
    out.writeShort(event.fields().length);
    for (String field : event.fields()) {
      StringValue.writeString(field, out);
    }
  }

  @Override
  public AreaEvent deserialize(DataInputView in) throws IOException {
    String areaId = StringValue.readString(in);
    boolean primary = in.readBoolean();
    return new AreaEvent(
        areaId,
        primary,
        new Event(
            StringValue.readString(in),
            StringValue.readString(in),
            StringValue.readString(in),
            StringValue.readString(in),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            StringValue.readString(in),
            StringValue.readString(in),
            StringValue.readString(in),
            in.readInt(),
            in.readLong(),
            fields(in)));
  }

  private static String[] fields(DataInputView in) throws IOException {
    var fields = new String[in.readShort()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = StringValue.readString(in);
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
  public TypeSerializerSnapshot<AreaEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** There is nothing to configure. Public, as Flink makes it by name. */
  @SuppressWarnings("WeakerAccess")
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<AreaEvent> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
