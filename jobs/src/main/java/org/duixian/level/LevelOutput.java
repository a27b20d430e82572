package org.duixian.level;

/** Where the levels of an area go. */
@FunctionalInterface
public interface LevelOutput {

  /**
   * Takes a level.
   *
   * @param silentSource where a day is judged: a source that was silent on it, or empty; null where
   *     a judged day is revised or a rule broken at once, which says nothing of silence
   */
  void level(ServiceLevel level, String silentSource);
}
