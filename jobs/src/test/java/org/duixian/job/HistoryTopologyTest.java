package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.types.PojoTestUtils;
import org.duixian.edge.OutputTopic;
import org.duixian.edge.ReferenceRow;
import org.duixian.event.ArchivedEvent;
import org.duixian.event.Heartbeat;
import org.duixian.event.RawRecord;
import org.junit.jupiter.api.Test;

final class HistoryTopologyTest {

  @Test
  void operatorsKeepTheNamesUnderWhichTheirStateIsSaved() {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    HistoryJob.define(
        env, Options.of("--kafka", "k:9092", "--clickhouse-url", "jdbc:clickhouse:http://c:8123"));

    var graph = env.getStreamGraph(false);
    assertThat(
            graph.getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .filter(Objects::nonNull))
        .containsExactlyInAnyOrder(
            "read-events",
            "leave-out-ticks",
            "archive-events",
            "store-events",
            "store-heartbeats",
            "read-outcomes",
            "store-outcomes",
            "read-levels",
            "store-levels",
            "read-alerts",
            "store-alerts",
            "read-rejected",
            "store-rejected",
            "read-intake",
            "store-intake",
            "read-notices",
            "store-notices",
            "read-reference",
            "list-reference",
            "store-reference");
    assertThat(graph.getStreamNodes()).allMatch(node -> node.getTransformationUID() != null);
    assertThat(graph.getExecutionConfig().getMaxParallelism()).isEqualTo(720);
  }

  @Test
  void whatTravelsNeedsNoKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RawRecord.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(ArchivedEvent.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Heartbeat.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(ReferenceRow.class);
    for (OutputTopic<?> topic : OutputTopic.ALL) {
      PojoTestUtils.assertSerializedAsPojoWithoutKryo(topic.type());
    }
  }
}
