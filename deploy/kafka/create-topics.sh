#!/bin/sh
# Creates the topics that do not exist yet. Time stamps are the broker's: the time of arrival, which
# no source can set and which retention therefore cannot mistake.
set -eu

create() {
  "${KAFKA_BIN:-/opt/kafka/bin}/kafka-topics.sh" --bootstrap-server "$BOOTSTRAP_SERVERS" \
    --create --if-not-exists --replication-factor "${REPLICATION_FACTOR:-1}" --topic "$@"
}

for topic in $(echo "$EVENT_TOPICS,$OUTPUT_TOPICS" | tr ',' ' '); do
  create "$topic" --partitions "$PARTITIONS" \
    --config message.timestamp.type=LogAppendTime \
    --config "max.message.bytes=$MAX_MESSAGE_BYTES" \
    --config "retention.ms=$RETENTION_MS"
done

# Kept for good, as ./duixian publish and ./duixian ack would create them.
create reference --partitions 1 \
  --config cleanup.policy=compact --config retention.ms=-1 --config retention.bytes=-1
create alert-actions --partitions 1 --config retention.ms=-1 --config retention.bytes=-1
