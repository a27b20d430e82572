package org.duixian.local.alerting;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.duixian.alert.Alert;
import org.duixian.alert.Announced;
import org.duixian.alert.Announced.Told;
import org.duixian.alert.Announcement;
import org.duixian.alert.Announcing;
import org.duixian.edge.AlertmanagerAlert;

/**
 * The messages that people get of alerts, reckoned as Alertmanager does by {@link
 * AlertmanagerConfig}: one at a time for each receiver, commitment (but reminders) and county, with
 * everything that is news by then; again after the repeat interval while anything holds. What a
 * township-wide breach silences is not left out, so there are rather too many.
 */
public final class Messages {
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
  private static final LocalTime OPENS = LocalTime.of(8, 30);
  private static final LocalTime CLOSES = LocalTime.of(18, 0);

  private final Recipients recipients;
  private final Map<Group, List<Change>> groups =
      new TreeMap<>(
          Comparator.comparing(Group::receiver)
              .thenComparing(Group::severity)
              .thenComparing(Group::commitmentId)
              .thenComparing(Group::countyId));

  private Messages(Recipients recipients) {
    this.recipients = recipients;
  }

  /**
   * One message.
   *
   * @param receiver to whom, as Alertmanager calls them
   * @param atMillis when
   * @param news the alerts that it tells of for the first time, and those that are over
   */
  public record Message(String receiver, long atMillis, List<News> news) {}

  /** That a role is to be told that an alert holds, or is over, since an instant. */
  public record News(String alertId, String severity, boolean over, long sinceMillis) {}

  /**
   * @param quiet whether nobody is told, because they are told of another severity instead
   */
  private record Change(News news, boolean quiet) {}

  private record Group(String receiver, String severity, String commitmentId, String countyId) {}

  /**
   * Everything that people get.
   *
   * @param steps of alerts, those of each in their order
   * @param untilMillis what comes later is not reckoned
   */
  public static List<Message> of(List<Alert> steps, Recipients recipients, long untilMillis) {
    var messages = new Messages(recipients);
    messages.sort(steps);
    var sent = new ArrayList<Message>();
    messages.groups.forEach((group, changes) -> messages.send(group, changes, untilMillis, sent));
    sent.sort(Comparator.comparingLong(Message::atMillis));
    return sent;
  }

  private void sort(List<Alert> steps) {
    var announcing = new Announcing(1, Long.MAX_VALUE);
    var states = new HashMap<String, Announced>();
    var inOrder = new ArrayList<>(steps);
    inOrder.sort(Comparator.comparingLong(Alert::atMillis));
    for (Alert step : inOrder) {
      var state = states.computeIfAbsent(step.alertId(), id -> new Announced());
      Set<Told> before = new HashSet<>(state.told);
      announcing.on(step, state, step.atMillis());
      for (Told told : state.told) {
        if (!before.contains(told)) {
          add(step, told);
        }
      }
    }
  }

  private void add(Alert step, Told told) {
    boolean over = told.overMillis() > 0;
    var news = new News(step.alertId(), told.severity(), over, step.atMillis());
    var said = new Announcement(step, told.role(), told.severity(), told.toldMillis(), over);
    boolean reminder = told.severity().equals("reminder");
    for (String receiver :
        recipients.receivers(AlertmanagerAlert.of(said, "", said.toldMillis()).labels())) {
      groups
          .computeIfAbsent(
              new Group(
                  receiver, told.severity(), reminder ? "" : step.commitmentId(), step.countyId()),
              group -> new ArrayList<>())
          .add(new Change(news, told.replaced()));
    }
  }

  private void send(Group group, List<Change> changes, long untilMillis, List<Message> sent) {
    var pace = Recipients.Pace.orProposed(recipients.pace());
    boolean red = group.severity.equals("red");
    boolean anyHour = red || Boolean.TRUE.equals(pace.anyHour());
    long waitMillis = Recipients.millis(pace.groupWait());
    long everyMillis = red ? waitMillis : Recipients.millis(pace.groupInterval());
    long repeatMillis = Recipients.millis(red ? pace.repeatRed() : pace.repeatYellow());
    boolean toldOfTheEnd = !group.severity.equals("reminder");

    var holds = new HashMap<String, News>();
    var ends = new HashMap<String, News>();
    var told = new HashSet<String>();
    long lastMillis = 0;
    int next = 0;
    for (long at = changes.get(0).news.sinceMillis + waitMillis;
        at <= untilMillis;
        at += everyMillis) {
      if (holds.isEmpty() && ends.isEmpty()) {
        if (next == changes.size()) {
          return;
        }
        at = Math.max(at, changes.get(next).news.sinceMillis + waitMillis);
      }
      for (; next < changes.size() && changes.get(next).news.sinceMillis <= at; next++) {
        News each = changes.get(next).news;
        holds.remove(each.alertId);
        if (!each.over) {
          holds.put(each.alertId, each);
        } else if (toldOfTheEnd && told.contains(each.alertId) && !changes.get(next).quiet) {
          ends.put(each.alertId, each);
        }
      }
      if (!anyHour && !isWorkingHour(at)) {
        continue;
      }
      var say = new ArrayList<>(ends.values());
      holds.values().stream().filter(each -> !told.contains(each.alertId)).forEach(say::add);
      if (!say.isEmpty() || !holds.isEmpty() && at - lastMillis >= repeatMillis) {
        sent.add(new Message(group.receiver, at, say));
        lastMillis = at;
        told.removeAll(ends.keySet());
        told.addAll(holds.keySet());
        ends.clear();
      }
    }
  }

  private static boolean isWorkingHour(long atMillis) {
    var at = Instant.ofEpochMilli(atMillis).atOffset(ZONE);
    var time = at.toLocalTime();
    return at.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0
        && !time.isBefore(OPENS)
        && time.isBefore(CLOSES);
  }
}
