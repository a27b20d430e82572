package org.duixian.local;

import java.util.Map;
import org.duixian.edge.KafkaAccess;
import picocli.CommandLine.Option;

/** Where Kafka is, and how to speak to it. */
final class KafkaOption {
  @Option(
      names = {"--kafka", "--bootstrap"},
      required = true,
      paramLabel = "SERVERS",
      description = "Kafka's bootstrap servers, host:port,…")
  private String servers;

  @Option(
      names = "--kafka-property",
      paramLabel = "NAME=VALUE",
      description = "For Kafka's clients, such as security.protocol=SSL; as often as needed.")
  private Map<String, String> client = Map.of();

  KafkaAccess access() {
    return new KafkaAccess(servers, client);
  }
}
