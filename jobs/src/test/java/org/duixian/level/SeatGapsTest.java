package org.duixian.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.duixian.MapTable;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.GapMeter;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 鹤望岭 (f01) is the seat of t01; 砚影 (f02) went to it. Both report all that is compared. */
class SeatGapsTest {
  private static final Registry CITY = TestCity.demoRegistry();
  private static final String FORMER = "f02";
  private static final String SEAT = "f01";
  private static final int DAY = ServiceDates.parse("2020-06-01");
  private static final List<Commitment> COMPARED =
      ((GapMeter) TestCity.CATALOGUE.get("C24").meter())
          .compared().stream()
              .map(TestCity.CATALOGUE::get)
              .filter(each -> reports(FORMER, each) && reports(SEAT, each))
              .toList();

  @TempDir private Path dir;

  private SeatGaps gaps = new SeatGaps(RuleBooks.of(CITY, TestCity.CATALOGUE));
  private final MapTable<String, SeatGap> state = new MapTable<>();
  private final List<ServiceLevel> said = new ArrayList<>();

  private static boolean reports(String areaId, Commitment commitment) {
    return !CITY.sourcesOf(areaId, commitment.stream(), commitment.scope()).isEmpty();
  }

  @Test
  void theCityIsAsTheseTestsThink() {
    assertThat(CITY.successorsOf(FORMER, DAY)).containsExactly("t01");
    assertThat(CITY.seatOf("t01")).contains(SEAT);
    assertThat(CITY.getArea(FORMER).level()).isEqualTo(Level.former_township);
    assertThat(COMPARED).hasSizeGreaterThan(10);
  }

  @Test
  void isMetWhereTheSeatIsNoBetter() {
    everything(DAY, 950, 1000, Verdict.met);
    assertThat(said).hasSize(1);
    var level = said.get(0);
    assertThat(level.areaId()).isEqualTo(FORMER);
    assertThat(level.commitmentId()).isEqualTo("C24");
    assertThat(level.verdict()).isEqualTo(Verdict.met);
    assertThat(level.good()).isEqualTo(level.total()).isEqualTo(COMPARED.size());
  }

  @Test
  void tellsWhichCommitmentIsWorseThanAtTheSeat() {
    for (Commitment each : COMPARED) {
      level(SEAT, each, DAY, 980, 1000, Verdict.met);
      boolean worse = each.id().equals("C06");
      level(FORMER, each, DAY, worse ? 75 : 980, 1000, worse ? Verdict.breached : Verdict.met);
    }
    assertThat(said).hasSize(1);
    assertThat(said.get(0).verdict()).isEqualTo(Verdict.breached);
    assertThat(said.get(0).lostByReason()).containsExactly(Map.entry("C06", 1L));
    assertThat(said.get(0).total() - said.get(0).good()).isEqualTo(1);
  }

  @Test
  void aDifferenceThatMayBeChanceIsNoneAndASmallOneIsAllowed() {
    for (Commitment each : COMPARED) {
      level(SEAT, each, DAY, 1000, 1000, Verdict.met);
      level(FORMER, each, DAY, 955, 1000, Verdict.met); // 4.5 points
    }
    assertThat(said.get(0).verdict()).isEqualTo(Verdict.met);
    for (Commitment each : COMPARED) {
      level(SEAT, each, DAY + 1, each.minSample28(), each.minSample28(), Verdict.met);
      int few = Math.max(each.minSample28(), 20);
      level(FORMER, each, DAY + 1, few - 2, few, Verdict.met); // at most 10 points, on a few
    }
    assertThat(said.get(1).verdict()).isEqualTo(Verdict.met);
  }

  @Test
  void warnsBeforeItIsSure() {
    for (Commitment each : COMPARED) {
      level(SEAT, each, DAY, 990, 1000, Verdict.met);
      boolean worse = each.id().equals("C06");
      level(FORMER, each, DAY, worse ? 89 : 990, worse ? 100 : 1000, Verdict.met); // 10 points
    }
    assertThat(said.get(0).verdict()).isEqualTo(Verdict.at_risk);
  }

