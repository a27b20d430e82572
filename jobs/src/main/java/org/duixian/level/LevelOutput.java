package org.duixian.level;

import java.util.List;

/** Where the levels of an area go. */
@FunctionalInterface
public interface LevelOutput {

  /**
   * Takes a level.
   *
   * @param silentSource where a day is judged: a source that was silent on it, or empty; null where
   *     a judged day is revised or a rule broken at once, which says nothing of silence
   * @param noneDueAt where a day is judged: the places at which nothing has fallen due in the four
   *     weeks that end with it; else none
   */
  void level(ServiceLevel level, String silentSource, List<String> noneDueAt);
}
