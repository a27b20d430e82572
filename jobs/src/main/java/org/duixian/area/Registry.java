package org.duixian.area;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.duixian.calendar.WorkCalendar;

/**
 * One version of the reference data of a city: areas and what became of them, codes, sites, routes,
 * sources and the calendar. Immutable; every look-up is a hash look-up.
 */
public final class Registry implements Serializable {
  private static final long serialVersionUID = 1;

  private final City city;
  private final Map<String, Area> areas;
  private final Map<Level, List<Area>> areasOfLevel = new EnumMap<>(Level.class);
  private final Successors successors;
  private final CodeBook codes;
  private final ServiceNetwork network;
  private final WorkCalendar calendar;
  private final BaselineItems baselineItems;
  private final List<AnnouncedException> exceptions;
  private final Map<String, List<AnnouncedException>> exceptionsOfArea = new HashMap<>();
  private final DayTypes dayTypes;
  private final Baselines baselines;
  private final BaseTransfers baseTransfers;

  private Registry(
      City city,
      Map<String, Area> areas,
      List<Succession> successions,
      List<DatedCode> datedCodes,
      ServiceNetwork network,
      WorkCalendar calendar,
      DayTypes dayTypes,
      List<Baseline> baselines,
      List<BaseTransfer> transfers,
      Map<String, Integer> populations,
      BaselineItems baselineItems,
      List<AnnouncedException> exceptions) {
    this.city = city;
    this.areas = areas;
    for (var level : Level.values()) {
      areasOfLevel.put(level, new ArrayList<>());
    }
    areas.values().forEach(area -> areasOfLevel.get(area.level()).add(area));
    this.successors = new Successors(successions);
    this.codes = new CodeBook(datedCodes, areas, successors);
    this.network = network;
    this.calendar = calendar;
    this.dayTypes = dayTypes;
    this.baselines = new Baselines(baselines, areas, dayTypes);
    this.baseTransfers =
        new BaseTransfers(
            transfers, TransferFiles.purposes(), populations, areas.values(), successors);
    this.baselineItems = baselineItems;
    this.exceptions = List.copyOf(exceptions);
    for (var exception : exceptions) {
      for (var areaId : exception.areas()) {
        exceptionsOfArea.computeIfAbsent(areaId, any -> new ArrayList<>()).add(exception);
      }
    }
  }