  @Test
  void whatIsUnknownOnEitherSideIsNeverMet() {
    for (Commitment each : COMPARED) {
      boolean silent = each.id().equals("C17");
      level(SEAT, each, DAY, 980, 1000, silent ? Verdict.no_data : Verdict.met);
      level(FORMER, each, DAY, 980, 1000, Verdict.met);
    }
    assertThat(said.get(0).verdict()).isEqualTo(Verdict.no_data);
    assertThat(said.get(0).total()).isEqualTo(COMPARED.size() - 1L);
  }

  @Test
  void tooFewUnitsAreNotCompared() {
    everything(DAY, 1, 1, Verdict.too_few);
    assertThat(said.get(0).verdict()).isEqualTo(Verdict.too_few);
    assertThat(said.get(0).total()).isZero();
    assertThat(said.get(0).unitsMissing()).isEqualTo(TestCity.CATALOGUE.get("C24").minSample28());
  }

  @Test
  void waitsUntilEveryCommitmentHasBeenJudgedInBothPlacesAndThenCountsWhatWasSaidFirst() {
    var last = COMPARED.get(COMPARED.size() - 1);
    for (Commitment each : COMPARED) {
      level(FORMER, each, DAY, 980, 1000, Verdict.met);
      level(FORMER, each, DAY, 100, 1000, Verdict.breached); // a revision
      if (!each.equals(last)) {
        level(SEAT, each, DAY, 980, 1000, Verdict.met);
      }
    }
    assertThat(said).isEmpty();
    level(SEAT, last, DAY, 980, 1000, Verdict.met);
    assertThat(said).hasSize(1);
    assertThat(said.get(0).verdict()).isEqualTo(Verdict.met);
    assertThat(state.get("C24").days).isEmpty();
  }

  @Test
  void theOrderInWhichTheTwoAreJudgedIsOfNoMatter() {
    BiConsumer<String, Integer> all =
        (area, date) ->
            COMPARED.forEach(
                each -> level(area, each, date, area.equals(SEAT) ? 980 : 600, 1000, Verdict.met));
    all.accept(SEAT, DAY);
    all.accept(SEAT, DAY + 1);
    all.accept(FORMER, DAY);
    all.accept(FORMER, DAY + 1);
    var seatFirst = List.copyOf(said);
    said.clear();
    state.removeIf((id, gap) -> true);
    all.accept(FORMER, DAY);
    all.accept(FORMER, DAY + 1);
    all.accept(SEAT, DAY);
    all.accept(SEAT, DAY + 1);
    assertThat(said).hasSize(2).isEqualTo(seatFirst);
  }

