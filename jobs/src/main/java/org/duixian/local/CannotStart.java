package org.duixian.local;

/**
 * Something the local stack needs is missing or broken; the message is one line with its remedy.
 */
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CannotStart(String message) {
    super(message);
  }

  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
