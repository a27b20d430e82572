package org.duixian.local.sim;

/**
 * How fast a stream's sources send what happened. Most is sent within a minute or two; the late
 * rest within the stream's grace and before midnight.
 *
 * @param promptMinutes upper bound of the usual delay
 * @param lateShare share of events that are sent late
 * @param lateMinutes upper bound of the delay of late ones
 */
record Delivery(double promptMinutes, double lateShare, double lateMinutes) {
  private static final double RESENT_SHARE = 0.02;

  static Delivery of(String stream) {
    return switch (stream) {
      case "hall" -> new Delivery(1, 0.02, 12);
      case "transport" -> new Delivery(1.5, 0.02, 8);
      case "clinic" -> new Delivery(3, 0.02, 180);
      case "feedback" -> new Delivery(2, 0.02, 45);
      case "care" -> new Delivery(20, 0.1, 300);
      case "school" -> new Delivery(60, 0.05, 300);
      case "reform", "fiscal", "works" -> new Delivery(30, 0.1, 300);
      default -> throw new IllegalArgumentException("no simulation of stream " + stream);
    };
  }

  boolean isLate(Chance chance) {
    return chance.happens(lateShare);
  }

  long delayMillis(boolean late, Chance chance) {
    return late
        ? chance.minutes(promptMinutes, lateMinutes)
        : chance.mostlyShortMinutes(0.02, promptMinutes);
  }

  /** Whether the source sends the event a second time, as sources do that lost an answer. */
  boolean isResent(Chance chance) {
    return chance.happens(RESENT_SHARE);
  }

  long resendDelayMillis(Chance chance) {
    return chance.minutes(0.5, 90);
  }
}