  @Test
  void theSeatIsNotComparedWithItselfNorAnythingBeforeTheMerger() {
    for (Commitment each : COMPARED) {
      level(SEAT, each, DAY, 100, 1000, Verdict.breached);
      level(FORMER, each, ServiceDates.parse("2020-04-01"), 100, 1000, Verdict.not_in_force);
      level(SEAT, each, ServiceDates.parse("2020-04-01"), 980, 1000, Verdict.not_in_force);
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aSourceThatIsExpectedLaterIsNotWaitedForBefore() throws IOException {
    var later =
        TestReference.demoWith(
            line ->
                line.startsWith("/demo/c01/cases,") || line.startsWith("/demo/c01/hotline,")
                    ? TestReference.since(line, "2020-06-20")
                    : line,
            "sources.csv");
    gaps = new SeatGaps(RuleBooks.of(later, TestCity.CATALOGUE));
    for (Commitment each : COMPARED) {
      boolean begun =
          later.sourcesOf(SEAT, each.stream(), each.scope()).stream()
              .anyMatch(source -> later.getSource(source).since() <= DAY);
      if (begun) {
        level(FORMER, each, DAY, 950, 1000, Verdict.met);
        level(SEAT, each, DAY, 950, 1000, Verdict.met);
      }
    }

    assertThat(said).hasSize(1);
    assertThat(said.get(0).total()).isLessThan(COMPARED.size());
    assertThat(state.get("C24").days).isEmpty();
  }

  @Test
  void aDayIsNotLostToALaterOneOnWhichLessIsCompared() {
    var dropped = COMPARED.get(COMPARED.size() - 1);
    var less = new ArrayList<>(COMPARED);
    less.remove(dropped);
    gaps = new SeatGaps(dropping(dropped, DAY + 1));
    BiConsumer<Integer, List<Commitment>> day =
        (date, compared) -> {
          for (Commitment each : compared) {
            level(FORMER, each, date, 950, 1000, Verdict.met);
            level(SEAT, each, date, 950, 1000, Verdict.met);
          }
        };
    day.accept(DAY, less);
    day.accept(DAY + 1, less); // the slowest stream has not judged the day before
    day.accept(DAY, List.of(dropped));

    assertThat(said).extracting(ServiceLevel::serviceDate).containsExactly(DAY, DAY + 1);
    assertThat(state.get("C24").days).isEmpty();
  }

  @Test
  void aComparisonThatIsMadeNoLongerEndsWithOneLastWordAfterTheDaysBeforeIt() {
    var slow = COMPARED.get(COMPARED.size() - 1);
    var fast = COMPARED.subList(0, COMPARED.size() - 1);
    gaps = new SeatGaps(withoutTheGap(DAY + 1));
    for (int date = DAY; date <= DAY + 2; date++) {
      for (Commitment each : fast) {
        level(FORMER, each, date, 75, 100, Verdict.breached);
        level(SEAT, each, date, 980, 1000, Verdict.met);
      }
    }
    assertThat(said).isEmpty();
    for (int date = DAY; date <= DAY + 2; date++) {
      level(FORMER, slow, date, 75, 100, Verdict.breached);
      level(SEAT, slow, date, 980, 1000, Verdict.met);
    }

    assertThat(said)
        .extracting(each -> ServiceDates.format(each.serviceDate()) + " " + each.verdict())
        .containsExactly("2020-06-01 breached", "2020-06-02 not_in_force");
    assertThat(state.get("C24").days).isEmpty();
  }

  private RuleBooks withoutTheGap(int from) {
    try (var files = Files.list(Path.of("..", "schemas", "commitments"))) {
      for (Path file : files.toList()) {
        if (!file.endsWith("C24.yaml")) {
          Files.copy(file, dir.resolve(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RuleBooks.of(
        List.of(
            new RuleBook(CITY, TestCity.CATALOGUE, 0),
            new RuleBook(CITY, Catalogue.load(dir, TestCity.TYPES), from)));
  }

  /** From a day on one commitment is no longer among those that are compared. */
  private RuleBooks dropping(Commitment commitment, int from) {
    try (var files = Files.list(Path.of("..", "schemas", "commitments"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        boolean gap = file.endsWith("C24.yaml");
        Files.writeString(
            dir.resolve(file.getFileName()),
            gap ? text.replace(", " + commitment.id() + "]", "]") : text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RuleBooks.of(
        List.of(
            new RuleBook(CITY, TestCity.CATALOGUE, 0),
            new RuleBook(CITY, Catalogue.load(dir, TestCity.TYPES), from)));
  }

  private void everything(int date, long good, long total, Verdict verdict) {
    for (Commitment each : COMPARED) {
      level(FORMER, each, date, good, total, verdict);
      level(SEAT, each, date, good, total, verdict);
    }
  }

  /** In samples: an hour for what is counted in minutes. */
  private void level(
      String areaId, Commitment commitment, int date, long good, long total, Verdict verdict) {
    long unit = commitment.unitsPerSample();
    var level =
        new ServiceLevel(
            areaId,
            commitment.id(),
            28,
            date,
            good * unit,
            total * unit,
            good * unit,
            total * unit,
            commitment.objective(),
            0,
            1,
            0,
            verdict,
            "",
            0,
            28,
            28,
            0,
            null,
            null,
            Map.of(),
            List.of(),
            ServiceDates.startMillis(date + 1),
            0,
            commitment.version(),
            "",
            "");
    gaps.send(
        level,
        compared -> {
          if (compared.formerId().equals(FORMER)) {
            gaps.on(compared, state, said::add);
          }
        });
  }
}
