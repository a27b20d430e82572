package org.duixian.edge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.RuleBooks;
import org.duixian.commitment.Rules;

/**
 * The rule books as they are published in Kafka. The topic is read to its end when a job starts and
 * whenever it comes to a service day on which nobody in this JVM has been, before the first thing
 * of that day is judged: so a version that was published before its day began is never missed, and
 * one that comes too late is noticed and fails the job.
 *
 * <p>Each operator has an instance of its own, used by one thread; all of a JVM share a reader.
 */
public final class PublishedRules implements Rules {
  private static final long serialVersionUID = 1;
  private static final Map<KafkaAccess, Reader> READERS = new HashMap<>();

  private final KafkaAccess access;
  private transient Reader reader;
  private transient RuleBook book;
  private transient int from;
  private transient int until;

  public PublishedRules(KafkaAccess access) {
    this.access = access;
  }

  /** Reads the topic; fails if it holds no version. */
  @Override
  public void open() {
    synchronized (READERS) {
      reader = READERS.computeIfAbsent(access, Reader::new);
      reader.users++;
    }
    reader.through(Integer.MIN_VALUE);
  }

  @Override
  public void close() {
    if (reader == null) {
      return; // not opened
    }
    synchronized (READERS) {
      reader.users--;
      if (reader.users == 0) {
        READERS.remove(access);
        reader.close();
      }
    }
    reader = null;
    until = from;
  }

  @Override
  public Judged judged() {
    return reader.judged();
  }

  @Override
  public void goOnAfter(Judged judged) {
    reader.goOnAfter(judged);
    until = from; // what is at hand is looked up anew
  }

  @Override
  public RuleBook on(int serviceDate) {
    if (serviceDate < from || serviceDate >= until) {
      look(serviceDate);
    }
    return book;
  }

  private void look(int serviceDate) {
    Known known = reader.through(serviceDate);
    book = known.books.on(serviceDate);
    boolean first = known.books.on(Integer.MIN_VALUE) == book;
    from = first ? Integer.MIN_VALUE : book.appliesFrom();
    until = Math.min(known.books.until(serviceDate), known.through + 1);
  }

  /**
   * @param through the latest service day that somebody has asked for
   */
  private record Known(RuleBooks books, int through) {}

  /** The one reader of a JVM. */
  private static final class Reader {
    private final KafkaAccess access;
    private final ReferenceTopic topic;
    private Known known;
    private int users;

    Reader(KafkaAccess access) {
      this.access = access;
      this.topic = new ReferenceTopic(access);
    }

    /** What is known once everything that was published up to now has been read. */
    synchronized Known through(int serviceDate) {
      if (known == null || serviceDate > known.through) {
        topic.readToEnd();
        RuleBooks books = books();
        if (known != null) {
          refuseIfOtherwise(judged(), books);
        }
        known = new Known(books, serviceDate);
      }
      return known;
    }

    synchronized Judged judged() {
      return known.through == Integer.MIN_VALUE
          ? Judged.NOTHING
          : new Judged(known.through, known.books.through(known.through));
    }

    synchronized void goOnAfter(Judged judged) {
      refuseIfOtherwise(judged, known.books);
      known = new Known(known.books, Math.max(known.through, judged.throughDate()));
    }

    private RuleBooks books() {
      List<RuleBook> published = topic.books();
      if (published.isEmpty()) {
        throw new TopicUnusable(
            ("%s holds no complete version of reference data and commitments in topic %s:"
                    + " ./duixian publish --reference DIR --commitments DIR --kafka %s"
                    + " --applies-from DATE --history")
                .formatted(access, ReferenceTopic.NAME, access.servers()));
      }
      return RuleBooks.of(published);
    }

    private static void refuseIfOtherwise(Judged judged, RuleBooks books) {
      if (judged.throughDate() == Integer.MIN_VALUE) {
        return; // nothing
      }
      var now = books.through(judged.throughDate());
      if (!now.equals(judged.books())) {
        throw new IllegalStateException(
            ("days up to %s were judged by %s, but what is published for them now is %s:"
                    + " start the job anew from the first event, without its state")
                .formatted(ServiceDates.format(judged.throughDate()), judged.books(), now));
      }
    }

    synchronized void close() {
      topic.close();
    }
  }
}
