package org.duixian.commitment;

/**
 * A source has vouched for all of some service days in one area, or has been silent for too long
 * for them to be waited for.
 *
 * @param areaId the area
 * @param stream the source's stream
 * @param source the source
 * @param fromDate first service day closed
 * @param throughDate last service day closed
 * @param vouched false if the source was silent: nothing is known of these days
 */
public record DayClose(
    String areaId, String stream, String source, int fromDate, int throughDate, boolean vouched) {}
