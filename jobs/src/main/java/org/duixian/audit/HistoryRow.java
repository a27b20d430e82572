package org.duixian.audit;

/**
 * One row of the history as text.
 *
 * @param table such as service_levels
 * @param unit what it is about: the row's key without its revision, joined by |
 * @param revision of what is said about that
 * @param json all columns but the time of storing, ordered by name: equal content is equal text
 */
public record HistoryRow(String table, String unit, int revision, String json) {
  /** The row's key. */
  public String key() {
    return table + '|' + unit + '|' + revision;
  }
}
