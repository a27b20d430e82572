package org.duixian.local.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.area.Route;
import org.duixian.area.Source;
import org.duixian.calendar.ServiceDates;

/** Casts the registry's sites, routes and people, with the stories that befall them. */
final class Places {
  private static final int SLOW_CLINIC_PATIENTS = 5;
  private static final int BUSY_CLINIC_PATIENTS = 32;
  private static final int LEAST_PATIENTS = 12;
  private static final double REQUESTS_PER_WORKDAY = 0.7;
  private static final double MANY_REQUESTS_PER_WORKDAY = 1.5;

  /** A feed falls silent after the heartbeat that closes the day before. */
  private static final long SILENT_FROM_MILLIS = 30 * Timestamps.MINUTE_MILLIS;

  /** It is back before the first trip of a day. */
  private static final long SILENT_UNTIL_MILLIS = 330 * Timestamps.MINUTE_MILLIS;

  private final Registry registry;
  private final SimulationSettings settings;
  private final Set<String> busyAreaIds;

  Places(Registry registry, SimulationSettings settings) {
    this.registry = registry;
    this.settings = settings;
    this.busyAreaIds = neighboursOfSlowClinics();
  }

  /**
   * One diary for each site, route and road segment that reports through the source, or for each
   * former township about whose people, or each township about which it reports.
   */
  List<Diary> diaries(Source source) {
    return switch (source.stream()) {
      case "reform" ->
          diariesOfAreas(
              source,
              areaId ->
                  new ReformDiary(
                      areaId,
                      registry.effectiveOn(areaId),
                      troubled(Story.Kind.OVERDUE_BODIES, areaId)));
      case "fiscal" ->
          diariesOfAreas(
              source,
              areaId ->
                  new FiscalDiary(
                      areaId,
                      registry.effectiveOn(areaId),
                      registry.baseTransfers(),
                      troubled(Story.Kind.SHORT_MONEY, areaId)));
      case "works" ->
          diariesOfAreas(source, areaId -> new WorksDiary(areaId, registry.effectiveOn(areaId)));
      default -> diariesOfPeopleOrPlaces(source);
    };
  }

  private List<Diary> diariesOfPeopleOrPlaces(Source source) {
    return registry.reportsResidents(source.source())
        ? diariesOfPeople(source)
        : diariesOfPlaces(source);
  }

  private List<Diary> diariesOfPeople(Source source) {
    return registry.areasOfSource(source.source()).stream()
        .filter(areaId -> registry.getArea(areaId).level() == Level.former_township)
        .map(areaId -> new Residents(registry, areaId))
        .filter(Residents::haveVillages)
        .<Diary>map(
            residents ->
                new OfficeDiary(
                    source.source(),
                    residents,
                    office(source, residents),
                    source.since(),
                    settings))
        .toList();
  }

  private Office office(Source source, Residents residents) {
    return switch (source.stream()) {
      case "hall" -> new CaseOffice(residents);
      case "feedback" -> hotline(residents);
      case "care" -> new CareRegister(residents);
      default -> throw new IllegalArgumentException("nothing is simulated for: " + source);
    };
  }

  private Hotline hotline(Residents residents) {
    var complains =
        settings.stories().stream()
            .anyMatch(story -> story.befalls(Story.Kind.UNSOLVED_REQUESTS, residents.areaId()));
    return new Hotline(
        residents,
        complains ? MANY_REQUESTS_PER_WORKDAY : REQUESTS_PER_WORKDAY,
        troubled(Story.Kind.UNSOLVED_REQUESTS, residents.areaId()));
  }

  private List<Diary> diariesOfAreas(Source source, Function<String, Diary> diary) {
    return registry.areasOfSource(source.source()).stream()
        .filter(areaId -> registry.getArea(areaId).level() != Level.county)
        .map(diary)
        .toList();
  }

