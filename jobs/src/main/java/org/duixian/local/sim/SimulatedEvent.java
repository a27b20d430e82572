package org.duixian.local.sim;

/**
 * One simulated record as it lies in Kafka, or as it would arrive there.
 *
 * @param topic the Kafka topic, such as {@code events.hall}
 * @param key the record key: the event's source
 * @param arrivedMillis when the platform receives it, epoch milliseconds; never decreasing within a
 *     source and over the whole simulation
 * @param value the CloudEvent as UTF-8 JSON
 */
public record SimulatedEvent(String topic, String key, long arrivedMillis, byte[] value) {}
