package org.duixian.local.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.duixian.calendar.ServiceDates;

/**
 * Writes the reference data of an invented city of any size, with the proportions of the demo city:
 * ten former townships to a county, thirty of them becoming fourteen, one in fifteen split. Names
 * say that they are invented; the division codes begin with 99, which no real place has.
 */
public final class SyntheticCity {
  /** The largest number of former townships; the codes would allow for twice as many. */
  public static final int MAX_FORMER_TOWNSHIPS = 50_000;

  private static final String CITY = "simulated";
  private static final String CODES_FROM = "2000-01-01";
  private static final int COUNTIES_PER_PREFECTURE = 99;
  private static final int BATCH_2_LATER_DAYS = 3;

  /** How the ten former townships of a county are grouped, for three counties in turn. */
  private static final int[][] GROUP_SIZES = {{3, 2, 2, 3}, {2, 2, 2, 2, 2}, {2, 2, 2, 2, 2}};

  private static final int SPLIT_GROUP = 1;
  private static final int FIRST_TOWN_CODE = 100;
  private static final int FIRST_TOWNSHIP_CODE = 200;
  private static final int FIRST_VILLAGE_CODE = 200;
  private static final String[] MARKET_DIGITS = {"1 4 7", "2 5 8", "3 6 9"};

  private final int formers;
  private final int effectiveOn;
  private final String since;
  private final int idDigits;

  private final Table areas =
      new Table(
          "area_id,level,name_zh,name_en,parent_id,batch,effective_on,lat,lon,fate,confidence");
  private final Table codes = new Table("code,area_id,valid_from,valid_to");
  private final Table successors =
      new Table("former_id,township_id,village_id,effective_on,seat,confidence,evidence");
  private final Table sites = new Table("site_id,kind,name_zh,area_id,lat,lon,source");
  private final Table routes = new Table("route_id,name_zh,source,stop_ids");
  private final Table sources = new Table("source,stream,name_zh,home_area_id,heartbeat,since");
  private final Table marketDays = new Table("area_id,last_digits");

  private int nextFormer = 1;
  private int nextTownship = 1;

  private SyntheticCity(int formers, int effectiveOn, int since) {
    this.formers = formers;
    this.effectiveOn = effectiveOn;
    this.since = ServiceDates.format(since);
    this.idDigits = Math.max(2, Integer.toString(formers).length());
  }

  /**
   * Writes the files that the registry reads.
   *
   * @param dir where to, made if need be
   * @param calendar the calendar file to copy
   * @param formerTownships their number, 1…{@link #MAX_FORMER_TOWNSHIPS}
   * @param effectiveOn the service date on which the first new townships start work; those of every
   *     third county do so three days later
   * @param since the first service day for which the sources' events are expected
   */
  public static void write(Path dir, Path calendar, int formerTownships, int effectiveOn, int since)
      throws IOException {
    if (formerTownships < 1 || formerTownships > MAX_FORMER_TOWNSHIPS) {
      throw new IllegalArgumentException(
          "former townships: 1 to " + MAX_FORMER_TOWNSHIPS + ", not " + formerTownships);
    }
    var city = new SyntheticCity(formerTownships, effectiveOn, since);
    city.lay();
    Files.createDirectories(dir);
    Files.writeString(
        dir.resolve("reference.yaml"),
        """
        city: %s
        name:
          zh: 模拟市
          en: Simulated city
        simulated: true
        version: simulated-%d
        zone: Asia/Shanghai
        note: Invented places, made for tests of size. 模拟数据
        """
            .formatted(CITY, formerTownships));
    Files.write(dir.resolve("calendar.csv"), Files.readAllBytes(calendar));
    city.areas.write(dir.resolve("areas.csv"));
    city.codes.write(dir.resolve("codes.csv"));
    city.successors.write(dir.resolve("successors.csv"));
    city.sites.write(dir.resolve("sites.csv"));
    city.routes.write(dir.resolve("routes.csv"));
    city.sources.write(dir.resolve("sources.csv"));
    city.marketDays.write(dir.resolve("market_days.csv"));
  }

  private void lay() {
    areas.add(CITY, "city", "模拟市", "Simulated city", "", "", "", "", "", "", "");
    codes.add("9901", CITY, CODES_FROM, "");
    for (var county = 1; nextFormer <= formers; county++) {
      layCounty(county);
    }
  }

  private void layCounty(int number) {
    var id = id("c", number);
    var code =
        "99%02d%02d"
            .formatted(
                1 + (number - 1) / COUNTIES_PER_PREFECTURE,
                1 + (number - 1) % COUNTIES_PER_PREFECTURE);
    var sizes = GROUP_SIZES[number % GROUP_SIZES.length];
    var batch = number % GROUP_SIZES.length == 0 ? 2 : 1;
    var date = effectiveOn + (batch == 2 ? BATCH_2_LATER_DAYS : 0);
    var county = new County(id, code, batch, date, number % GROUP_SIZES.length != 1);
    areas.add(
        id, "county", "模拟县" + number, "Simulated county " + number, CITY, "", "", "", "", "", "");
    codes.add(code, id, CODES_FROM, "");
    sources.add(county.operator(), "transport", "模拟客运" + number, id, "yes", since);
    var offices = "/" + CITY + "/" + id;
    sources.add(offices + "/cases", "hall", "模拟办件系统" + number, id, "yes", since);
    sources.add(offices + "/12345", "feedback", "模拟热线" + number, id, "yes", since);
    sources.add(offices + "/care", "care", "模拟巡访台账" + number, id, "yes", since);
    for (var size : sizes) {
      county.layTownship(Math.min(size, formers - nextFormer + 1));
    }
    county.succeed();
  }

