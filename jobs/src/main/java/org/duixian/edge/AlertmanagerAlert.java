package org.duixian.edge;

import java.io.Serializable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duixian.alert.Alert;
import org.duixian.alert.Announcement;
import org.duixian.alert.Notice;
import org.duixian.calendar.ServiceDates;

/**
 * An announcement as Alertmanager (API v2) is told of it. Two with the same labels are the same to
 * it, the later one counts; so nothing that changes is a label.
 *
 * @param labels the identity, and what it is routed, grouped and silenced by
 * @param annotations what people read
 * @param startsAtMillis when it was said first: Alertmanager waits for more to say with what begins
 *     now, not with what began before its group_wait
 * @param over whether it no longer holds
 */
public record AlertmanagerAlert(
    TreeMap<String, String> labels,
    TreeMap<String, String> annotations,
    long startsAtMillis,
    boolean over)
    implements Serializable {
  private static final int MAX_DETAIL_CHARS = 500;
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  /**
   * As this announcement reads.
   *
   * @param link where to look further, with {@code {alert_id}} in it; or empty
   * @param nowMillis when it is said: its text is that of the step, which may ask for something by
   *     an instant that has passed since
   */
  public static AlertmanagerAlert of(Announcement announcement, String link, long nowMillis) {
    Alert alert = announcement.alert();
    var labels = new TreeMap<String, String>();
    labels.put("alertname", alert.commitmentId());
    labels.put("alert_id", alert.alertId());
    labels.put("area", alert.areaId());
    labels.put("county", alert.countyId());
    labels.put("role", announcement.role());
    labels.put("severity", announcement.severity());
    boolean ofTownship = alert.townshipIds().contains(alert.areaId());
    labels.put("scope", ofTownship ? "township" : "part");
    put(labels, "stream", alert.stream());
    put(labels, "township", String.join(",", alert.townshipIds()));

    var annotations = new TreeMap<String, String>();
    annotations.put("step", alert.state());
    annotations.put("revision", Integer.toString(alert.revision()));
    annotations.put("since", ServiceDates.format(alert.sinceDate()));
    annotations.put("service_date", ServiceDates.format(alert.serviceDate()));
    annotations.put("good", Long.toString(alert.good()));
    annotations.put("total", Long.toString(alert.total()));
    annotations.put("objective", Double.toString(alert.objective()));
    put(annotations, "text_zh", alert.textZh());
    put(annotations, "text_en", alert.textEn());
    put(annotations, "subject", alert.subject());
    put(annotations, "resolution", alert.resolution());
    put(annotations, "hard_rule", alert.hardRule());
    put(annotations, "reasons", reasons(alert.lostByReason()));
    put(annotations, "evidence", String.join(" ", alert.evidence()));
    put(annotations, "acknowledged_by", alert.acknowledgedBy());
    put(annotations, "note", alert.note());
    put(annotations, "commitment_version", alert.commitmentVersion());
    put(annotations, "reference_version", alert.referenceVersion());
    put(annotations, "calendar_version", alert.calendarVersion());
    put(annotations, "link", link.replace("{alert_id}", alert.alertId()));
    if (alert.ackDueMillis() > 0) {
      annotations.put(
          alert.state().equals("reminded") ? "due_by" : "acknowledge_by",
          OffsetDateTime.ofInstant(Instant.ofEpochMilli(alert.ackDueMillis()), ZONE).toString());
    }
    if (!announcement.over() && alert.fellDue(nowMillis)) {
      String due = ServiceDates.format(ServiceDates.serviceDate(alert.ackDueMillis() - 1));
      annotations.put("overdue_zh", "上述签收期限(%s)已过。".formatted(due));
      annotations.put("overdue_en", "The day to acknowledge by (%s) has passed.".formatted(due));
    }
    return new AlertmanagerAlert(
        labels, annotations, announcement.toldMillis(), announcement.over());
  }

  /** What came of telling it to an Alertmanager. */
  Notice notice(String peer, String result, int status, String detail, long atMillis) {
    return notice(labels, annotations, over, peer, "", result, status, detail, atMillis);
  }

  /** What came of an alert with these labels and annotations. */
  static Notice notice(
      Map<String, String> labels,
      Map<String, String> annotations,
      boolean over,
      String peer,
      String receiver,
      String result,
      int status,
      String detail,
      long atMillis) {
    return new Notice(
        labels.getOrDefault("alert_id", ""),
        Integer.parseInt(annotations.getOrDefault("revision", "0")),
        labels.getOrDefault("role", ""),
        labels.getOrDefault("severity", ""),
        over ? "resolved" : "firing",
        labels.getOrDefault("alertname", ""),
        labels.getOrDefault("area", ""),
        labels.getOrDefault("county", ""),
        peer,
        receiver,
        result,
        status,
        detail.length() <= MAX_DETAIL_CHARS ? detail : detail.substring(0, MAX_DETAIL_CHARS),
        atMillis);
  }

  /** As one element of a request. */
  Map<String, Object> json(long endsAtMillis) {
    var json = new TreeMap<String, Object>();
    json.put("labels", labels);
    json.put("annotations", annotations);
    json.put("startsAt", Instant.ofEpochMilli(startsAtMillis).toString());
    json.put("endsAt", Instant.ofEpochMilli(endsAtMillis).toString());
    if (annotations.containsKey("link")) {
      json.put("generatorURL", annotations.get("link"));
    }
    return json;
  }

  private static void put(SortedMap<String, String> map, String name, String value) {
    if (value != null && !value.isEmpty()) {
      map.put(name, value);
    }
  }

  private static String reasons(Map<String, Long> lostByReason) {
    return new TreeMap<>(lostByReason)
        .entrySet().stream()
            .map(reason -> reason.getKey() + "=" + reason.getValue())
            .collect(Collectors.joining(" "));
  }
}
