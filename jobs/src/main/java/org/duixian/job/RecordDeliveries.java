package org.duixian.job;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.duixian.edge.DeliveryRecorder;
import org.duixian.edge.KafkaAccess;

/**
 * Runs {@link DeliveryRecorder} until it is stopped. Its settings: {@code --kafka}, {@code
 * --kafka.NAME}, {@code --alertmanagers URL,…}, {@code --port} (9095) and {@code --every} (1min).
 */
public final class RecordDeliveries {

  private RecordDeliveries() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var options = Options.of(arguments);
    var kafka = new KafkaAccess(options.text("kafka"), options.below("kafka."));
    var alertmanagers = NoticeSettings.alertmanagers(options);
    int port = options.whole("port", 9095, 1, 65_535);
    var every = options.duration("every", "1min");
    options.refuseUnknown();
    try (var recorder =
        DeliveryRecorder.start(kafka, new InetSocketAddress(port), alertmanagers, every)) {
      Runtime.getRuntime().addShutdownHook(new Thread(recorder::close));
      new CountDownLatch(1).await();
    }
  }
}
