package org.duixian.commitment;

import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * What is remembered of one area: Flink state in the job, plain maps in tests. Bounded: open
 * obligations leave when decided, or after the correction horizon where a gap hides what became of
 * them; everything dated leaves after the horizon.
 */
public interface AreaMemory {

  /** Obligations that are to be looked at again, by commitment, source and subject. */
  Table<String, Obligation> obligations();

  /** Settled ones, which something late may still revise; by commitment, source and subject. */
  Table<String, Obligation> broken();

  /** What must be looked at when, by source and quarter of an hour; see {@link Agenda}. */
  Table<String, String[]> agenda();

  /** Opening logs by commitment and site. */
  Table<String, PresenceLog> presence();

  /** What was supplied, by commitment and source. */
  Table<String, SupplyLog> supply();

  /** What was paid, by commitment and source. */
  Table<String, TransferLog> transfers();

  /** The area's part of the timetables, by source and route. */
  Table<String, RouteTimetables> timetables();

  /** The notified suspensions, by source and route. */
  Table<String, RouteSuspensions> suspensions();

  /** Milestones by commitment, source and name. */
  Table<String, Milestone> milestones();

  /** Persons watched, by commitment, source and person. */
  Table<String, Watch> watches();

  /** Published lists of items by commitment, source and site. */
  Table<String, ItemLists> itemLists();

  /** Source clocks by source. */
  Table<String, SourceClock> clocks();

  /** Fingerprints of what has been seen, by source and service day; see {@link Seen}. */
  Table<Long, long[]> seen();

  /** A small keyed table. */
  interface Table<K, V> {
    /** The value, or null. */
    V get(K key);

    void put(K key, V value);

    void remove(K key);

    /** Removes every entry that the predicate accepts; the predicate sees each entry once. */
    void removeIf(BiPredicate<K, V> predicate);

    /** Shows every entry, in no order; the table must not be changed meanwhile. */
    void forEach(BiConsumer<K, V> action);
  }
}
