package org.duixian.local.sim;

import java.nio.charset.StandardCharsets;

/**
 * One event on its way.
 *
 * @param readyMillis when it can be sent
 * @param order position in the order of generation, decides between equal instants
 * @param resent whether it was sent before
 */
record Message(
    long timeMillis,
    long readyMillis,
    int order,
    boolean resent,
    String id,
    String type,
    String subject,
    String villageCode,
    String entryMode,
    String data) {

  Message resentAt(long millis, int laterOrder) {
    return new Message(
        timeMillis, millis, laterOrder, true, id, type, subject, villageCode, entryMode, data);
  }

  /**
   * The CloudEvent. Its {@code recordedtime} is when the receiving platform stored it, so that a
   * replay of the bytes alone can keep the order and times of arrival.
   */
  byte[] asCloudEvent(String source, long arrivedMillis) {
    return new JsonObject()
        .with("specversion", "1.0")
        .with("id", id)
        .with("source", source)
        .with("type", "org.duixian." + type + ".v1")
        .with("subject", subject)
        .with("time", Timestamps.rfc3339(timeMillis))
        .with("recordedtime", Timestamps.rfc3339(arrivedMillis))
        .with("villagecode", villageCode)
        .with("entrymode", entryMode)
        .withJson("data", data)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
