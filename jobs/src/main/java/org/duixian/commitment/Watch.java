package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duixian.calendar.ServiceDates;

/**
 * What one source has told of one person who must be seen so often. What was told decides, in
 * whatever order it came. Mutable; bounded: of what is older than anything still told only what
 * holds on is kept.
 */
public final class Watch {
  private static final int MAX_MARKS = 400;

  /** Not watched on the day. */
  static final int NOT_WATCHED = Integer.MIN_VALUE;

  /** What happened, by when it happened. */
  public List<Mark> marks = new ArrayList<>();

  /** How often days that were over were told anew. */
  public int revision;

  /**
   * Something that happened.
   *
   * @param cause why the person is watched, for {@code begin} and {@code end}; else empty
   * @param reference the event, as source#id
   */
  public record Mark(Kind kind, long atMillis, String cause, String reference) {
    private static final Comparator<Mark> ORDER =
        Comparator.comparingLong(Mark::atMillis)
            .thenComparing(Mark::kind)
            .thenComparing(Mark::cause)
            .thenComparing(Mark::reference);

    int date() {
      return ServiceDates.serviceDate(atMillis);
    }
  }

  /** What happened; of several at one instant the later of this list has the last word. */
  public enum Kind {
    seen,
    end,
    begin,
    over
  }

  /**
   * How a person stands on a day.
   *
   * @param since the day from which on it is counted how long nobody had seen the person when the
   *     day began, or {@link #NOT_WATCHED}: who is seen on the day has been unseen until then
   * @param reference the event that made it so
   */
  record Standing(int since, String reference) {}

  void add(Mark mark) {
    boolean known =
        mark.kind == Kind.seen
            ? marks.stream().anyMatch(each -> each.kind == Kind.seen && each.date() == mark.date())
            : marks.contains(mark);
    if (!known) {
      marks.add(mark);
      marks.sort(Mark.ORDER);
      if (marks.size() > MAX_MARKS) {
        marks.remove(0);
      }
    }
  }

  Standing standing(int serviceDate) {
    var causes = new HashMap<String, Mark>();
    Mark since = watch(serviceDate, causes);
    if (since == null) {
      return new Standing(NOT_WATCHED, "");
    }
    Mark seen = lastSeen(serviceDate - 1);
    Mark latest = seen != null && seen.date() >= since.date() ? seen : since;
    return new Standing(latest.date(), latest.reference);
  }

  /** The mark since which somebody is watched without a break, or null; and all causes. */
  private Mark watch(int serviceDate, Map<String, Mark> causes) {
    Mark since = null;
    for (Mark mark : marks) {
      if (mark.date() > serviceDate) {
        break;
      }
      switch (mark.kind) {
        case begin -> {
          since = causes.isEmpty() ? mark : since;
          causes.putIfAbsent(mark.cause, mark);
        }
        case end -> causes.remove(mark.cause);
        case over -> causes.clear();
        case seen -> {}
      }
    }
    return causes.isEmpty() ? null : since;
  }

  private Mark lastSeen(int serviceDate) {
    Mark seen = null;
    for (Mark mark : marks) {
      if (mark.kind == Kind.seen && mark.date() <= serviceDate) {
        seen = mark;
      }
    }
    return seen;
  }

  /** Keeps of what happened up to a day only what still holds at its end; false if that is all. */
  boolean forgetBefore(int serviceDate) {
    if (marks.isEmpty() || marks.get(0).date() >= serviceDate) {
      return false;
    }
    var before = List.copyOf(marks);
    var causes = new HashMap<String, Mark>();
    Mark since = watch(serviceDate, causes);
    Mark seen = lastSeen(serviceDate);
    marks.removeIf(mark -> mark.date() <= serviceDate);
    if (since != null) {
      causes.forEach(
          (cause, mark) -> marks.add(new Mark(Kind.begin, since.atMillis, cause, since.reference)));
      if (seen != null) {
        marks.add(seen);
      }
      marks.sort(Mark.ORDER);
    }
    return !marks.equals(before);
  }
}
