package org.duixian.area;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what only the growth measures ask, in the history: {@code landmarks.csv}, at which stop
 * one gets off for a seat or a county hospital, {@code item_functions.csv}, which function of a
 * service centre each item belongs to, {@code village_stops.csv}, how far villages are from stops,
 * and {@code care_places.csv}, where the old are cared for. A city may have none of them.
 */
final class GrowthFiles {
  static final String LANDMARKS = "landmarks.csv";
  static final List<String> LANDMARK_COLUMNS = List.of("landmark", "area_id", "stop_id", "source");

  static final String ITEM_FUNCTIONS = "item_functions.csv";
  static final List<String> ITEM_FUNCTION_COLUMNS = List.of("item_code", "function", "source");

  static final String VILLAGE_STOPS = "village_stops.csv";
  static final List<String> VILLAGE_STOP_COLUMNS =
      List.of("village_id", "stop_id", "distance_m", "source");

  static final String CARE_PLACES = "care_places.csv";
  static final List<String> CARE_PLACE_COLUMNS =
      List.of("place_id", "kind", "area_id", "beds", "valid_from", "valid_to", "source");

  private static final int FARTHEST_M = 100_000;
  private static final int MOST_BEDS = 10_000;
  private static final String POINT = "mutual_aid_point";
  private static final String HOME = "township_home";
  private static final String SEAT = "seat";
  private static final String HOSPITAL = "county_hospital";

  /** The seven that were promised: 综合治理、市场监管、综合执法、社会保障、医疗保障、其他公共服务、政务公开. */
  private static final String[] FUNCTIONS = {
    "comprehensive_governance",
    "market_regulation",
    "comprehensive_enforcement",
    "social_security",
    "medical_insurance",
    "other_public_services",
    "open_government"
  };

  private GrowthFiles() {}

  /** A former township's seat and a county's hospital are where its own stops are. */
  static void checkLandmarks(
      ReferenceTable table, Map<String, Area> areas, Map<String, Site> sites) {
    Set<String> seen = new HashSet<>();
    for (var row : table.rows()) {
      row.name("source");
      var landmark = row.word("landmark", SEAT, HOSPITAL);
      var level = landmark.equals(HOSPITAL) ? Level.county : Level.former_township;
      var area = areas.get(row.text("area_id"));
      if (row.require(area != null, "area_id", "no such area")) {
        row.require(area.level() == level, "area_id", "must be a " + level.inWords());
      }
      var stop = stop(row, sites);
      if (stop != null && areas.containsKey(stop.areaId())) {
        var former = areas.get(stop.areaId());
        row.require(
            row.text("area_id").equals(level == Level.county ? former.parentId() : stop.areaId()),
            "stop_id",
            "stands in " + stop.areaId());
      }
      row.require(
          seen.add(landmark + ' ' + row.text("stop_id")), "stop_id", "is given twice for it");
    }
  }

  /** Each item belongs to one function. */
  static void checkItemFunctions(ReferenceTable table) {
    Set<String> seen = new HashSet<>();
    for (var row : table.rows()) {
      row.name("source");
      row.word("function", FUNCTIONS);
      row.require(seen.add(row.id("item_code")), "item_code", "is given twice");
    }
  }

  /** A village may be near several stops, also of its neighbours. */
  static void checkVillageStops(
      ReferenceTable table, Map<String, Area> areas, Map<String, Site> sites) {
    Set<String> seen = new HashSet<>();
    for (var row : table.rows()) {
      row.name("source");
      var village = areas.get(row.text("village_id"));
      if (row.require(village != null, "village_id", "no such area")) {
        row.require(village.level() == Level.village, "village_id", "must be a village");
      }
      stop(row, sites);
      row.require(!row.isEmpty("distance_m"), "distance_m", "must not be empty");
      row.count("distance_m", FARTHEST_M);
      row.require(
          seen.add(row.text("village_id") + ' ' + row.text("stop_id")),
          "stop_id",
          "is given twice for the village");
    }
  }

  /** A point is in a village, a home with its beds in a former township; each at one at a time. */
  static void checkCarePlaces(ReferenceTable table, Map<String, Area> areas) {
    Map<String, List<DatedCode>> seen = new HashMap<>();
    for (var row : table.rows()) {
      row.name("source");
      boolean home = row.word("kind", POINT, HOME).equals(HOME);
      var level = home ? Level.former_township : Level.village;
      var area = areas.get(row.text("area_id"));
      if (row.require(area != null, "area_id", "no such area")) {
        row.require(area.level() == level, "area_id", "must be a " + level.inWords());
      }
      row.require(
          home != row.isEmpty("beds"), "beds", home ? "must not be empty" : "are those of homes");
      row.count("beds", MOST_BEDS);
      var place =
          new DatedCode(
              row.id("place_id"),
              row.text("area_id"),
              row.date("valid_from", DatedCode.ALWAYS),
              row.date("valid_to", Area.NO_DATE));
      row.require(place.validFrom() < place.validTo(), "valid_to", "is not after valid_from");
      var others = seen.computeIfAbsent(place.code(), any -> new ArrayList<>(1));
      row.require(
          others.stream().noneMatch(place::overlaps), "place_id", "is given twice for some time");
      others.add(place);
    }
  }

  private static Site stop(ReferenceRow row, Map<String, Site> sites) {
    var stop = sites.get(row.text("stop_id"));
    if (!row.require(stop != null, "stop_id", "no such stop")) {
      return null;
    }
    var isStop = stop.kind() == null || stop.kind() == Site.Kind.stop;
    return row.require(isStop, "stop_id", "is not a stop") ? stop : null;
  }
}
