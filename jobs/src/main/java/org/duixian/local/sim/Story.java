package org.duixian.local.sim;

import java.util.List;
import java.util.stream.IntStream;
import org.duixian.alert.AreaAlerts;
import org.duixian.area.Area;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;

/**
 * Something that goes wrong in the simulated city, so that there is something to find, or that was
 * announced in good time and must not be found. Everything that no story touches keeps its
 * promises.
 *
 * @param kind what goes wrong
 * @param place a site id, a route id, a former township, a township, or for a silent feed a source
 * @param from first service date of it
 * @param until first service date after it, {@link Area#NO_DATE} if it never ends
 */
public record Story(Kind kind, String place, int from, int until) {

  /** The slug of the demo city. */
  public static final String DEMO_CITY = "demo";

  /** What goes wrong. */
  public enum Kind {
    /** The hall is open and staffed, but turns away about 35 % of its visitors: C04 only. */
    ADVICE_ONLY_HALL("C04"),
    /**
     * About 35 % of the clinic's patients wait over 30 minutes or leave unseen: C18, and C24, which
     * compares with the seat. The clinic is small and those of the neighbours busy, so that no
     * successor's average shows it.
     */
    SLOW_CLINIC("C18"),
    /**
     * The hotline replies to the people of the former township and closes their requests in time,
     * but every second call-back hears that nothing is solved: C12 only.
     */
    UNSOLVED_REQUESTS("C12"),
    /**
     * A new township reaches all that was planned for it in time, but no dispatched body is set up:
     * C25 only.
     */
    OVERDUE_BODIES("C25"),
    /**
     * The last bus back to the former township is taken out of the timetable and runs for its
     * neighbours instead; every trip that is still in the timetable runs: C14 only.
     */
    CUT_TIMETABLE("C14"),
    /** On the list of items that the hall publishes anew, one is only advised on: C03 only. */
    SHRUNKEN_LIST("C03"),
    /** The hall is open and staffed, but the official who was to stay has left: C01 only. */
    ABSENT_OFFICER("C01"),
    /** A new township is paid 70 % of what its parts were for public services: C22 only. */
    SHORT_MONEY("C22"),
    /** The hall is shut on days that exceptions.csv announces: C02 leaves them out. */
    ANNOUNCED_REPAIRS("C02"),
    /**
     * The route does not run, as notified 40 days before: C13 and C15 leave its trips out, C14
     * counts them as missing.
     */
    NOTIFIED_SUSPENSION("C13"),
    /**
     * Nothing of the source arrives, heartbeats included, until everything does at once; meanwhile
     * its service goes on as ever.
     */
    SILENT_FEED(AreaAlerts.DATA);

    private final String commitmentId;

    Kind(String commitmentId) {
      this.commitmentId = commitmentId;
    }

    /** The commitment that it is about. */
    public String commitmentId() {
      return commitmentId;
    }

    /**
     * The commitments whose alerts tell of it, or would if it had not been announced. C24 may tell
     * of any that the seat keeps.
     */
    public List<String> commitmentIds() {
      return this == SLOW_CLINIC ? List.of(commitmentId, "C24") : List.of(commitmentId);
    }

    /** Whether it was announced in good time, so that nobody is to be alarmed. */
    public boolean isExcused() {
      return this == ANNOUNCED_REPAIRS || this == NOTIFIED_SUSPENSION;
    }
  }

  /** The stories of the demo city, each after its place's new township has started work. */
  public static List<Story> ofDemo(Registry registry) {
    var silentFrom = registry.effectiveOn("f11") + 16;
    return List.of(
        new Story(Kind.ADVICE_ONLY_HALL, "hall-f07", registry.effectiveOn("f07"), Area.NO_DATE),
        new Story(Kind.SLOW_CLINIC, "clinic-f12", registry.effectiveOn("f12"), Area.NO_DATE),
        new Story(Kind.SILENT_FEED, "/demo/c02/bus/operator", silentFrom, silentFrom + 2),
        new Story(Kind.UNSOLVED_REQUESTS, "f28", registry.effectiveOn("f28"), Area.NO_DATE),
        new Story(Kind.OVERDUE_BODIES, "t08", registry.effectiveOn("t08"), Area.NO_DATE),
        new Story(Kind.CUT_TIMETABLE, "f02", registry.effectiveOn("f02"), Area.NO_DATE),
        new Story(Kind.SHRUNKEN_LIST, "hall-f30", registry.effectiveOn("f30"), Area.NO_DATE),
        new Story(Kind.ABSENT_OFFICER, "hall-f04", registry.effectiveOn("f04") + 14, Area.NO_DATE),
        new Story(Kind.SHORT_MONEY, "t10", registry.effectiveOn("t10"), Area.NO_DATE),
        new Story(
            Kind.ANNOUNCED_REPAIRS,
            "hall-f09",
            ServiceDates.parse("2020-06-10"),
            ServiceDates.parse("2020-06-12")),
        new Story(
            Kind.NOTIFIED_SUSPENSION,
            "route-f23-t12",
            ServiceDates.parse("2020-06-03"),
            ServiceDates.parse("2020-06-05")));
  }

  /** Of every thirty former townships of a city of any size, one hall that only advises. */
  public static List<Story> ofSyntheticCity(Registry registry) {
    var formers = registry.areas(Level.former_township);
    return IntStream.range(0, formers.size())
        .filter(i -> i % 30 == 6)
        .mapToObj(formers::get)
        .map(
            former ->
                new Story(
                    Kind.ADVICE_ONLY_HALL,
                    "hall-" + former.areaId(),
                    former.effectiveOn(),
                    Area.NO_DATE))
        .toList();
  }

  /** The area whose people are told of it. */
  public String areaId(Registry registry) {
    return switch (kind) {
      case SILENT_FEED -> registry.getSource(place).homeAreaId();
      case UNSOLVED_REQUESTS, OVERDUE_BODIES, CUT_TIMETABLE, SHORT_MONEY -> place;
      case NOTIFIED_SUSPENSION -> registry.areasOfRoute(place).get(0);
      case ADVICE_ONLY_HALL, SLOW_CLINIC, SHRUNKEN_LIST, ABSENT_OFFICER, ANNOUNCED_REPAIRS ->
          registry.findSite(place).orElseThrow().areaId();
    };
  }

  boolean befalls(Kind someKind, String somePlace) {
    return kind == someKind && place.equals(somePlace);
  }

  boolean holdsOn(int serviceDate) {
    return from <= serviceDate && serviceDate < until;
  }

  @Override
  public String toString() {
    return kind
        + " "
        + place
        + " from "
        + ServiceDates.format(from)
        + (until == Area.NO_DATE ? "" : " until " + ServiceDates.format(until));
  }
}
