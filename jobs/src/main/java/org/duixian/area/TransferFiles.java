package org.duixian.area;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.duixian.event.EventTypes;

/**
 * Reads {@code base_transfers.csv}, what the former townships were paid in the year before the
 * merger, and {@code populations.csv}, by which the money of a split one is shared. A city may have
 * neither.
 */
final class TransferFiles {
  static final String TRANSFERS = "base_transfers.csv";
  static final List<String> TRANSFER_COLUMNS =
      List.of("area_id", "programme", "month", "amount_fen", "signed_by", "frozen_on");
  static final String POPULATIONS = "populations.csv";
  static final List<String> POPULATION_COLUMNS = List.of("village_id", "population", "source");

  private static final Pattern MONTH = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}");
  private static final long MOST_FEN = 100_000_000_000L; // a billion yuan a month
  private static final int MOST_PEOPLE = 1_000_000;

  private TransferFiles() {}

  /** What money can be for, in the words of the events that tell of it. */
  static List<String> purposes() {
    return EventTypes.load()
        .get("fiscal.transfer.disbursed")
        .field("programme")
        .orElseThrow()
        .words();
  }

  static List<BaseTransfer> transfers(ReferenceTable table, Map<String, Area> areas) {
    var lines = new HashMap<String, ReferenceRow>();
    var years = new HashMap<String, Integer>();
    var transfers = new ArrayList<BaseTransfer>();
    String[] purposes = purposes().toArray(String[]::new);
    for (var row : table.rows()) {
      var area = areas.get(row.text("area_id"));
      var known = row.require(area != null, "area_id", "no such area");
      var former =
          known
              && row.require(
                  area.level() == Level.former_township, "area_id", "must be a former township");
      row.word("programme", purposes);
      row.role("signed_by");
      int frozenOn = row.date("frozen_on");
      long fen = amount(row);
      if (!row.require(
          MONTH.matcher(row.text("month")).matches(), "month", "not a month like 2019-03")) {
        continue;
      }
      int month = Months.parse(row.text("month"));
      row.require(
          !former || Months.firstDay(month + 1) <= area.effectiveOn(),
          "month",
          "is not over before the merger");
      row.require(
          frozenOn == 0 || frozenOn >= Months.firstDay(month + 1),
          "frozen_on",
          "is not after the month");
      int year = Months.januaryOf(month);
      Integer other = years.putIfAbsent(row.text("area_id"), year);
      row.require(
          other == null || other == year, "month", "is of another year than the area's first line");
      var earlier =
          lines.putIfAbsent(row.text("area_id") + ' ' + row.text("programme") + ' ' + month, row);
      if (earlier != null) {
        row.refuse("month", "is already given at " + earlier.place());
      }
      transfers.add(new BaseTransfer(row.text("area_id"), row.text("programme"), month, fen));
    }
    return transfers;
  }

  private static long amount(ReferenceRow row) {
    var text = row.text("amount_fen");
    if (!row.require(AMOUNT.matcher(text).matches(), "amount_fen", "not a whole number of fen")) {
      return 0;
    }
    long fen = Long.parseLong(text);
    row.require(fen <= MOST_FEN, "amount_fen", "must be at most " + MOST_FEN);
    return fen;
  }

  /** The people of each village. */
  static Map<String, Integer> populations(ReferenceTable table, Map<String, Area> areas) {
    var populations = new HashMap<String, Integer>();
    for (var row : table.rows()) {
      var area = areas.get(row.text("village_id"));
      if (row.require(area != null, "village_id", "no such area")) {
        row.require(area.level() == Level.village, "village_id", "must be a village");
      }
      row.name("source");
      row.require(!row.isEmpty("population"), "population", "must not be empty");
      int people = row.count("population", MOST_PEOPLE);
      row.require(
          populations.putIfAbsent(row.text("village_id"), people) == null,
          "village_id",
          "is given twice");
    }
    return populations;
  }
}
