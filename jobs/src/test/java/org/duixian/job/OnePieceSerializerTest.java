package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.duixian.commitment.PresenceLog;
import org.duixian.commitment.SourceClock;
import org.junit.jupiter.api.Test;

final class OnePieceSerializerTest {
  private static final String TEXT = "hall-12|C04|办事 1";

  private final TypeSerializer<String> plain = serializer(String.class);
  private final TypeSerializer<String> onePiece = new OnePieceSerializer<>(plain);

  private static <T> TypeSerializer<T> serializer(Class<T> type) {
    return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  /** Like the stream of a checkpoint; counts how often something is handed to it. */
  private static final class Stream extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pieces;

    @Override
    public void write(int one) {
      bytes.write(one);
      pieces++;
    }

    @Override
    public void write(byte[] many, int from, int length) {
      bytes.write(many, from, length);
      pieces++;
    }
  }

  @SafeVarargs
  private static <T> Stream written(TypeSerializer<T> serializer, T... values) throws IOException {
    var stream = new Stream();
    var out = new DataOutputViewStreamWrapper(stream);
    for (T value : values) {
      serializer.serialize(value, out);
    }
    return stream;
  }

  @Test
  void handsOnEachValueInOnePiece() throws IOException {
    assertThat(written(plain, TEXT, "").pieces).isGreaterThan(TEXT.length());
    assertThat(written(onePiece, TEXT, "").pieces).isEqualTo(2);
  }

  @Test
  void writesTheBytesThatTheOtherWrites() throws IOException {
    String longer = "四".repeat(5_000);
    assertThat(written(onePiece, TEXT, longer, "", TEXT).bytes.toByteArray())
        .isEqualTo(written(plain, TEXT, longer, "", TEXT).bytes.toByteArray());
  }

  @Test
  void readsWhatTheOtherHasWritten() throws IOException {
    var in = new DataInputDeserializer(written(plain, TEXT, "x").bytes.toByteArray());
    assertThat(List.of(onePiece.deserialize(in), onePiece.deserialize(in)))
        .containsExactly(TEXT, "x");
  }

  @Test
  void twoThreadsDoNotShareAPiece() throws Exception {
    var other = onePiece.duplicate();
    var texts = new String[10_000];
    Arrays.setAll(texts, i -> "case-" + i);
    byte[] expected = written(plain, texts).bytes.toByteArray();
    var beside = new byte[1][];
    var thread =
        new Thread(
            () -> {
              try {
                beside[0] = written(other, texts).bytes.toByteArray();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    byte[] here = written(onePiece, texts).bytes.toByteArray();
    thread.join();
    assertThat(here).isEqualTo(expected);
    assertThat(beside[0]).isEqualTo(expected);
  }

  @Test
  void stateOfAVersionWithoutItIsItsOwnAndTheOtherWayRound() {
    for (Class<?> type : List.of(String.class, SourceClock.class, PresenceLog.class)) {
      restores(type);
    }
  }

  private static <T> void restores(Class<T> type) {
    TypeSerializer<T> before = serializer(type);
    TypeSerializer<T> now = new OnePieceSerializer<>(serializer(type));
    var from = before.snapshotConfiguration();
    var to = now.snapshotConfiguration();
    assertThat(to.resolveSchemaCompatibility(from).isCompatibleAsIs()).isTrue();
    assertThat(from.resolveSchemaCompatibility(to).isCompatibleAsIs()).isTrue();
  }
}
