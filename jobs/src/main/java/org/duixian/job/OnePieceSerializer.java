package org.duixian.job;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes just what another serializer writes, but hands it on in one piece. Flink's serializers
 * write texts byte by byte, and the stream of a checkpoint takes a lock for each. Format and
 * snapshot are the other serializer's: a version without this class reads the same state, and it
 * may change as far as that serializer allows.
 */
final class OnePieceSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1;
  private static final int USUAL_BYTES = 256;

  private final TypeSerializer<T> written;
  private transient DataOutputSerializer piece;

  OnePieceSerializer(TypeSerializer<T> written) {
    this.written = written;
  }

  @Override
  public void serialize(T value, DataOutputView out) throws IOException {
    if (piece == null) {
      piece = new DataOutputSerializer(USUAL_BYTES);
    }
    piece.clear();
    written.serialize(value, piece);
    out.write(piece.getSharedBuffer(), 0, piece.length());
  }

  @Override
  public T deserialize(DataInputView in) throws IOException {
    return written.deserialize(in);
  }

  @Override
  public T deserialize(T reuse, DataInputView in) throws IOException {
    return written.deserialize(reuse, in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    written.copy(in, out);
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return new OnePieceSerializer<>(written.duplicate());
  }

  @Override
  public boolean isImmutableType() {
    return written.isImmutableType();
  }

  @Override
  public T createInstance() {
    return written.createInstance();
  }

  @Override
  public T copy(T from) {
    return written.copy(from);
  }

  @Override
  public T copy(T from, T reuse) {
    return written.copy(from, reuse);
  }

  @Override
  public int getLength() {
    return written.getLength();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OnePieceSerializer<?> another && written.equals(another.written);
  }

  @Override
  public int hashCode() {
    return written.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return written.snapshotConfiguration();
  }
}
