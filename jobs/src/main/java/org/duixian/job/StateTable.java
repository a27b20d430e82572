package org.duixian.job;

import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.FlinkRuntimeException;
import org.duixian.commitment.AreaMemory.Table;

/** A table in Flink's keyed state; a failing state backend fails the job. */
final class StateTable<K, V> implements Table<K, V> {
  private final MapState<K, V> state;

  private StateTable(MapState<K, V> state) {
    this.state = state;
  }

  static <K, V> StateTable<K, V> of(
      RuntimeContext context, String name, Class<K> key, Class<V> value) {
    return new StateTable<>(
        context.getMapState(
            new MapStateDescriptor<>(name, inOnePiece(context, key), inOnePiece(context, value))));
  }

  private static <T> TypeSerializer<T> inOnePiece(RuntimeContext context, Class<T> type) {
    return new OnePieceSerializer<>(context.createSerializer(TypeInformation.of(type)));
  }

  @Override
  public V get(K key) {
    try {
      return state.get(key);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  @Override
  public void put(K key, V value) {
    try {
      state.put(key, value);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  @Override
  public void remove(K key) {
    try {
      state.remove(key);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  @Override
  public void removeIf(BiPredicate<K, V> predicate) {
    try {
      for (var entries = state.iterator(); entries.hasNext(); ) {
        var entry = entries.next();
        if (predicate.test(entry.getKey(), entry.getValue())) {
          entries.remove();
        }
      }
    } catch (Exception e) {
      throw failed(e);
    }
  }

  @Override
  public void forEach(BiConsumer<K, V> action) {
    try {
      for (var entry : state.entries()) {
        action.accept(entry.getKey(), entry.getValue());
      }
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private static RuntimeException failed(Exception e) {
    return e instanceof RuntimeException runtime
        ? runtime
        : new FlinkRuntimeException("the state backend failed", e);
  }
}
