package org.duixian.job;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.duixian.area.AreaEvent;

/**
 * How Flink sends an {@link AreaEvent} from one task to another; see {@link AreaEventSerializer}.
 */
final class AreaEventType extends TypeInformation<AreaEvent> {
  private static final long serialVersionUID = 1;

  @Override
  public TypeSerializer<AreaEvent> createSerializer(SerializerConfig config) {
    return new AreaEventSerializer();
  }

  @Override
  public Class<AreaEvent> getTypeClass() {
    return AreaEvent.class;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public String toString() {
    return "AreaEvent";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AreaEventType;
  }

  @Override
  public int hashCode() {
    return AreaEventType.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof AreaEventType;
  }
}
