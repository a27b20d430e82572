package org.duixian.alert;

import java.util.List;
import java.util.Map;

/** Steps of alerts, as ServiceLevelJob publishes them. */
public final class Steps {
  private Steps() {}

  /** A step of the alert C05-f01-20200310. */
  public static Alert step(int revision, String state, String severity, String... roles) {
    return step("C05-f01-20200310", revision, state, severity, roles);
  }

  public static Alert step(
      String alertId, int revision, String state, String severity, String... roles) {
    return step(alertId, revision, state, severity, 0, roles);
  }

  /** A step that asks for something until then; it is of 11 March 2020, 01:00. */
  public static Alert step(
      String alertId,
      int revision,
      String state,
      String severity,
      long ackDueMillis,
      String... roles) {
    return new Alert(
        alertId,
        "f01",
        List.of("t01"),
        "c01",
        "C05",
        "hall",
        "",
        severity,
        state,
        state.equals("resolved") ? "recovered" : "",
        state.equals("held") ? "/demo/c01/hall/f01" : "",
        ackDueMillis,
        "",
        "",
        18_331,
        18_331,
        1_583_859_600_000L + revision,
        62,
        100,
        0.9,
        "",
        Map.of("called_late", 30L, "never_called", 8L),
        List.of("/demo/c01/hall/f01#17"),
        List.of(roles),
        "【黄】原砚影乡(现属鹤望岭镇):“取号等候不超时”有风险。编号" + alertId,
        "[YELLOW] former Yanying (now in Hewangling). Ref " + alertId,
        revision,
        "1",
        "demo-1",
        "2019-11-21");
  }
}
