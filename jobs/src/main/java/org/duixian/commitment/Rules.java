package org.duixian.commitment;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** Which rule book holds on which service day. */
public interface Rules extends Serializable {

  /**
   * The book that holds on a service day; never asked for a day that has not begun anywhere,
   * because until then another book may be published for it.
   */
  RuleBook on(int serviceDate);

  /** Makes sure that there is a book at all, so that a job without one does not start. */
  default void open() {}

  /** No more will be asked. */
  default void close() {}

  /**
   * What has been judged by which books.
   *
   * @param throughDate the latest service day that was asked for
   * @param books those that hold on the days up to it
   */
  record Judged(int throughDate, List<String> books) {
    public static final Judged NOTHING = new Judged(Integer.MIN_VALUE, List.of());
  }

  /** What has been judged so far; to be kept with what came of it. */
  default Judged judged() {
    return Judged.NOTHING;
  }

  /** Goes on where something has been judged before; fails if it would now be judged otherwise. */
  default void goOnAfter(Judged judged) {}

  /** A commitment as it stands on a service day. */
  default Optional<Commitment> find(String commitmentId, int serviceDate) {
    return on(serviceDate).catalogue().find(commitmentId);
  }

  /** The first day from which on a commitment has been in every book, up to a service day. */
  default int promisedSince(String commitmentId, int serviceDate) {
    int since = serviceDate;
    while (true) {
      int from = on(since).appliesFrom();
      if (since < from || on(from - 1) == on(from)) {
        return Integer.MIN_VALUE; // the first book holds before its day, too
      }
      if (find(commitmentId, from - 1).isEmpty()) {
        return from;
      }
      since = from - 1;
    }
  }

  /** Whether a commitment is promised on a service day, and as on the day before. */
  default boolean unchanged(String commitmentId, int serviceDate) {
    RuleBook today = on(serviceDate);
    RuleBook before = on(serviceDate - 1);
    if (today == before) {
      return true;
    }
    var now = today.catalogue().find(commitmentId).map(Commitment::version);
    return now.isPresent()
        && now.equals(before.catalogue().find(commitmentId).map(Commitment::version));
  }
}
