package org.duixian.level;

/** What is said about one commitment in one area; the names are published and do not change. */
public enum Verdict {
  /** Kept, as far as enough vouched-for data shows. */
  met,
  /** Warning, yellow: the promise is probably slipping. */
  at_risk,
  /** Red: the promise is broken. */
  breached,
  /** Fewer units than the minimum sample: shown, not judged. */
  too_few,
  /** A source is silent: nothing can be said. */
  no_data,
  /** Before the promise takes effect in this area. */
  not_in_force
}
