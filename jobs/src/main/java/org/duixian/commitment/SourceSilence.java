package org.duixian.commitment;

/**
 * A source has fallen silent, or speaks again; told to its home area only.
 *
 * @param areaId the home area of the source
 * @param source the source
 * @param stream the source's stream
 * @param silent true when it falls silent, false when it speaks again
 * @param clockMillis up to when it had vouched for its events
 * @param atMillis when the silence was too long, or when it spoke again
 */
public record SourceSilence(
    String areaId, String source, String stream, boolean silent, long clockMillis, long atMillis) {}
