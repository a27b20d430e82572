package org.duixian.commitment;

/**
 * A source has fallen silent, or speaks again; told once, by one of the areas it serves.
 *
 * @param areaId the area that tells it
 * @param homeAreaId the area whose people are told
 * @param source the source
 * @param stream the source's stream
 * @param silent true when it falls silent, false when it speaks again
 * @param clockMillis up to when it had vouched for its events
 * @param latestMillis where it sends no heartbeats, the minute since which nothing came; else 0
 * @param atMillis when the silence was too long, or when it spoke again
 */
public record SourceSilence(
    String areaId,
    String homeAreaId,
    String source,
    String stream,
    boolean silent,
    long clockMillis,
    long latestMillis,
    long atMillis) {}
