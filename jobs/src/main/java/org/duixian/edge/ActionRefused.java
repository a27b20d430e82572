package org.duixian.edge;

/** An action on an alert that was not written; the message says what is wrong with it. */
public final class ActionRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  ActionRefused(String message) {
    super(message);
  }

  ActionRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