  private String id(String letter, int number) {
    return letter + ("%0" + idDigits + "d").formatted(number);
  }

  /** One county while it is laid out. */
  private final class County {
    private final String countyId;
    private final String code;
    private final int batch;
    private final String date;
    private final boolean hasSplit;
    private final List<Group> groups = new ArrayList<>();
    private int formersHere;

    County(String countyId, String code, int batch, int effectiveOn, boolean hasSplit) {
      this.countyId = countyId;
      this.code = code;
      this.batch = batch;
      this.date = ServiceDates.format(effectiveOn);
      this.hasSplit = hasSplit;
    }

    String operator() {
      return "/" + CITY + "/" + countyId + "/bus/operator";
    }

    /** One township of so many former townships, the first of them its seat; with its bus route. */
    void layTownship(int size) {
      if (size < 1) {
        return;
      }
      var number = nextTownship++;
      var townshipCode = code + (FIRST_TOWN_CODE + groups.size());
      var group = new Group(id("t", number), townshipCode, new ArrayList<>());
      areas.add(
          group.townshipId(),
          "township",
          "模拟镇" + number,
          "Simulated town " + number,
          countyId,
          "",
          "",
          "",
          "",
          "new",
          "official");
      codes.add(townshipCode + "000", group.townshipId(), date, "");
      for (var i = 0; i < size; i++) {
        group.formers().add(layFormer(i == 0));
      }
      groups.add(group);
      layRoute(group);
    }

    private Former layFormer(boolean seat) {
      var number = nextFormer++;
      var former = new Former(id("f", number), new ArrayList<>(), new ArrayList<>());
      var name = "模拟乡" + number;
      areas.add(
          former.id(),
          "former_township",
          name,
          "Simulated township " + number,
          countyId,
          batch,
          date,
          "",
          "",
          seat ? "upgraded_same_seat" : "abolished_merged",
          "official");
      var formerCode = code + (FIRST_TOWNSHIP_CODE + formersHere++);
      codes.add(formerCode + "000", former.id(), CODES_FROM, date);
      for (var i = 1; i <= 2 + Chance.trait(former.id(), 3); i++) {
        var villageId = former.id() + "-v" + i;
        areas.add(
            villageId,
            "village",
            name + i + "村",
            "Village " + i,
            former.id(),
            "",
            "",
            "",
            "",
            "",
            "official");
        codes.add(formerCode + (FIRST_VILLAGE_CODE + i), villageId, CODES_FROM, "");
        former.villageIds().add(villageId);
      }
      serve(former, name);
      return former;
    }

    private void serve(Former former, String name) {
      var hall = "/" + CITY + "/" + countyId + "/hall/" + former.id();
      var clinic = "/" + CITY + "/" + countyId + "/clinic/" + former.id();
      sources.add(hall, "hall", name + "便民服务站", former.id(), "yes", since);
      sources.add(clinic, "clinic", name + "卫生院", former.id(), "yes", since);
      sites.add("hall-" + former.id(), "hall", name + "便民服务站", former.id(), "", "", hall);
      sites.add("clinic-" + former.id(), "clinic", name + "卫生院", former.id(), "", "", clinic);
      for (var i = 1; i <= 2 + Chance.trait("stops of " + former.id(), 2); i++) {
        var stopId = "stop-" + former.id() + "-" + i;
        sites.add(stopId, "stop", name + i + "站", former.id(), "", "", "");
        former.stopIds().add(stopId);
      }
      marketDays.add(former.id(), MARKET_DIGITS[Chance.trait(former.id(), MARKET_DIGITS.length)]);
    }

    /** From the outermost former township by the seat to the county town. */
    private void layRoute(Group group) {
      var stopIds = new ArrayList<String>();
      for (var i = group.formers().size() - 1; i >= 0; i--) {
        stopIds.addAll(group.formers().get(i).stopIds());
      }
      if (groups.size() > 1) {
        stopIds.add(groups.get(0).formers().get(0).stopIds().get(0));
      }
      routes.add("route-" + group.townshipId(), "模拟线路", operator(), String.join(" ", stopIds));
    }

    /** Everything stays whole but for the last village of one former township. */
    void succeed() {
      for (var i = 0; i < groups.size(); i++) {
        var townshipId = groups.get(i).townshipId();
        var formers = groups.get(i).formers();
        for (var k = 0; k < formers.size(); k++) {
          addSuccessor(formers.get(k).id(), townshipId, "", k == 0);
          if (hasSplit && i == SPLIT_GROUP && k == 1 && i + 1 < groups.size()) {
            var villageIds = formers.get(k).villageIds();
            var last = villageIds.get(villageIds.size() - 1);
            addSuccessor(formers.get(k).id(), groups.get(i + 1).townshipId(), last, false);
          }
        }
      }
    }

    private void addSuccessor(String formerId, String townshipId, String villageId, boolean seat) {
      successors.add(formerId, townshipId, villageId, date, seat ? "yes" : "no", "official", "模拟");
    }
  }

  private record Group(String townshipId, String code, List<Former> formers) {}

  private record Former(String id, List<String> villageIds, List<String> stopIds) {}

  /** One file. */
  private static final class Table {
    private final List<String> columns;
    private final List<Object[]> rows = new ArrayList<>();

    Table(String columns) {
      this.columns = List.of(columns.split(","));
    }

    void add(Object... values) {
      rows.add(values);
    }

    void write(Path path) throws IOException {
      try (var file = Files.newBufferedWriter(path);
          var csv = new CSVPrinter(file, CSVFormat.RFC4180)) {
        csv.printRecord(columns);
        csv.printRecords(rows);
      }
    }
  }
}