  private List<Diary> diariesOfPlaces(Source source) {
    var diaries = new ArrayList<Diary>();
    var sites = registry.sitesOfSource(source.source());
    var sendsSiteIds = sites.size() > 1 || Chance.trait(source.source(), 4) > 0;
    for (var site : sites) {
      var locality = new Locality(registry, List.of(site.areaId()), settings.from());
      diaries.add(
          switch (site.kind()) {
            case hall ->
                new HallDiary(
                    site.siteId(), locality, sendsSiteIds, kind -> troubled(kind, site.siteId()));
            case clinic ->
                new ClinicDiary(
                    site.siteId(),
                    locality,
                    sendsSiteIds,
                    patientsPerDay(site.siteId(), site.areaId()),
                    troubled(Story.Kind.SLOW_CLINIC, site.siteId()));
            case school -> new SchoolDiary(site.siteId(), locality);
            case stop -> throw new IllegalArgumentException("nothing is simulated for: " + site);
          });
    }
    for (var route : registry.routesOfSource(source.source())) {
      var stops =
          route.stopIds().stream()
              .map(
                  stopId ->
                      new Timetable.Stop(stopId, registry.findSite(stopId).orElseThrow().areaId()))
              .toList();
      diaries.add(
          new BusDiary(
              route.routeId(),
              timetables(route, stops),
              new Locality(registry, registry.areasOfRoute(route.routeId()), settings.from()),
              settings.stories().stream()
                  .filter(each -> each.befalls(Story.Kind.NOTIFIED_SUSPENSION, route.routeId()))
                  .findFirst()));
    }
    for (var segment : registry.segmentsOfSource(source.source())) {
      diaries.add(new RoadDiary(segment.segmentId()));
    }
    return diaries;
  }

  private IntFunction<Timetable> timetables(Route route, List<Timetable.Stop> stops) {
    var regular = Timetable.of(route.routeId(), stops);
    for (var story : settings.stories()) {
      if (story.kind() == Story.Kind.CUT_TIMETABLE && isCut(route, story)) {
        var cut = regular.withoutLastTrip();
        return serviceDate -> story.holdsOn(serviceDate) ? cut : regular;
      }
      if (story.kind() == Story.Kind.CUT_TIMETABLE && getsTheBus(route, story)) {
        var fuller = regular.withEveningTrip(stops);
        return serviceDate -> story.holdsOn(serviceDate) ? fuller : regular;
      }
    }
    return serviceDate -> regular;
  }

  /** A route that begins in the former township. */
  private boolean isCut(Route route, Story story) {
    return registry.areasOfRoute(route.routeId()).get(0).equals(story.place());
  }

  /** The next route to the same terminus: there nobody has fewer trips. */
  private boolean getsTheBus(Route route, Story story) {
    var routes = registry.routesOfSource(route.source());
    var terminus =
        routes.stream().filter(each -> isCut(each, story)).map(Places::lastStop).findFirst();
    return terminus.isPresent()
        && routes.stream()
            .filter(each -> !isCut(each, story) && lastStop(each).equals(terminus.get()))
            .findFirst()
            .filter(route::equals)
            .isPresent();
  }

  private static String lastStop(Route route) {
    return route.stopIds().get(route.stopIds().size() - 1);
  }

  /** When nothing of the source arrives. */
  Silence silence(String source) {
    return settings.stories().stream()
        .filter(story -> story.befalls(Story.Kind.SILENT_FEED, source))
        .map(
            story ->
                new Silence(
                    ServiceDates.startMillis(story.from()) + SILENT_FROM_MILLIS,
                    ServiceDates.startMillis(story.until()) + SILENT_UNTIL_MILLIS))
        .findFirst()
        .orElse(Silence.NEVER);
  }

  /** Whether such a story befalls the place on a service date. */
  private IntPredicate troubled(Story.Kind kind, String place) {
    var stories = settings.stories().stream().filter(story -> story.befalls(kind, place)).toList();
    return serviceDate -> stories.stream().anyMatch(story -> story.holdsOn(serviceDate));
  }

  private int patientsPerDay(String siteId, String areaId) {
    if (settings.stories().stream()
        .anyMatch(story -> story.befalls(Story.Kind.SLOW_CLINIC, siteId))) {
      return SLOW_CLINIC_PATIENTS;
    }
    return busyAreaIds.contains(areaId)
        ? BUSY_CLINIC_PATIENTS
        : LEAST_PATIENTS + Chance.trait(siteId, 7);
  }

  private Set<String> neighboursOfSlowClinics() {
    var neighbours = new HashSet<String>();
    for (var story : settings.stories()) {
      if (story.kind() == Story.Kind.SLOW_CLINIC) {
        var areaId = registry.findSite(story.place()).orElseThrow().areaId();
        for (var townshipId : registry.successorsOf(areaId, story.from())) {
          neighbours.addAll(registry.formersOf(townshipId));
        }
      }
    }
    return neighbours;
  }
}
