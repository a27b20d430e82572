package org.duixian.area;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What official division codes mean on a date, in former townships. A code that is valid on the
 * date means what it means then; one that is not still means what it means at other times, if that
 * is one thing. Nothing is guessed: a code that can mean several former townships means none.
 */
final class CodeBook implements Serializable {
  static final String FILE = "codes.csv";
  static final List<String> COLUMNS = List.of("code", "area_id", "valid_from", "valid_to");

  private static final long serialVersionUID = 1;
  private static final Pattern CODE = Pattern.compile("[0-9]{4}|[0-9]{6}|[0-9]{12}");

  private final Map<String, List<Meaning>> meanings = new HashMap<>();
  private final Map<String, List<DatedCode>> codesOfArea = new HashMap<>();
  private final Successors successors;

  /** What a code means while it is valid. */
  private record Meaning(DatedCode code, Area area) implements Serializable {}

  CodeBook(Collection<DatedCode> datedCodes, Map<String, Area> areas, Successors successors) {
    this.successors = successors;
    for (var code : datedCodes) {
      var meaning = new Meaning(code, Objects.requireNonNull(areas.get(code.areaId())));
      meanings.computeIfAbsent(code.code(), any -> new ArrayList<>(1)).add(meaning);
      codesOfArea.computeIfAbsent(code.areaId(), any -> new ArrayList<>(1)).add(code);
    }
  }

  /** Reads {@code codes.csv}. */
  static List<DatedCode> read(ReferenceTable table, Map<String, Area> areas) {
    var codes = new ArrayList<DatedCode>();
    var rowsOfCode = new HashMap<String, List<ReferenceRow>>();
    var periodsOfCode = new HashMap<String, List<DatedCode>>();
    for (var row : table.rows()) {
      var code =
          new DatedCode(
              row.text("code"),
              row.text("area_id"),
              row.date("valid_from", DatedCode.ALWAYS),
              row.date("valid_to", Area.NO_DATE));
      row.require(code.validFrom() < code.validTo(), "valid_to", "is not after valid_from");
      checkForm(code, areas.get(code.areaId()), row);
      var periods = periodsOfCode.computeIfAbsent(code.code(), any -> new ArrayList<>(1));
      var rows = rowsOfCode.computeIfAbsent(code.code(), any -> new ArrayList<>(1));
      for (int i = 0; i < periods.size(); i++) {
        if (periods.get(i).overlaps(code)) {
          row.refuse("code", "is valid at the same time at " + rows.get(i).place());
        }
      }
      periods.add(code);
      rows.add(row);
      codes.add(code);
    }
    return codes;
  }

  private static void checkForm(DatedCode code, Area area, ReferenceRow row) {
    if (!row.require(area != null, "area_id", "no such area")
        || !row.require(CODE.matcher(code.code()).matches(), "code", "must be 4, 6 or 12 digits")
        || area.level() == null) {
      return;
    }
    var isTownshipCode = DatedCode.isTownshipCode(code.code());
    var is12 = code.code().length() == 12;
    switch (area.level()) {
      case city, county -> row.require(!is12, "code", "a " + area.level() + " has 4 or 6 digits");
      case former_township ->
          row.require(isTownshipCode, "code", "a former township has 12 digits ending in 000");
      case township -> row.require(is12, "code", "a township has 12 digits");
      case village ->
          row.require(is12 && !isTownshipCode, "code", "a village has 12 digits not ending in 000");
    }
  }

  /** The first 12-digit code that names the area on the date. */
  Optional<String> of(String areaId, int serviceDate) {
    return codesOfArea.getOrDefault(areaId, List.of()).stream()
        .filter(code -> code.code().length() == 12 && code.isValidOn(serviceDate))
        .map(DatedCode::code)
        .findFirst();
  }

  /** Whether a code of a village or township is known at all. */
  boolean knows(String code) {
    return code.length() == 12 && meanings.containsKey(code);
  }

  /** The former township a site with this code stands in: a township's code names its seat. */
  Optional<String> formerOfSite(String code, int serviceDate) {
    return onlyOne(code, serviceDate, true);
  }

  /** The former township a person with this code lives in. */
  Optional<String> formerOfVillage(String code, int serviceDate) {
    return onlyOne(code, serviceDate, false);
  }

  /** Every former township that a code can mean on a date; empty if it means none. */
  Set<String> possibleFormers(String code, int serviceDate) {
    var possible = new HashSet<String>();
    meanings(code, serviceDate).forEach(meaning -> possible.addAll(formersOf(meaning.area())));
    return possible;
  }

  private Optional<String> onlyOne(String code, int serviceDate, boolean seatCounts) {
    String only = null;
    for (var meaning : meanings(code, serviceDate)) {
      var former = formerOf(meaning, seatCounts);
      if (former == null || (only != null && !only.equals(former))) {
        return Optional.empty();
      }
      only = former;
    }
    return Optional.ofNullable(only);
  }

  private String formerOf(Meaning meaning, boolean seatCounts) {
    var formers = formersOf(meaning.area());
    if (formers.size() == 1) {
      return formers.get(0);
    }
    return seatCounts && DatedCode.isTownshipCode(meaning.code().code())
        ? successors.seatOf(meaning.area().areaId()).orElse(null)
        : null;
  }

  private List<String> formersOf(Area area) {
    return switch (area.level()) {
      case city, county -> List.of();
      case former_township -> List.of(area.areaId());
      case township -> successors.formersOf(area.areaId());
      case village -> List.of(area.parentId());
    };
  }

  private List<Meaning> meanings(String code, int serviceDate) {
    var ever = meanings.getOrDefault(code, List.of());
    for (var meaning : ever) {
      if (meaning.code().isValidOn(serviceDate)) {
        return List.of(meaning);
      }
    }
    return ever;
  }
}
