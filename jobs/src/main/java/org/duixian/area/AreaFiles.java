package org.duixian.area;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads areas with what was done to them: {@code areas.csv} and {@code successors.csv}. */
final class AreaFiles {
  static final String AREAS = "areas.csv";
  static final List<String> AREA_COLUMNS =
      List.of(
          "area_id",
          "level",
          "name_zh",
          "name_en",
          "parent_id",
          "batch",
          "effective_on",
          "lat",
          "lon",
          "fate",
          "confidence");
  static final String SUCCESSORS = "successors.csv";
  static final List<String> SUCCESSOR_COLUMNS =
      List.of(
          "former_id",
          "township_id",
          "village_id",
          "effective_on",
          "seat",
          "confidence",
          "evidence");

  private static final String[] FATES = {
    "kept",
    "abolished_merged",
    "split",
    "upgraded_same_seat",
    "renamed",
    "boundary_gain",
    "boundary_loss",
    "new",
    "unknown",
    ""
  };
  private static final String[] CONFIDENCES = {"official", "high", "medium", "low", "none", ""};
  private static final String NO_SUCCESSOR = "none";
  private static final int MAX_BATCH = 99;

  private AreaFiles() {}

  /**
   * The areas by id, in the order of the file. Parents are of the one level above, which also rules
   * out cycles.
   */
  static Map<String, Area> areas(ReferenceTable table) {
    var areas = new LinkedHashMap<String, Area>();
    var rows = new HashMap<String, ReferenceRow>();
    for (var row : table.rows()) {
      var area = area(row);
      var earlier = rows.putIfAbsent(area.areaId(), row);
      if (earlier == null) {
        areas.put(area.areaId(), area);
      } else {
        row.refuse("area_id", "is already given at " + earlier.place());
      }
    }
    rows.forEach((id, row) -> checkParent(areas.get(id), areas, row));
    return areas;
  }

  private static Area area(ReferenceRow row) {
    var level = row.constant("level", Level.values());
    var nameZh = row.name("name_zh");
    var nameEn = row.optionalName("name_en");
    var latitude = row.degrees("lat", 90);
    var longitude = row.degrees("lon", 180);
    row.require(
        Double.isNaN(latitude) == Double.isNaN(longitude), "lon", "lat and lon go together");
    var effectiveOn = row.date("effective_on", Area.NO_DATE);
    if (level == Level.former_township) {
      row.require(!row.isEmpty("effective_on"), "effective_on", "a former township needs a date");
    } else {
      row.require(row.isEmpty("effective_on"), "effective_on", "only former townships have a date");
    }
    return new Area(
        row.id("area_id"),
        level,
        nameZh,
        nameEn.isEmpty() ? nameZh : nameEn,
        row.text("parent_id"),
        row.count("batch", MAX_BATCH),
        effectiveOn,
        latitude,
        longitude,
        row.word("fate", FATES),
        row.word("confidence", CONFIDENCES));
  }

  private static void checkParent(Area area, Map<String, Area> areas, ReferenceRow row) {
    if (area.level() == null) {
      return;
    }
    var expected = area.level().parent();
    if (expected == null) {
      row.require(area.parentId().isEmpty(), "parent_id", "a city has no parent");
      return;
    }
    var parent = areas.get(area.parentId());
    if (row.require(parent != null, "parent_id", "no such area")) {
      row.require(
          parent.level() == expected || parent.level() == null,
          "parent_id",
          "the parent of a " + area.level() + " must be a " + expected);
    }
  }

  /** Who goes where, in the order of the file, for every former township and every township. */
  static List<Succession> successors(ReferenceTable table, Map<String, Area> areas) {
    var check = new SuccessionCheck();
    return table.rows().stream()
        .map(row -> succession(row, areas, check))
        .filter(Objects::nonNull)
        .toList();
  }

  private static Succession succession(
      ReferenceRow row, Map<String, Area> areas, SuccessionCheck check) {
    var former = areaOf(row, "former_id", Level.former_township, areas);
    var confidence = row.word("confidence", CONFIDENCES);
    row.optionalName("evidence");
    if (former == null) {
      return null;
    }
    if (confidence.equals(NO_SUCCESSOR)) {
      for (var column : List.of("township_id", "village_id", "effective_on")) {
        row.require(row.isEmpty(column), column, "must be empty where there is no successor");
      }
      row.word("seat", "no");
      var none = new Succession(former.areaId(), "", "", Area.NO_DATE, false);
      check.accept(none, row);
      return none;
    }
    var township = areaOf(row, "township_id", Level.township, areas);
    var village =
        row.isEmpty("village_id") ? null : areaOf(row, "village_id", Level.village, areas);
    var succession =
        new Succession(
            former.areaId(),
            row.text("township_id"),
            row.text("village_id"),
            row.date("effective_on"),
            row.yes("seat"));
    if (township == null || (village == null && !row.isEmpty("village_id"))) {
      return null;
    }
    row.require(
        township.parentId().equals(former.parentId()), "township_id", "lies in another county");
    if (village != null) {
      row.require(
          village.parentId().equals(former.areaId()),
          "village_id",
          "is a village of " + village.parentId());
    }
    row.require(
        succession.effectiveOn() >= former.effectiveOn(),
        "effective_on",
        "is before the former township's own date");
    check.accept(succession, row);
    return succession;
  }

  private static Area areaOf(
      ReferenceRow row, String column, Level level, Map<String, Area> areas) {
    var area = areas.get(row.text(column));
    if (!row.require(area != null, column, "no such area")) {
      return null;
    }
    return row.require(area.level() == level, column, "is not a " + level) ? area : null;
  }

  /** Notes areas that no line of {@code successors.csv} speaks of. */
  static void checkComplete(
      Collection<Area> areas, Collection<Succession> successions, Problems problems) {
    var spokenOf = new HashSet<String>();
    for (var succession : successions) {
      spokenOf.add(succession.formerId());
      spokenOf.add(succession.townshipId());
    }
    for (var area : areas) {
      if (area.level() == Level.former_township && !spokenOf.contains(area.areaId())) {
        problems.add(
            SUCCESSORS,
            "former township '%s' has no successor; if none is known, say so with confidence none"
                .formatted(area.areaId()));
      }
      if (area.level() == Level.township && !spokenOf.contains(area.areaId())) {
        problems.add(
            SUCCESSORS, "township '%s' succeeds no former township".formatted(area.areaId()));
      }
    }
  }
}
