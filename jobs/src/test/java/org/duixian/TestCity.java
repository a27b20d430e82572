package org.duixian;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duixian.area.AreaEvent;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Outcome;
import org.duixian.commitment.RuleBooks;
import org.duixian.commitment.Rules;
import org.duixian.event.Event;
import org.duixian.event.EventType;
import org.duixian.event.EventTypes;
import org.duixian.level.ServiceLevel;

/**
 * A city whose sources tell what a test wants them to tell, and what the rules make of it. Times
 * are like {@code 2020-04-28T09:00} or {@code …T09:00:00.001}, in Asia/Shanghai.
 */
public final class TestCity {
  public static final EventTypes TYPES = EventTypes.load();
  public static final Catalogue CATALOGUE =
      Catalogue.load(Path.of("..", "schemas", "commitments"), TYPES);
  private static final Registry DEMO_REGISTRY =
      Registry.load(TestReference.demoSince(TestReference.SINCE));
  private static final String HEARTBEAT = "ops.source.heartbeat";

  public final PureRun run;
  private final Registry registry;
  private final Map<String, Source> sources = new HashMap<>();

  public TestCity(Registry registry, Catalogue catalogue) {
    this(RuleBooks.of(registry, catalogue));
  }

  /** A city whose sources are those of the first book. */
  public TestCity(Rules books) {
    registry = books.on(Integer.MIN_VALUE).registry();
    run = new PureRun(TYPES, books);
  }

  /**
   * The invented city of the demonstration, where promises hold from 2020-04-27 and events are
   * expected from the day after.
   */
  public static TestCity demo() {
    return new TestCity(DEMO_REGISTRY, CATALOGUE);
  }

  /** The same, its events expected from another service day on. */
  public static TestCity demoSince(String since) {
    return new TestCity(Registry.load(TestReference.demoSince(since)), CATALOGUE);
  }

  public static Registry demoRegistry() {
    return DEMO_REGISTRY;
  }

  /** A local time, epoch milliseconds. */
  public static long at(String localTime) {
    return LocalDateTime.parse(localTime).toInstant(ZoneOffset.ofHours(8)).toEpochMilli();
  }

  public Source source(String name) {
    return sources.computeIfAbsent(name, Source::new);
  }

  /** The copies of an event for the areas it concerns. */
  public List<AreaEvent> attributed(Event event) {
    var copies = new ArrayList<AreaEvent>();
    run.attribution(event)
        .attribute(
            event,
            copies::add,
            (reason, detail) -> {
              throw new IllegalArgumentException(reason + ": " + detail);
            });
    return copies;
  }

  public void take(Event event) {
    attributed(event).forEach(run::take);
  }

  /** Everything that arrived up to a local time has been taken in. */
  public void arrivalReached(String localTime) {
    run.arrivalReached(at(localTime));
  }

  /** The revisions of one outcome, in order. */
  public List<Outcome> outcomes(String commitmentId, String subject) {
    return run.outcomes.stream()
        .filter(each -> each.commitmentId().equals(commitmentId))
        .filter(each -> each.subject().equals(subject))
        .toList();
  }

  /** How a unit stands: good/total and the reason, such as {@code 0/1 called_late}; or nothing. */
  public String standing(String commitmentId, String subject) {
    var revisions = outcomes(commitmentId, subject);
    if (revisions.isEmpty()) {
      return "";
    }
    var last = revisions.get(revisions.size() - 1);
    var lost = new ArrayList<String>();
    last.lostByReason().keySet().stream().sorted().forEach(lost::add);
    return (last.good() + "/" + last.total() + " " + String.join(" ", lost)).trim();
  }

  /** The latest level of a commitment in an area for the window that ends with a date. */
  public Optional<ServiceLevel> level(
      String areaId, String commitmentId, int windowDays, String date) {
    return run.levels.stream()
        .filter(each -> each.areaId().equals(areaId))
        .filter(each -> each.commitmentId().equals(commitmentId))
        .filter(each -> each.windowDays() == windowDays)
        .filter(each -> each.serviceDate() == ServiceDates.parse(date))
        .reduce((earlier, later) -> later);
  }

  /** A source; what it tells arrives when it happens unless said otherwise. */
  public final class Source {
    private final String name;
    private final String stream;
    private int number;
    private long vouchedMillis;

    private Source(String name) {
      this.name = name;
      this.stream = registry.getSource(name).stream();
    }

    public Source tells(String localTime, String type, String... namesAndValues) {
      return tellsLate(localTime, localTime, type, namesAndValues);
    }

    public Source tellsLate(
        String localTime, String arrivedAt, String type, String... namesAndValues) {
      take(event(++number + "", at(localTime), at(arrivedAt), type, namesAndValues));
      return this;
    }

    /** Everything up to the time has been sent; the statement arrives at once. */
    public Source vouches(String localTime) {
      return vouches(at(localTime), at(localTime));
    }

    public Source vouchesLate(String localTime, String arrivedAt) {
      return vouches(at(localTime), at(arrivedAt));
    }

    /** Vouches every hour on the hour from one local time to another, both included. */
    public Source vouchesHourly(String from, String to) {
      for (long millis = at(from); millis <= at(to); millis += 3_600_000L) {
        vouches(millis, millis);
      }
      return this;
    }

    private Source vouches(long millis, long arrivedMillis) {
      take(heartbeat("h" + ++number, vouchedMillis, millis, arrivedMillis));
      vouchedMillis = millis;
      return this;
    }

    public Event heartbeat(String id, long fromMillis, long toMillis, long arrivedMillis) {
      return event(
          id,
          arrivedMillis,
          arrivedMillis,
          HEARTBEAT,
          "source",
          name,
          "period_start",
          fromMillis + "",
          "period_end",
          toMillis + "",
          "events_emitted",
          "0");
    }

    /** An event of this source, its fields by name. */
    public Event event(
        String id, long timeMillis, long arrivedMillis, String type, String... namesAndValues) {
      EventType known = TYPES.get(type);
      var fields = new String[known.fieldNames().size()];
      for (int i = 0; i < namesAndValues.length; i += 2) {
        fields[known.position(namesAndValues[i])] = namesAndValues[i + 1];
      }
      return Event.metered(
          name, id, type, timeMillis, arrivedMillis, "events." + stream, 0, number, fields);
    }
  }
}
