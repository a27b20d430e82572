package org.duixian.local.sim;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The chance of one place on one day. It depends on nothing but the seed, the place and the date,
 * so that places and days do not influence each other.
 */
final class Chance {
  private final SplittableRandom random;

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  static Chance of(long seed, String place, int serviceDate) {
    return new Chance(new SplittableRandom(mix(mix(seed ^ hash(place)) + serviceDate)));
  }

  /** A number below {@code bound} that the name alone decides: a trait that lasts. */
  static int trait(String name, int bound) {
    return (int) Long.remainderUnsigned(mix(hash(name)), bound);
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** Uniform between the two, both included. */
  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  /** Milliseconds, uniform between the two numbers of minutes. */
  long minutes(double low, double high) {
    return (long) ((low + random.nextDouble() * (high - low)) * Timestamps.MINUTE_MILLIS);
  }

  /** Milliseconds between the two numbers of minutes, short ones being more frequent. */
  long mostlyShortMinutes(double low, double high) {
    return Math.min(minutes(low, high), minutes(low, high));
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A pseudonym of letters only: digits could be taken for a personal number. */
  String pseudonym() {
    var text = new StringBuilder(12);
    for (int i = 0; i < 12; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  /** FNV-1a. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finalizer of MurmurHash3: neighbouring inputs give unrelated outputs. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
