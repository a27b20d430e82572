package org.duixian;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.duixian.commitment.AreaMemory;

/** A table on a plain map. */
public final class MapTable<K, V> implements AreaMemory.Table<K, V> {
  final Map<K, V> map = new HashMap<>();

  @Override
  public V get(K key) {
    return map.get(key);
  }

  @Override
  public void put(K key, V value) {
    map.put(key, value);
  }

  @Override
  public void remove(K key) {
    map.remove(key);
  }

  @Override
  public void removeIf(BiPredicate<K, V> predicate) {
    map.entrySet().removeIf(entry -> predicate.test(entry.getKey(), entry.getValue()));
  }

  @Override
  public void forEach(BiConsumer<K, V> action) {
    map.forEach(action);
  }
}
