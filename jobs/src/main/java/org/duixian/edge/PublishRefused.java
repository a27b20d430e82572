package org.duixian.edge;

/** A version that is not published; the message is one line that says why. */
public final class PublishRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  PublishRefused(String message) {
    super(message);
  }

  PublishRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
