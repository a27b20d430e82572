package org.duixian.job;

import org.duixian.commitment.Change;
import org.duixian.commitment.DayClose;
import org.duixian.commitment.SourceSilence;

/**
 * What the meters of an area say, in the order in which they say it; exactly one of the three is
 * there, the others are null.
 */
public record Metered(String areaId, Change change, DayClose close, SourceSilence silence) {
  static Metered of(Change change) {
    return new Metered(change.outcome().areaId(), change, null, null);
  }

  static Metered of(DayClose close) {
    return new Metered(close.areaId(), null, close, null);
  }

  static Metered of(SourceSilence silence) {
    return new Metered(silence.areaId(), null, null, silence);
  }
}