  /**
   * Reads and checks the files of a directory; nothing is built unless all is right.
   *
   * @throws ReferenceException listing every problem. Files that are missing or have the wrong
   *     columns are told first, because everything that refers to them would be wrong too
   */
  public static Registry load(Path dir) {
    var problems = new Problems();
    var areaTable = ReferenceTable.read(dir, AreaFiles.AREAS, AreaFiles.AREA_COLUMNS, problems);
    var successorTable =
        ReferenceTable.read(dir, AreaFiles.SUCCESSORS, AreaFiles.SUCCESSOR_COLUMNS, problems);
    var codeTable = ReferenceTable.read(dir, CodeBook.FILE, CodeBook.COLUMNS, problems);
    var sourceTable =
        ReferenceTable.read(dir, ServiceFiles.SOURCES, ServiceFiles.SOURCE_COLUMNS, problems);
    var siteTable =
        ReferenceTable.read(dir, ServiceFiles.SITES, ServiceFiles.SITE_COLUMNS, problems);
    var routeTable =
        ReferenceTable.read(dir, ServiceFiles.ROUTES, ServiceFiles.ROUTE_COLUMNS, problems);
    var segmentTable =
        ReferenceTable.readIfThere(
            dir, ServiceFiles.SEGMENTS, ServiceFiles.SEGMENT_COLUMNS, problems);
    var calendarTable =
        ReferenceTable.read(dir, ServiceFiles.CALENDAR, ServiceFiles.CALENDAR_COLUMNS, problems);
    var marketTable =
        ReferenceTable.read(
            dir, ServiceFiles.MARKET_DAYS, ServiceFiles.MARKET_DAY_COLUMNS, problems);
    var itemTable =
        ReferenceTable.readIfThere(dir, BaselineItems.FILE, BaselineItems.COLUMNS, problems);
    var exceptionTable =
        ReferenceTable.readIfThere(dir, ExceptionFile.NAME, ExceptionFile.COLUMNS, problems);
    var lunarTable =
        BaselineFiles.table(
            dir, BaselineFiles.LUNAR_NEW_YEARS, BaselineFiles.LUNAR_NEW_YEAR_COLUMNS, problems);
    var baselineTable =
        BaselineFiles.table(dir, BaselineFiles.BASELINES, BaselineFiles.BASELINE_COLUMNS, problems);
    var transferTable =
        BaselineFiles.table(dir, TransferFiles.TRANSFERS, TransferFiles.TRANSFER_COLUMNS, problems);
    var populationTable =
        BaselineFiles.table(
            dir, TransferFiles.POPULATIONS, TransferFiles.POPULATION_COLUMNS, problems);
    var landmarkTable =
        ReferenceTable.readIfThere(
            dir, GrowthFiles.LANDMARKS, GrowthFiles.LANDMARK_COLUMNS, problems);
    var functionTable =
        ReferenceTable.readIfThere(
            dir, GrowthFiles.ITEM_FUNCTIONS, GrowthFiles.ITEM_FUNCTION_COLUMNS, problems);
    var villageStopTable =
        ReferenceTable.readIfThere(
            dir, GrowthFiles.VILLAGE_STOPS, GrowthFiles.VILLAGE_STOP_COLUMNS, problems);
    var carePlaceTable =
        ReferenceTable.readIfThere(
            dir, GrowthFiles.CARE_PLACES, GrowthFiles.CARE_PLACE_COLUMNS, problems);
    var city = City.read(dir, problems);
    problems.refuseOtherTables(dir);
    problems.throwIfAny();

    var areas = AreaFiles.areas(areaTable);
    var successions = AreaFiles.successors(successorTable, areas);
    AreaFiles.checkComplete(areas.values(), successions, problems);
    var codes = CodeBook.read(codeTable, areas);
    var calendar = ServiceFiles.calendar(calendarTable, problems);
    var sources = ServiceFiles.sources(sourceTable, areas, calendar);
    var sites = ServiceFiles.sites(siteTable, areas, sources);
    var routes = ServiceFiles.routes(routeTable, sites, sources);
    var segments = ServiceFiles.segments(segmentTable, areas, sources);
    var marketDays = ServiceFiles.marketDays(marketTable, areas);
    var baselineItems = BaselineItems.read(itemTable, sites);
    var exceptions = ExceptionFile.read(exceptionTable, areas, successions);
    GrowthFiles.checkLandmarks(landmarkTable, areas, sites);
    GrowthFiles.checkItemFunctions(functionTable);
    GrowthFiles.checkVillageStops(villageStopTable, areas, sites);
    GrowthFiles.checkCarePlaces(carePlaceTable, areas);
    var newYears =
        BaselineFiles.lunarNewYears(
            lunarTable, calendar, !baselineTable.rows().isEmpty(), problems);
    problems.throwIfAny();
    var workCalendar = WorkCalendar.of(calendar);
    var dayTypes = new DayTypes(workCalendar, marketDays, newYears);
    var baselines = BaselineFiles.baselines(baselineTable, areas, dayTypes);
    var transfers = TransferFiles.transfers(transferTable, areas);
    var populations = TransferFiles.populations(populationTable, areas);
    problems.throwIfAny();
    return new Registry(
        city,
        Collections.unmodifiableMap(areas),
        successions,
        codes,
        new ServiceNetwork(sources, sites, routes, segments, areas, successions),
        workCalendar,
        dayTypes,
        baselines,
        transfers,
        populations,
        baselineItems,
        exceptions);
  }

  /** Version of the set. */
  public String version() {
    return city.version();
  }

  /** The city's slug. */
  public String city() {
    return city.city();
  }

  /** The city's Chinese name. */
  public String nameZh() {
    return city.nameZh();
  }

