package org.duixian.local.replay;

/**
 * One line of an event file as it goes to Kafka.
 *
 * @param topic that of its stream; the first one if the line does not say what it is
 * @param key the event's source, or null where the line does not say
 * @param arrivedMillis when it arrived, epoch milliseconds; never decreasing within a source
 * @param value the line, without its end
 * @param file the file as it was given
 * @param line number of the line, from 1
 */
public record ReplayEvent(
    String topic, String key, long arrivedMillis, byte[] value, String file, long line) {}
