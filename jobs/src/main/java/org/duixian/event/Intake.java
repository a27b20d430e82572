package org.duixian.event;

/**
 * What became of the events of one source that arrived in one hour and concern one area, each event
 * counted once, in its primary area. With the rejected records it gives the published identity:
 * arrived = accounted + duplicate + rejected + too late + irrelevant.
 *
 * @param source the source
 * @param areaId the primary area of the events
 * @param hourMillis start of the hour of arrival, epoch milliseconds
 * @param accounted events that a meter or the source clock took in
 * @param duplicate events whose (source, id) had been seen; heartbeats that vouch for nothing new
 * @param tooLate events older than the source's clock by more than the correction horizon
 * @param irrelevant events that no commitment listens to
 */
public record Intake(
    String source,
    String areaId,
    long hourMillis,
    long accounted,
    long duplicate,
    long tooLate,
    long irrelevant) {}
