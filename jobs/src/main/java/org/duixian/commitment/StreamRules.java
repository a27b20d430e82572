package org.duixian.commitment;

import java.io.Serializable;

/**
 * How one stream's time is treated.
 *
 * @param stream hall, transport, clinic …
 * @param graceMillis how long after an instant its events may still be entered
 * @param silentAfterMillis how long a source may vouch for nothing before it counts as silent
 */
public record StreamRules(String stream, long graceMillis, long silentAfterMillis)
    implements Serializable {}
