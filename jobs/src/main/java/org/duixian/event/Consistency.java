package org.duixian.event;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.duixian.calendar.ServiceDates;

/** What the fields of one event must be to each other, beyond what a JSON Schema can say. */
final class Consistency {
  private final EventTypes types;
  private final Map<String, Rule> rules = new HashMap<>();

  private interface Rule {
    /** What the event contradicts itself in, or null. */
    String contradiction(Event event);
  }

  Consistency(EventTypes types) {
    this.types = types;
    add(Heartbeat.TYPE, Consistency::heartbeat);
    add("hall.hours.published", Consistency::hallHours);
    add("hall.catalogue.published", Consistency::items);
    add("hall.staff.rostered", Consistency::fromTo);
    add("hall.case.state_changed", Consistency::caseState);
    add("hall.proxy.requested", type -> notBefore(type, "due_at", "the request"));
    add("hall.proxy.accepted", type -> notBefore(type, "due_at", "it was accepted"));
    add("transport.timetable.published", Consistency::timetable);
    add("transport.service.suspension_notified", Consistency::fromTo);
    add("transport.road.closed", type -> notBefore(type, "expected_reopen_at", "it was closed"));
    add(
        "transport.road.restricted",
        type -> notBefore(type, "expected_reopen_at", "it was restricted"));
    add("clinic.hours.published", Consistency::clinicHours);
    add("feedback.request.extended", type -> notBefore(type, "new_due", "the extension"));
    add("feedback.callback.done", Consistency::callback);
    add("care.visit.planned", type -> notBefore(type, "due_at", "the plan"));
    add("school.session.held", Consistency::session);
    add("works.milestone.planned", Consistency::milestone);
    add("reform.milestone.planned", Consistency::milestone);
  }

  private void add(String name, Function<EventType, Rule> rule) {
    types.find(name).ifPresent(type -> rules.put(name, rule.apply(type)));
  }

  /** What the event contradicts itself in, or null if it does not. */
  String contradiction(Event event) {
    Rule rule = rules.get(event.type());
    return rule == null ? null : rule.contradiction(event);
  }

  /**
   * A heartbeat moves its source's clock, so it may vouch neither for others nor for the future.
   */
  private static Rule heartbeat(EventType type) {
    int source = type.position("source");
    int start = type.position("period_start");
    int end = type.position("period_end");
    return event -> {
      long startMillis = Long.parseLong(event.fields()[start]);
      long endMillis = Long.parseLong(event.fields()[end]);
      long latestMillis =
          Math.min(event.timeMillis(), event.arrivedMillis())
              + EventDecoder.FUTURE_TOLERANCE_MILLIS;
      if (!event.fields()[source].equals(event.source())) {
        return "data.source: is not the source";
      }
      if (startMillis > endMillis) {
        return "data.period_end: is before period_start";
      }
      return endMillis > latestMillis ? "data.period_end: is after the heartbeat was sent" : null;
    };
  }

  private static Rule hallHours(EventType type) {
    int normal = type.position("normal");
    int extended = type.position("extended");
    return event -> {
      String wrong = PublishedLists.hours("normal", event.fields()[normal], "day_type");
      return wrong != null
          ? wrong
          : PublishedLists.hours("extended", event.fields()[extended], "kind");
    };
  }

  private static Rule clinicHours(EventType type) {
    int normal = type.position("normal");
    return event -> PublishedLists.hours("normal", event.fields()[normal], "day_type");
  }

  private static Rule timetable(EventType type) {
    int trips = type.position("trips");
    return event -> PublishedLists.timetable(event.fields()[trips]);
  }

  private static Rule items(EventType type) {
    int items = type.position("items");
    return event -> PublishedLists.items(event.fields()[items]);
  }

  private static Rule fromTo(EventType type) {
    int from = type.position("from");
    int to = type.position("to");
    return event ->
        // YYYY-MM-DD sorts as text.
        event.fields()[to] != null && event.fields()[to].compareTo(event.fields()[from]) < 0
            ? "data.to: is before from"
            : null;
  }

  /** What is promised, expected or due lies ahead of the event that says so. */
  private static Rule notBefore(EventType type, String field, String what) {
    int position = type.position(field);
    return event -> {
      String millis = event.fields()[position];
      return millis != null && Long.parseLong(millis) < event.timeMillis()
          ? "data." + field + ": is before " + what
          : null;
    };
  }

  private static Rule milestone(EventType type) {
    int dueOn = type.position("due_on");
    return event -> {
      String date = event.fields()[dueOn];
      return date != null && ServiceDates.parse(date) < ServiceDates.serviceDate(event.timeMillis())
          ? "data.due_on: is before the plan"
          : null;
    };
  }

  private static Rule session(EventType type) {
    int date = type.position("date");
    return event ->
        ServiceDates.parse(event.fields()[date]) > ServiceDates.serviceDate(event.timeMillis())
            ? "data.date: is after the event"
            : null;
  }

  private static Rule callback(EventType type) {
    int reached = type.position("reached");
    int solved = type.position("solved");
    int level = type.position("level");
    return event ->
        event.fields()[reached].equals("false")
                && (event.fields()[solved] != null || event.fields()[level] != null)
            ? "data.reached: is false, but the person answered"
            : null;
  }

  /** The clock of a case follows its state, and its promise is not slower than the law. */
  private static Rule caseState(EventType type) {
    int state = type.position("state");
    int clock = type.position("clock");
    int promisedDays = type.position("promised_days");
    int statutoryDays = type.position("statutory_days");
    int dueAt = type.position("due_at");
    int extensionDays = type.position("extension_days");
    Rule dueAhead = notBefore(type, "due_at", "the case began");
    return event -> {
      String[] fields = event.fields();
      String promised = fields[promisedDays];
      String statutory = fields[statutoryDays];
      if (promised != null
          && statutory != null
          && Integer.parseInt(promised) > Integer.parseInt(statutory)) {
        return "data.promised_days: is above statutory_days";
      }
      boolean extended = fields[state].equals("extended");
      if (!extended && fields[extensionDays] != null) {
        return "data.extension_days: is given, but the case is not extended";
      }
      if (extended && fields[extensionDays] == null && fields[dueAt] == null) {
        return "data.state: is extended, but neither extension_days nor due_at says how far";
      }
      return switch (fields[state]) {
        case "submitted", "accepted" -> dueAhead.contradiction(event);
        case "suspended" -> isClock("running", fields[clock], "suspended");
        case "resumed" -> isClock("paused", fields[clock], "resumed");
        default -> null;
      };
    };
  }

  private static String isClock(String wrong, String clock, String state) {
    return wrong.equals(clock) ? "data.clock: is " + wrong + ", but the case is " + state : null;
  }
}
