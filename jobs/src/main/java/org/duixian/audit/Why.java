package org.duixian.audit;

/** Why what is known now is not what was said. */
public enum Why {
  /** Events came too late to count, and are counted now. */
  late_events("迟到事件", "events that came too late"),
  /** The same was said, but under another number. */
  revision("修订次数不同", "said under another revision"),
  /** It was judged by another version of commitments, reference data or calendar. */
  rule_version("规则版本不同", "judged by other rules"),
  /** The history has no such row. */
  missing_row("缺行", "row missing"),
  /** Nothing that arrived gives such a row. */
  inserted_row("多出的行", "row inserted"),
  /** The row says something else than what arrived gives. */
  altered_row("行被改动", "row altered");

  private final String zh;
  private final String en;

  Why(String zh, String en) {
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
