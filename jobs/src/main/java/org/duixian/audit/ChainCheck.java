package org.duixian.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the chains of all counties hold and the history is what they sealed. Remembers a line per
 * row that was ever sealed.
 */
public final class ChainCheck {
  private final Map<String, Link> heads = new LinkedHashMap<>();
  private final Map<String, Sealed> sealed = new HashMap<>();
  private final List<Break> breaks = new ArrayList<>();
  private long unsealed;

  /** A line that was sealed, and where. */
  private record Sealed(String line, Link link) {}

  /**
   * Where a chain does not hold.
   *
   * @param countyId the county; empty where a row is in no chain
   * @param number of the link; 0 where a row is in no chain
   * @param date the day of the link; -1 where a row is in no chain
   * @param what what is wrong
   * @param subject the row's key, or the head
   */
  public record Break(String countyId, int number, int date, What what, String subject) {}

  /** What is wrong. */
  public enum What {
    link_missing("缺少环节", "a link is missing before this one"),
    link_altered("环节被改动", "the link is not what its head says"),
    head_other("链头与所记不同", "its head is not the one noted"),
    row_altered("行被改动", "the row was altered"),
    row_deleted("行被删除", "the row was deleted"),
    row_inserted("多出的行", "the row was never published");

    private final String zh;
    private final String en;

    What(String zh, String en) {
      this.zh = zh;
      this.en = en;
    }

    public String zh() {
      return zh;
    }

    public String en() {
      return en;
    }
  }

  /** Takes the links of each county in the order of their numbers. */
  public void link(Link link) {
    Link before = heads.put(link.countyId(), link);
    int expected = before == null ? 1 : before.number() + 1;
    String previous = before == null ? Link.NONE : before.head();
    if (link.number() != expected) {
      broken(link, What.link_missing, link.head());
    } else if (!link.previous().equals(previous) || !link.seal().equals(link.head())) {
      broken(link, What.link_altered, link.head());
    }
    link.lines().forEach(line -> sealed.put(Link.keyOf(line), new Sealed(line, link)));
  }

  /** A head as somebody noted it when it was printed. */
  public void noted(String countyId, int number, String head, Link link) {
    if (link == null || !link.head().equals(head)) {
      breaks.add(
          new Break(countyId, number, link == null ? -1 : link.date(), What.head_other, head));
    }
  }

  /**
   * Takes a row of the history, after all links.
   *
   * @param mayBeNews whether it was stored after the last link was sealed
   */
  public void row(HistoryRow row, boolean mayBeNews) {
    Sealed its = sealed.remove(row.key());
    if (its != null) {
      if (!its.line.equals(Link.line(row))) {
        broken(its.link, What.row_altered, row.key());
      }
    } else if (mayBeNews) {
      unsealed++;
    } else {
      breaks.add(new Break("", 0, -1, What.row_inserted, row.key()));
    }
  }

  /** What does not hold, once every row was taken, by county and link. */
  public List<Break> breaks() {
    var all = new ArrayList<>(breaks);
    sealed.forEach(
        (key, its) ->
            all.add(
                new Break(
                    its.link.countyId(),
                    its.link.number(),
                    its.link.date(),
                    What.row_deleted,
                    key)));
    all.sort(
        Comparator.comparing(Break::countyId)
            .thenComparing(Break::number)
            .thenComparing(Break::subject));
    return all;
  }

  /** The last link of each county. */
  public Map<String, Link> heads() {
    return heads;
  }

  /** Rows that no link holds yet. */
  public long unsealed() {
    return unsealed;
  }

  private void broken(Link link, What what, String subject) {
    breaks.add(new Break(link.countyId(), link.number(), link.date(), what, subject));
  }
}
