package org.duixian.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What townships must not fall short of. t06 is f11 and the first two of the four villages of f12;
 * t07 is f13, f14 and the others.
 */
class BaseTransfersTest {
  private static final String GOOD = "f11,operating,2019-05,1000000,county-bureau,2020-04-01";

  @TempDir Path dir;

  private final List<String> lines =
      new ArrayList<>(List.of("area_id,programme,month,amount_fen,signed_by,frozen_on"));

  @BeforeEach
  void copyTheDemoCityWithoutItsPeople() throws IOException {
    Cities.copy(Cities.DEMO, dir);
    Files.delete(dir.resolve("populations.csv"));
  }

  private void paid(String former, long fenAMonth) {
    for (int month = 1; month <= 12; month++) {
      for (String purpose : List.of("operating", "infrastructure", "public_service")) {
        lines.add(
            "%s,%s,2019-%02d,%d,county-bureau,2020-04-01"
                .formatted(former, purpose, month, fenAMonth * month));
      }
    }
  }

  private void peopleOfF12(int... people) throws IOException {
    var populations = new ArrayList<>(List.of("village_id,population,source"));
    for (int i = 0; i < people.length; i++) {
      populations.add("f12-v%d,%d,invented".formatted(i + 1, people[i]));
    }
    Files.write(dir.resolve("populations.csv"), populations);
  }

  private Optional<Map<String, Long>> promised(String township, String date) throws IOException {
    Files.write(dir.resolve("base_transfers.csv"), lines);
    var transfers = Registry.load(dir).baseTransfers();
    return transfers.promised(township, transfers.periodAt(township, ServiceDates.parse(date)));
  }

  @Test
  void theSumOfTheWholeMonthsSinceTheMergerIsPromised() throws IOException {
    paid("f01", 1_000);
    paid("f02", 10);

    assertThat(promised("t01", "2020-05-30")).hasValue(Map.of());
    assertThat(promised("t01", "2020-05-31").orElseThrow())
        .containsEntry("operating", 5_050L)
        .containsEntry("public_service", 5_050L);
    assertThat(promised("t01", "2020-06-29").orElseThrow()).containsEntry("operating", 5_050L);
    assertThat(promised("t01", "2020-06-30").orElseThrow()).containsEntry("operating", 11_110L);
  }

  @Test
  void theYearBeginsAnewWithItsFirstMonth() throws IOException {
    paid("f01", 1);
    paid("f02", 0);

    assertThat(promised("t01", "2021-01-30").orElseThrow())
        .containsEntry("operating", 5L + 6 + 7 + 8 + 9 + 10 + 11 + 12);
    assertThat(promised("t01", "2021-01-31").orElseThrow()).containsEntry("operating", 1L);
  }

  @Test
  void theMoneyOfASplitTownshipIsSharedByItsPeople() throws IOException {
    paid("f11", 0);
    paid("f12", 1_000);
    paid("f13", 0);
    paid("f14", 0);
    peopleOfF12(100, 200, 300, 400);

    assertThat(promised("t06", "2020-05-31").orElseThrow()).containsEntry("operating", 1_500L);
    assertThat(promised("t07", "2020-05-31").orElseThrow()).containsEntry("operating", 3_500L);
  }

  @Test
  void withoutThePeopleOrAMonthNothingIsKnown() throws IOException {
    paid("f11", 0);
    paid("f12", 1_000);
    assertThat(promised("t06", "2020-05-31")).isEmpty();

    peopleOfF12(100, 200, 300);
    assertThat(promised("t06", "2020-05-31")).isEmpty();

    peopleOfF12(100, 200, 300, 400);
    lines.removeIf(line -> line.startsWith("f12,operating,2019-06"));
    assertThat(promised("t06", "2020-05-31")).isPresent();
    assertThat(promised("t06", "2020-06-30")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f11, | f99, | 1 'area_id' value 'f99': no such area",
        "f11, | t06, | 1 'area_id' value 't06': must be a former township",
        "operating | operation | 2 'programme' value 'operation': must be one of operating,",
        "2019-05 | 2019-13 | 3 'month' value '2019-13': not a month like 2019-03",
        "2019-05 | 2020-04 | 3 'month' value '2020-04': is not over before the merger",
        "1000000 | 10000.50 | 4 'amount_fen' value '10000.50': not a whole number of fen",
        "1000000 | -1 | 4 'amount_fen' value '-1': not a whole number of fen",
        "1000000 | 100000000001 | 4 'amount_fen' value '100000000001': must be at most",
        "county-bureau | 李科长 | 5 'signed_by' value '李科长': must be the role that signed",
        "2020-04-01 | 2019-05-31 | 6 'frozen_on' value '2019-05-31': is not after the month"
      })
  void aMistakeIsToldWithItsPlace(String right, String wrong, String problem) {
    assertThat(problems(GOOD.replace(right, wrong)))
        .anyMatch(each -> each.startsWith("base_transfers.csv:2:" + problem));
  }

  @Test
  void aMonthGivenTwiceOrOfAnotherYearIsAMistake() {
    assertThat(problems(GOOD, GOOD))
        .containsExactly(
            "base_transfers.csv:3:3 'month' value '2019-05': is already given at"
                + " base_transfers.csv:2");
    assertThat(problems(GOOD, GOOD.replace("2019-05", "2018-05")))
        .containsExactly(
            "base_transfers.csv:3:3 'month' value '2018-05': is of another year than the area's"
                + " first line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f12,100,x | 1 'village_id' value 'f12': must be a village",
        "f12-v9,100,x | 1 'village_id' value 'f12-v9': no such area",
        "f12-v1,,x | 2 'population' value '': must not be empty",
        "f12-v1,-1,x | 2 'population' value '-1': must be from 0 to",
        "f12-v1,100, | 3 'source' value '': must not be empty"
      })
  void aWrongPopulationIsAMistake(String line, String problem) throws IOException {
    Files.write(dir.resolve("populations.csv"), List.of("village_id,population,source", line));
    assertThat(problems(GOOD)).anyMatch(each -> each.startsWith("populations.csv:2:" + problem));
  }

  private List<String> problems(String... wrong) {
    lines.subList(1, lines.size()).clear();
    lines.addAll(List.of(wrong));
    return catchThrowableOfType(
            ReferenceException.class,
            () -> {
              Files.write(dir.resolve("base_transfers.csv"), lines);
              Registry.load(dir);
            })
        .problems();
  }
}
