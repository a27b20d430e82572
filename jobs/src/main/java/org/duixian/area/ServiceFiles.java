package org.duixian.area;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duixian.calendar.DayType;
import org.duixian.calendar.PublishedDay;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.EventTypes;

/**
 * Reads who serves where and when: {@code sources.csv}, {@code sites.csv}, {@code routes.csv},
 * {@code segments.csv}, {@code market_days.csv} and {@code calendar.csv}.
 */
final class ServiceFiles {
  static final String SOURCES = "sources.csv";
  static final List<String> SOURCE_COLUMNS =
      List.of("source", "stream", "name_zh", "home_area_id", "heartbeat", "since");
  static final String SITES = "sites.csv";
  static final List<String> SITE_COLUMNS =
      List.of("site_id", "kind", "name_zh", "area_id", "lat", "lon", "source");
  static final String ROUTES = "routes.csv";
  static final List<String> ROUTE_COLUMNS = List.of("route_id", "name_zh", "source", "stop_ids");
  static final String SEGMENTS = "segments.csv";
  static final List<String> SEGMENT_COLUMNS =
      List.of("segment_id", "name_zh", "source", "area_ids");
  static final String MARKET_DAYS = "market_days.csv";
  static final List<String> MARKET_DAY_COLUMNS = List.of("area_id", "last_digits");
  static final String CALENDAR = "calendar.csv";
  static final List<String> CALENDAR_COLUMNS = List.of("published_on", "date", "day_type", "name");

  private static final Pattern SOURCE = Pattern.compile("/[!-~]{1,199}");
  private static final String[] STREAMS = EventTypes.load().streams().toArray(String[]::new);
  private static final String TRANSPORT = "transport";
  private static final int MAX_STOPS = 500;

  private ServiceFiles() {}

  /** The sources by name. */
  static Map<String, Source> sources(
      ReferenceTable table, Map<String, Area> areas, List<PublishedDay> calendar) {
    var days = calendar.stream().map(PublishedDay::date).collect(Collectors.toSet());
    var sources = new LinkedHashMap<String, Source>();
    for (var row : table.rows()) {
      var name = row.text("source");
      row.require(
          SOURCE.matcher(name).matches(), "source", "not a source: / and 1 to 199 visible ASCII");
      checkHome(row, areas.get(row.text("home_area_id")));
      var source =
          new Source(
              name,
              row.word("stream", STREAMS),
              row.name("name_zh"),
              row.text("home_area_id"),
              row.yes("heartbeat"),
              row.date("since"));
      row.require(
          source.since() == 0 || days.contains(source.since()),
          "since",
          "calendar.csv does not have the day");
      checkAlone(row, source, sources.values(), areas);
      row.require(sources.putIfAbsent(name, source) == null, "source", "is given twice");
    }
    return sources;
  }

  /** What a township has reached, or been paid, is told by one: the other would say it was not. */
  private static void checkAlone(
      ReferenceRow row, Source source, Collection<Source> others, Map<String, Area> areas) {
    if (Reach.of(source.stream()) != Reach.townships || !areas.containsKey(source.homeAreaId())) {
      return;
    }
    var home = areas.get(source.homeAreaId());
    for (var other : others) {
      var otherHome = areas.get(other.homeAreaId());
      if (other.stream().equals(source.stream()) && otherHome != null) {
        row.require(
            !home.equals(otherHome)
                && !home.parentId().equals(otherHome.areaId())
                && !otherHome.parentId().equals(home.areaId()),
            "home_area_id",
            "%s of the same townships is reported by %s"
                .formatted(source.stream(), other.source()));
      }
    }
  }

  /** At home it must serve something. */
  private static void checkHome(ReferenceRow row, Area home) {
    if (!row.require(home != null, "home_area_id", "no such area") || home.level() == null) {
      return;
    }
    var levels = Reach.of(row.text("stream")).levels();
    row.require(
        levels.contains(home.level()) || home.level() == Level.county,
        "home_area_id",
        "must be a %s or a county"
            .formatted(levels.stream().map(Level::inWords).collect(Collectors.joining(" or a "))));
  }

  /** The sites by id. */
  static Map<String, Site> sites(
      ReferenceTable table, Map<String, Area> areas, Map<String, Source> sources) {
    var sites = new LinkedHashMap<String, Site>();
    for (var row : table.rows()) {
      var latitude = row.degrees("lat", 90);
      var longitude = row.degrees("lon", 180);
      row.require(
          Double.isNaN(latitude) == Double.isNaN(longitude), "lon", "lat and lon go together");
      var site =
          new Site(
              row.id("site_id"),
              row.constant("kind", Site.Kind.values()),
              row.name("name_zh"),
              row.text("area_id"),
              latitude,
              longitude,
              row.text("source"));
      var area = areas.get(site.areaId());
      if (row.require(area != null, "area_id", "no such area")) {
        row.require(
            area.level() == null || area.level() == Level.former_township,
            "area_id",
            "must be a former township");
      }
      if (site.kind() == Site.Kind.stop) {
        row.require(site.source().isEmpty(), "source", "a stop reports through its routes");
      } else if (site.kind() != null) {
        checkSource(row, sources, site.kind().name());
      }
      row.require(sites.putIfAbsent(site.siteId(), site) == null, "site_id", "is given twice");
    }
    return sites;
  }

