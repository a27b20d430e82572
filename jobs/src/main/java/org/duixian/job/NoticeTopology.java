package org.duixian.job;

import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.alert.Alert;
import org.duixian.alert.Announcement;
import org.duixian.alert.Announcing;

/**
 * What people are told. Each Alertmanager of a group is told everything by a sink of its own, so
 * that one that is down keeps nothing from the others.
 *
 * <pre>
 * alerts ─keyBy alert─► announce ─► tell first Alertmanager
 *                          ├──────► tell second Alertmanager
 *                          └──────► tell third Alertmanager
 * </pre>
 */
final class NoticeTopology {
  /** As many Alertmanagers as there can be in a group; the names are those of their sinks. */
  static final List<String> TELL =
      List.of("tell-first-alertmanager", "tell-second-alertmanager", "tell-third-alertmanager");

  private NoticeTopology() {}

  static void build(
      StreamExecutionEnvironment env,
      Source<Alert, ?, ?> alerts,
      Announcing announcing,
      List<? extends Sink<Announcement>> alertmanagers) {
    var announced =
        env.fromSource(alerts, noWatermarks(), "read alerts")
            .uid("read-alerts")
            .keyBy(Alert::alertId)
            .process(new AnnounceAlerts(announcing))
            .uid("announce-alerts")
            .name("announce alerts");
    for (int i = 0; i < alertmanagers.size(); i++) {
      announced.sinkTo(alertmanagers.get(i)).uid(TELL.get(i)).name(TELL.get(i).replace('-', ' '));
    }
  }
}
