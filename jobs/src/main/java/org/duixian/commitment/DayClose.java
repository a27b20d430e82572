package org.duixian.commitment;

import java.util.List;
import java.util.Map;

/**
 * A source has vouched for all of some service days in one area, or has not and they are no longer
 * waited for.
 *
 * @param areaId the area
 * @param stream the source's stream
 * @param source the source
 * @param fromDate first service day closed
 * @param throughDate last service day closed
 * @param vouched false if the source was silent: nothing is known of these days
 * @param notPosted commitments of which a site or route of the source has posted nothing for these
 *     days, or which may have been kept unseen: how they stand is not known
 * @param noneDue of what nothing has fallen due at which place of the source in the four weeks that
 *     end with these days
 * @param open what the source still owes of the last of these days, by commitment
 */
public record DayClose(
    String areaId,
    String stream,
    String source,
    int fromDate,
    int throughDate,
    boolean vouched,
    List<String> notPosted,
    List<NoneDue> noneDue,
    Map<String, OpenUnits> open) {

  /** Of a commitment nothing has fallen due at a place in four weeks. */
  public record NoneDue(String commitmentId, String place) {}

  /** Where nothing of a commitment has fallen due. */
  public List<String> noneDueAt(String commitmentId) {
    return noneDue.stream()
        .filter(each -> each.commitmentId.equals(commitmentId))
        .map(NoneDue::place)
        .toList();
  }

  /** Whether a close of the next day says the same. */
  boolean goesOnWith(DayClose next) {
    return next.fromDate == throughDate + 1
        && next.vouched == vouched
        && next.notPosted.equals(notPosted)
        && next.noneDue.equals(noneDue);
  }

  DayClose through(int date) {
    return new DayClose(areaId, stream, source, fromDate, date, vouched, notPosted, noneDue, open);
  }

  DayClose with(Map<String, OpenUnits> open) {
    return new DayClose(
        areaId, stream, source, fromDate, throughDate, vouched, notPosted, noneDue, open);
  }
}
