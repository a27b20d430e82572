package org.duixian.edge;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.duixian.alert.Announcement;

/**
 * Tells one Alertmanager, and records in the topic {@code notices} what came of it.
 *
 * <p>It keeps nothing in checkpoints: what holds, and what has just ended, is announced again
 * within a minute of a restart, and what was waiting from before could by then be wrong.
 *
 * @param peer its address, such as http://host:9093
 * @param telling how it is told
 * @param kafka where notices are recorded
 */
public record AlertmanagerSink(URI peer, AlertmanagerTelling telling, KafkaAccess kafka)
    implements Sink<Announcement> {

  @Override
  public SinkWriter<Announcement> createWriter(WriterInitContext context) throws IOException {
    return new AlertmanagerWriter(peer, telling, new NoticeLog(kafka), context);
  }
}