  /** The routes by id. */
  static Map<String, Route> routes(
      ReferenceTable table, Map<String, Site> sites, Map<String, Source> sources) {
    var routes = new LinkedHashMap<String, Route>();
    for (var row : table.rows()) {
      checkSource(row, sources, TRANSPORT);
      var stops =
          Arrays.stream(row.text("stop_ids").split(" ")).filter(stop -> !stop.isEmpty()).toList();
      row.require(
          stops.size() >= 2 && stops.size() <= MAX_STOPS,
          "stop_ids",
          "a route has 2 to %d stops".formatted(MAX_STOPS));
      for (var stopId : stops) {
        var stop = sites.get(stopId);
        if (row.require(stop != null, "stop_ids", "no such stop: " + stopId)) {
          row.require(
              stop.kind() == null || stop.kind() == Site.Kind.stop,
              "stop_ids",
              "is not a stop: " + stopId);
        }
      }
      var route = new Route(row.id("route_id"), row.name("name_zh"), row.text("source"), stops);
      row.require(routes.putIfAbsent(route.routeId(), route) == null, "route_id", "is given twice");
    }
    return routes;
  }

  /** The road segments by id. */
  static Map<String, Segment> segments(
      ReferenceTable table, Map<String, Area> areas, Map<String, Source> sources) {
    var segments = new LinkedHashMap<String, Segment>();
    for (var row : table.rows()) {
      checkSource(row, sources, TRANSPORT);
      var areaIds =
          Arrays.stream(row.text("area_ids").split(" ")).filter(id -> !id.isEmpty()).toList();
      row.require(!areaIds.isEmpty(), "area_ids", "names no former township");
      row.require(
          areaIds.size() == Set.copyOf(areaIds).size(), "area_ids", "names one of them twice");
      for (var areaId : areaIds) {
        var area = areas.get(areaId);
        if (row.require(area != null, "area_ids", "no such area: " + areaId)) {
          row.require(
              area.level() == null || area.level() == Level.former_township,
              "area_ids",
              "is not a former township: " + areaId);
        }
      }
      var segment =
          new Segment(row.id("segment_id"), row.name("name_zh"), row.text("source"), areaIds);
      row.require(
          segments.putIfAbsent(segment.segmentId(), segment) == null,
          "segment_id",
          "is given twice");
    }
    return segments;
  }

  private static void checkSource(ReferenceRow row, Map<String, Source> sources, String stream) {
    var source = sources.get(row.text("source"));
    if (row.require(source != null, "source", "no such source")) {
      row.require(
          source.stream().equals(stream), "source", "is of stream %s".formatted(source.stream()));
    }
  }

  /** For each area that has them, the market days as a set of last digits of the day of month. */
  static Map<String, Integer> marketDays(ReferenceTable table, Map<String, Area> areas) {
    var marketDays = new HashMap<String, Integer>();
    for (var row : table.rows()) {
      var area = areas.get(row.text("area_id"));
      if (row.require(area != null, "area_id", "no such area")) {
        row.require(
            area.level() == null || area.level() == Level.former_township,
            "area_id",
            "must be a former township");
      }
      var digits = 0;
      for (var digit : row.text("last_digits").split(" ", -1)) {
        if (row.require(digit.matches("[0-9]"), "last_digits", "must be digits like 1 4 7")) {
          digits |= 1 << Integer.parseInt(digit);
        }
      }
      row.require(
          marketDays.putIfAbsent(row.text("area_id"), digits) == null, "area_id", "is given twice");
    }
    return marketDays;
  }

  /** What was published about each day; every date from the first to the last must be there. */
  static List<PublishedDay> calendar(ReferenceTable table, Problems problems) {
    var days = new ArrayList<PublishedDay>();
    var seen = new HashSet<String>();
    var firstDate = Integer.MAX_VALUE;
    var lastDate = Integer.MIN_VALUE;
    var dates = new HashSet<Integer>();
    for (var row : table.rows()) {
      var day =
          new PublishedDay(
              row.date("published_on"),
              row.date("date"),
              row.constant("day_type", DayType.values()),
              row.optionalName("name"));
      row.require(
          seen.add(row.text("published_on") + " " + row.text("date")),
          "date",
          "is given twice in one publication");
      days.add(day);
      if (day.date() != 0) {
        dates.add(day.date());
        firstDate = Math.min(firstDate, day.date());
        lastDate = Math.max(lastDate, day.date());
      }
    }
    if (dates.isEmpty()) {
      problems.add(CALENDAR, "no day is listed");
    }
    for (int date = firstDate; date <= lastDate; date++) {
      if (!dates.contains(date)) {
        problems.add(
            CALENDAR, "no line says what kind of day " + ServiceDates.format(date) + " is");
      }
    }
    return days;
  }
}
