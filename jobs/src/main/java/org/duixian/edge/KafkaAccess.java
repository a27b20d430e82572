package org.duixian.edge;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;

/**
 * How to reach Kafka.
 *
 * @param servers bootstrap servers, {@code host:port,…}
 * @param client properties for every client (security, tuning); they win over what the edges set
 */
public record KafkaAccess(String servers, Map<String, String> client) implements Serializable {

  public KafkaAccess {
    client = Map.copyOf(client);
  }

  /** Access without security, as on one's own machine. */
  public static KafkaAccess to(String servers) {
    return new KafkaAccess(servers, Map.of());
  }

  Properties over(Map<String, String> defaults) {
    var properties = new Properties();
    properties.putAll(defaults);
    properties.putAll(client);
    return properties;
  }

  /** Without the client properties: they may hold a password. */
  @Override
  public String toString() {
    return "Kafka at " + servers;
  }
}
