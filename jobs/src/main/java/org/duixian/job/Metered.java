package org.duixian.job;

import org.duixian.commitment.Change;
import org.duixian.commitment.DayClose;
import org.duixian.commitment.Reminder;
import org.duixian.commitment.SourceSilence;

/**
 * What the meters of an area say, in the order in which they say it; exactly one of the four is
 * there, the others are null.
 */
public record Metered(
    String areaId, Change change, DayClose close, SourceSilence silence, Reminder reminder) {
  static Metered of(Change change) {
    return new Metered(change.outcome().areaId(), change, null, null, null);
  }

  static Metered of(DayClose close) {
    return new Metered(close.areaId(), null, close, null, null);
  }

  static Metered of(SourceSilence silence) {
    return new Metered(silence.areaId(), null, null, silence, null);
  }

  static Metered of(Reminder reminder) {
    return new Metered(reminder.areaId(), null, null, null, reminder);
  }
}
