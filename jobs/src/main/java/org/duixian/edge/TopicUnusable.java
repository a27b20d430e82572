package org.duixian.edge;

/**
 * A topic that Kafka does not have, does not give or in which nothing is that must be; the message
 * is one line that names it.
 */
public final class TopicUnusable extends IllegalStateException {
  private static final long serialVersionUID = 1;

  TopicUnusable(String message) {
    super(message);
  }

  TopicUnusable(String message, Throwable cause) {
    super(message, cause);
  }
}