  /** The city's English name. */
  public String nameEn() {
    return city.nameEn();
  }

  /** Whether places and events are invented; whoever shows them must say so. */
  public boolean simulated() {
    return city.simulated();
  }

  /** What a reader of the data must know, or empty. */
  public String note() {
    return city.note();
  }

  /** Whom the data come from, with licences. */
  public List<String> attribution() {
    return city.attribution();
  }

  /**
   * The area with an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Area getArea(String areaId) {
    var area = areas.get(areaId);
    if (area == null) {
      throw new IllegalArgumentException("no such area: " + areaId);
    }
    return area;
  }

  public Optional<Area> findArea(String areaId) {
    return Optional.ofNullable(areas.get(areaId));
  }

  /** The areas of a level, in the order of the file. */
  public List<Area> areas(Level level) {
    return Collections.unmodifiableList(areasOfLevel.get(level));
  }

  public Optional<Site> findSite(String siteId) {
    return network.findSite(siteId);
  }

  public Optional<Route> findRoute(String routeId) {
    return network.findRoute(routeId);
  }

  public Optional<Source> findSource(String source) {
    return network.findSource(source);
  }

  public Optional<Segment> findSegment(String segmentId) {
    return network.findSegment(segmentId);
  }

  /** The source; fails if there is none. */
  public Source getSource(String source) {
    return findSource(source)
        .orElseThrow(() -> new IllegalArgumentException("no source " + source));
  }

  /** The stops that stand in an area. */
  public Set<String> stopsOf(String areaId) {
    return network.stopsOf(areaId);
  }

  /** Every source, in the order of the file. */
  public List<Source> sources() {
    return network.sources();
  }

  /** The sites that report through a source, in the order of the file. */
  public List<Site> sitesOfSource(String source) {
    return network.sitesOfSource(source);
  }

  /** The routes that report through a source, in the order of the file. */
  public List<Route> routesOfSource(String source) {
    return network.routesOfSource(source);
  }

  /** The road segments that report through a source, in the order of the file. */
  public List<Segment> segmentsOfSource(String source) {
    return network.segmentsOfSource(source);
  }

  /**
   * The areas that a source serves, and its home area; sorted. One with sites, routes or road
   * segments serves the former townships where these are. One without serves those of its home
   * area: the former townships, whose people it reports about, or, where its stream's events name
   * an area, the townships and, if they may name them, the former townships.
   */
  public List<String> areasOfSource(String source) {
    return network.areasOfSource(source);
  }

  /** The former townships in which a route has a stop, in the order in which it comes to them. */
  public List<String> areasOfRoute(String routeId) {
    return network.areasOfRoute(routeId);
  }

  /** The former township of a stop of a route; empty if the route does not stop there. */
  Optional<String> areaOfStop(String routeId, String stopId) {
    return network.areaOfStop(routeId, stopId);
  }

  /** The sources of a stream that serve an area; sorted. */
  public List<String> sourcesOf(String areaId, String stream) {
    return network.sourcesOf(areaId, stream);
  }

  /** Those of them that report about something there; sorted. */
  public List<String> sourcesOf(String areaId, String stream, Scope scope) {
    var all = sourcesOf(areaId, stream);
    for (var source : all) {
      if (!scopes(source, areaId).contains(scope)) {
        return all.stream().filter(each -> scopes(each, areaId).contains(scope)).toList();
      }
    }
    return all;
  }

  /** What a source reports about in an area; nothing where it serves nothing. */
  public Set<Scope> scopes(String source, String areaId) {
    return network.scopes(source, areaId);
  }

  /**
   * Whether a source reports about the people of its home area, wherever they are served. One with
   * sites or routes reports about what happens there, and one whose stream's events name an area
   * about that area.
   */
  public boolean reportsResidents(String source) {
    return network.reportsResidents(source);
  }

  /**
   * The townships that a former township, or some of it, belongs to on a date, the main one first;
   * empty before the merger and where no successor is known.
   */
  public List<String> successorsOf(String formerId, int serviceDate) {
    return successors.of(formerId, serviceDate);
  }

