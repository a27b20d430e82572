package org.duixian.job;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.duixian.edge.AlertmanagerTelling;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.Reading;

/**
 * The settings of NoticeJob.
 *
 * @param kafka {@code --kafka host:port,…}, and {@code --kafka.NAME VALUE} for any client property
 * @param reading {@code --group}, {@code --from} earliest, latest or committed
 * @param alertmanagers {@code --alertmanagers URL,…}: each member of a group, at most three
 * @param telling {@code --every}: how often what holds is said again; {@code --batch}, {@code
 *     --timeout}, {@code --link}
 * @param resolvedFor {@code --resolved-for}: how long it is said that an alert is over; longer than
 *     any time in which alerting/ disturbs nobody, or they would never hear of it
 * @param checkpointEvery {@code --checkpoint-every}
 */
record NoticeSettings(
    KafkaAccess kafka,
    Reading reading,
    List<URI> alertmanagers,
    AlertmanagerTelling telling,
    Duration resolvedFor,
    Duration checkpointEvery) {

  /** Reads them all. Throws {@link WrongSetting}, which names the key. */
  static NoticeSettings of(Options options) {
    var settings =
        new NoticeSettings(
            new KafkaAccess(options.text("kafka"), options.below("kafka.")),
            new Reading(
                options.text("group", "duixian-notices"),
                options.oneOf("from", Reading.From.earliest),
                false),
            alertmanagers(options),
            new AlertmanagerTelling(
                options.duration("every", "1min"),
                options.whole("batch", 50, 1, 1_000),
                options.duration("timeout", "10s"),
                options.text("link", "")),
            options.duration("resolved-for", "65h"),
            options.duration("checkpoint-every", "10s"));
    options.refuseUnknown();
    return settings;
  }

  static List<URI> alertmanagers(Options options) {
    String key = "alertmanagers";
    options.text(key);
    List<URI> peers = options.texts(key, "").stream().map(text -> peer(key, text)).toList();
    if (peers.stream().distinct().count() != peers.size()) {
      throw new WrongSetting(key, "names one twice");
    }
    if (peers.size() > NoticeTopology.TELL.size()) {
      throw new WrongSetting(
          key, "names %d, more than %d".formatted(peers.size(), NoticeTopology.TELL.size()));
    }
    return peers;
  }

  private static URI peer(String key, String text) {
    try {
      URI peer = new URI(text);
      if (List.of("http", "https").contains(peer.getScheme()) && peer.getHost() != null) {
        return peer;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new WrongSetting(key, "must be addresses such as http://host:9093, not '" + text + "'");
  }
}
