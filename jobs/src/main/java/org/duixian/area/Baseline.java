package org.duixian.area;

import java.io.Serializable;

/**
 * What was supplied in a former township before the merger on days of one type, as a role signed
 * for.
 *
 * @param commitmentId the commitment that is held to it
 * @param areaId the former township
 * @param dayType the type of day, see {@link DayTypes}
 * @param hundredths units per day, in hundredths
 * @param unit what is counted, in English
 * @param from first day of the weeks it was measured over
 * @param to last day of the weeks it was measured over
 * @param weeks how many weeks it was measured over; for days around the Spring Festival, years
 * @param signedBy the role that signed
 * @param frozenOn the day it was signed
 */
public record Baseline(
    String commitmentId,
    String areaId,
    String dayType,
    int hundredths,
    String unit,
    int from,
    int to,
    int weeks,
    String signedBy,
    int frozenOn)
    implements Serializable {

  /** Fewer comparable weeks say too little of ordinary days. */
  public static final int MIN_WEEKS = 8;

  /** Whether it was measured over too few weeks to hold anybody to it. */
  public boolean hasTooFewWeeks() {
    boolean yearly = DayTypes.family(dayType).equals(DayTypes.SPRING_FESTIVAL);
    return weeks < (yearly ? 1 : MIN_WEEKS);
  }
}