  /** The townships that an area belongs to on a date: a township to itself. */
  public List<String> townshipsOf(String areaId, int serviceDate) {
    return getArea(areaId).level() == Level.township
        ? List.of(areaId)
        : successorsOf(areaId, serviceDate);
  }

  /** The townships that a village, or some of it, belongs to on a date; empty where not known. */
  public List<String> successorsOfVillage(String villageId, int serviceDate) {
    return successors.ofVillage(villageId, getArea(villageId).parentId(), serviceDate);
  }

  /** The former townships of which a township has at least a part. */
  public List<String> formersOf(String townshipId) {
    return Collections.unmodifiableList(successors.formersOf(townshipId));
  }

  /** The former township in which a township has its seat, if known. */
  public Optional<String> seatOf(String townshipId) {
    return successors.seatOf(townshipId);
  }

  /** Whether any township has its seat in a former township. */
  public boolean isSeat(String formerId) {
    return successors.isSeat(formerId);
  }

  /**
   * The county an area lies in, itself for a county.
   *
   * @throws IllegalArgumentException if it lies in none
   */
  public String countyOf(String areaId) {
    var area = getArea(areaId);
    while (area.level() != Level.county) {
      if (area.parentId().isEmpty()) {
        throw new IllegalArgumentException("lies in no county: " + areaId);
      }
      area = getArea(area.parentId());
    }
    return area.areaId();
  }

  /** The 12-digit code that names an area on a date, the first in the file if there are several. */
  public Optional<String> findCode(String areaId, int serviceDate) {
    return codes.of(areaId, serviceDate);
  }

  /** Whether a 12-digit code is known, whatever it means and whenever. */
  public boolean knowsCode(String code) {
    return codes.knows(code);
  }

  /**
   * The former township that a site with a 12-digit code stands in, the code as used on a date.
   * After the merger a township's code names the former township of its seat.
   */
  public Optional<String> formerTownshipOfSiteCode(String code, int serviceDate) {
    return codes.formerOfSite(code, serviceDate);
  }

  /**
   * The former township that a person with a 12-digit code lives in, the code as used on a date. A
   * bare township code is enough only if the township has a single part.
   */
  public Optional<String> formerTownshipOfVillageCode(String code, int serviceDate) {
    return codes.formerOfVillage(code, serviceDate);
  }

  /** Every former township that a 12-digit code can mean on a date; empty if none. */
  public Set<String> possibleFormerTownships(String code, int serviceDate) {
    return codes.possibleFormers(code, serviceDate);
  }

  /**
   * The service date from which the promises hold in an area: in a township since the first of its
   * parts went to it. Never in one that only comes with a later version.
   */
  public int effectiveOn(String areaId) {
    var area = areas.get(areaId);
    if (area == null) {
      return Area.NO_DATE;
    }
    return area.level() == Level.township ? successors.since(areaId) : area.effectiveOn();
  }

  public WorkCalendar calendar() {
    return calendar;
  }

  /** What each site offered before the merger. */
  public BaselineItems baselineItems() {
    return baselineItems;
  }

  /** What was announced, in the order of the file. */
  public List<AnnouncedException> exceptions() {
    return exceptions;
  }

  /** Whether an area's day is excepted for a commitment. */
  public boolean isExcepted(String areaId, String commitmentId, int serviceDate) {
    for (var exception : exceptionsOfArea.getOrDefault(areaId, List.of())) {
      if (serviceDate >= exception.fromDate()
          && serviceDate <= exception.throughDate()
          && exception.commitments().contains(commitmentId)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a former township holds its market on a date. */
  public boolean isMarketDay(String areaId, int serviceDate) {
    return dayTypes.isMarketDay(areaId, serviceDate);
  }

  /** By which types of day supply before and after the merger is compared. */
  public DayTypes dayTypes() {
    return dayTypes;
  }

  /** What was paid to the former townships before the merger. */
  public BaseTransfers baseTransfers() {
    return baseTransfers;
  }

  /** What was supplied before the merger. */
  public Baselines baselines() {
    return baselines;
  }
}
