package org.duixian.area;

import java.io.Serializable;

/**
 * A system that reports events.
 *
 * @param source its name in every event, such as {@code /demo/c01/hall/f01}
 * @param stream the first word of the types it reports
 * @param nameZh Chinese name
 * @param homeAreaId the area whose people are told when it falls silent
 * @param heartbeat whether it sends heartbeats
 * @param since first service day for which its events are expected
 */
public record Source(
    String source, String stream, String nameZh, String homeAreaId, boolean heartbeat, int since)
    implements Serializable {}
