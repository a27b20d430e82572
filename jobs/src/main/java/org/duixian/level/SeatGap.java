package org.duixian.level;

import java.util.HashMap;
import java.util.Map;

/**
 * What is remembered of one former township beside the seat of its successor: the levels of the
 * days that can't be compared yet, because a commitment of one of the two has not been judged.
 * Mutable, some days of a few dozen bytes per commitment.
 */
public final class SeatGap {
  /** By service date. */
  public Map<Integer, Day> days = new HashMap<>();

  /**
   * Per commitment, in the former township and at the seat: the last service date told; and of the
   * comparison itself the day on which it ended.
   */
  public Map<String, Integer> ownTold = new HashMap<>();

  public Map<String, Integer> seatTold = new HashMap<>();

  /** The last service date for which a commitment has been told of both places. */
  int toldThrough(String commitmentId) {
    return Math.min(
        ownTold.getOrDefault(commitmentId, Integer.MIN_VALUE),
        seatTold.getOrDefault(commitmentId, Integer.MIN_VALUE));
  }

  /** The levels of one day, by commitment. */
  public static final class Day {
    public Map<String, Share> own = new HashMap<>();
    public Map<String, Share> seat = new HashMap<>();
  }

  /**
   * How one commitment was kept in one of the two places.
   *
   * @param good observations kept
   * @param total observations
   * @param verdict what was said
   * @param daysVouched days of the window for which every source vouched
   * @param daysExpected days of the window in force
   * @param judgedMillis when it was judged, by the sources' time
   */
  public record Share(
      double good,
      double total,
      Verdict verdict,
      int daysVouched,
      int daysExpected,
      long judgedMillis) {}

  /**
   * One level on its way to a comparison.
   *
   * @param formerId the former township that is compared
   * @param own whether it is that township's own, or the seat's
   */
  public record Compared(
      String formerId, boolean own, String commitmentId, int serviceDate, Share share) {}
}
