package org.duixian.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.duixian.edge.DeliveryRecorder;
import org.duixian.edge.KafkaAccess;
import org.duixian.local.alerting.AlertmanagerConfig;
import org.duixian.local.alerting.Recipients;

/**
 * The demo's Alertmanager, where one is installed. It goes by alerting/recipients.yaml, but tells
 * nobody: that it would have is all that is recorded.
 */
final class DemoNotices {
  private DemoNotices() {}

  /** Starts it, for as long as the stack is there; where it is reached, if it is installed. */
  static Optional<URI> start(
      LocalStack stack, Registry registry, Catalogue catalogue, PrintWriter out) {
    Optional<URI> address =
        AlertmanagerProcess.find().map(program -> start(program, stack, registry, catalogue));
    out.printf(
        "%-12s %s%n",
        "Alertmanager",
        address.map(URI::toString).orElse("not installed: nobody is told of alerts"));
    out.flush();
    return address;
  }

  private static URI start(Path program, LocalStack stack, Registry registry, Catalogue catalogue) {
    try {
      var scratch = ScratchDirectory.create(Home.stacks());
      stack.closeLater(scratch::close);
      // It watches nobody: whom it would watch does not exist yet, and dies with this program.
      var recorder =
          DeliveryRecorder.start(
              KafkaAccess.to(stack.kafka().bootstrapServers()),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              List.of(),
              Duration.ofMinutes(1));
      stack.closeLater(recorder::close);
      Recipients recipients =
          AlertsCommand.read(Home.alerting().resolve("recipients.yaml"), registry, catalogue)
              .recordedOnly("http://127.0.0.1:" + recorder.port() + "/");
      Path config = scratch.path().resolve("alertmanager.yml");
      String templates = Home.alerting().toAbsolutePath() + "/templates/*.tmpl";
      Files.writeString(config, new AlertmanagerConfig(recipients, templates).yaml());
      var alertmanager = AlertmanagerProcess.start(program, scratch.path(), config);
      stack.closeLater(alertmanager::close);
      return alertmanager.address();
    } catch (IOException e) {
      throw new CannotStart("Alertmanager cannot start: " + e.getMessage(), e);
    }
  }
}
