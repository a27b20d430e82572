package org.duixian.commitment;

import java.util.List;
import org.duixian.area.Source;

/**
 * A source as one book has it in one area: looked up with every event, so remembered by its clock.
 *
 * @param book the book
 * @param source the source
 * @param rules the time rules of its stream
 * @param silentAfterMillis how long it may vouch for nothing before it counts as silent
 * @param reported the commitments that it reports there
 */
record Reporter(
    RuleBook book,
    Source source,
    StreamRules rules,
    long silentAfterMillis,
    List<Commitment> reported) {

  static Reporter of(String name, String areaId, RuleBook book) {
    Source source = book.registry().getSource(name);
    StreamRules rules = book.catalogue().rules(source.stream());
    return new Reporter(
        book, source, rules, silentAfterMillis(source, rules), reported(name, areaId, rules, book));
  }

  /** A source without heartbeats vouches with each event, but only up to the grace before it. */
  static long silentAfterMillis(Source source, StreamRules rules) {
    return rules.silentAfterMillis() + (source.heartbeat() ? 0 : rules.graceMillis());
  }

  static List<Commitment> reported(String name, String areaId, StreamRules rules, RuleBook book) {
    return book.catalogue().ofStream(rules.stream(), book.registry().scopes(name, areaId));
  }
}
