package org.duixian.audit;

import java.util.List;

/**
 * A row of the history that is not what the archived events give.
 *
 * @param ofTable such as service_levels
 * @param unit what the row is about: its key without its revision, joined by |
 * @param revision the row's revision
 * @param areaId the area
 * @param commitmentId the promise
 * @param serviceDate the day it counts for, days since 1970-01-01
 * @param said the row as published, JSON; empty where there is none
 * @param known the row as the events give it, JSON; empty where they give none
 * @param differing the columns that differ, if there are both
 * @param why what the difference comes from
 */
public record Difference(
    String ofTable,
    String unit,
    int revision,
    String areaId,
    String commitmentId,
    int serviceDate,
    String said,
    String known,
    List<String> differing,
    Why why) {

  /** The row's key. */
  public String key() {
    return new HistoryRow(ofTable, unit, revision, "").key();
  }

  /** The same for another reason. */
  public Difference because(Why other) {
    return new Difference(
        ofTable, unit, revision, areaId, commitmentId, serviceDate, said, known, differing, other);
  }
}
