#!/bin/sh
# Creates the topics that do not exist yet. Time stamps are the broker's: the time of arrival, which
# no source can set and which retention therefore cannot mistake.
set -eu

for topic in $(echo "$EVENT_TOPICS,$OUTPUT_TOPICS" | tr ',' ' '); do
  "${KAFKA_BIN:-/opt/kafka/bin}/kafka-topics.sh" --bootstrap-server "$BOOTSTRAP_SERVERS" \
    --create --if-not-exists --topic "$topic" \
    --partitions "$PARTITIONS" --replication-factor 1 \
    --config message.timestamp.type=LogAppendTime \
    --config "max.message.bytes=$MAX_MESSAGE_BYTES" \
    --config "retention.ms=$RETENTION_MS"
done
