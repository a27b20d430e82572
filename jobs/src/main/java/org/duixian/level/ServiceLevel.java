package org.duixian.level;

import java.util.List;
import java.util.Map;

/**
 * How one commitment was kept in one area over one window that ends with a service date: the SLI.
 *
 * @param areaId the former township or township
 * @param commitmentId such as C05
 * @param windowDays 1, 7 or 28 service days
 * @param serviceDate last day of the window, days since 1970-01-01, Asia/Shanghai
 * @param good units kept, without the days excepted
 * @param total units promised, without the days excepted
 * @param rawGood units kept on all days
 * @param rawTotal units promised on all days
 * @param objective the promised share, 0…1
 * @param lowerShare Wilson lower bound of the true share (one-sided 90 %), NaN while total is 0; of
 *     supply, which is counted, the share itself
 * @param upperShare the upper bound in the same way
 * @param cusum the Bernoulli CUSUM at the end of the day
 * @param verdict on the 28-day window; on a shorter one null, except where a hard rule broke it
 * @param hardRule the hard rule that was broken on the last day, or empty
 * @param unitsMissing how many more units a verdict needs, 0 if enough
 * @param daysVouched days of the window, but not excepted, for which every source vouched
 * @param daysExpected days of the window in force, without the days excepted
 * @param daysExcepted days of the window in force on which an announced exception holds
 * @param openUnits units owed by the end of the day and not decided when it was closed, where units
 *     have a due instant: told once, with the first level of the day itself; else null
 * @param overdueUnits those of them that had fallen due and were not known to be done
 * @param lostByReason units lost per reason
 * @param evidence up to five of the latest events behind lost units, as source#id
 * @param judgedMillis the instant at which the day closed (or the hard rule broke), from the
 *     sources' time, never the wall clock
 * @param revision 0 at first, one more with each revision
 * @param commitmentVersion version of the commitment's definition
 * @param referenceVersion version of the reference data
 * @param calendarVersion version of the calendar
 */
public record ServiceLevel(
    String areaId,
    String commitmentId,
    int windowDays,
    int serviceDate,
    long good,
    long total,
    long rawGood,
    long rawTotal,
    double objective,
    double lowerShare,
    double upperShare,
    double cusum,
    Verdict verdict,
    String hardRule,
    long unitsMissing,
    int daysVouched,
    int daysExpected,
    int daysExcepted,
    Integer openUnits,
    Integer overdueUnits,
    Map<String, Long> lostByReason,
    List<String> evidence,
    long judgedMillis,
    int revision,
    String commitmentVersion,
    String referenceVersion,
    String calendarVersion) {}
