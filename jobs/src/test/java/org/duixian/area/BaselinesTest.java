package org.duixian.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What f01, whose market is on days that end in 1, 4 and 7, must not fall short of. */
class BaselinesTest {
  private static final String HEADER =
      "commitment_id,area_id,day_type,value,unit,from,to,weeks,signed_by,frozen_on";
  private static final String GOOD =
      "C14,f01,workday,6,trips,2020-03-02,2020-04-26,8,county-bureau,2020-04-27";

  @TempDir Path dir;

  @BeforeEach
  void copyTheDemoCityWithoutBaselines() throws IOException {
    Cities.copy(Cities.DEMO, dir);
    Files.deleteIfExists(dir.resolve("baselines.csv"));
    write("lunar_new_years.csv", "date,source", "2020-01-25,almanac");
  }

  private void write(String file, String... lines) throws IOException {
    Files.write(dir.resolve(file), List.of(lines));
  }

  private Registry with(String... lines) throws IOException {
    write(
        "baselines.csv", Stream.concat(Stream.of(HEADER), Stream.of(lines)).toArray(String[]::new));
    return Registry.load(dir);
  }

  private static OptionalLong promised(Registry registry, String date) {
    return registry.baselines().promised("C14", "f01", ServiceDates.parse(date), any -> true);
  }

  @Test
  void aCityNeedsNoBaselines() throws IOException {
    Files.delete(dir.resolve("lunar_new_years.csv"));
    assertThat(Registry.load(dir).baselines().all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2020-04-28, workday",
    "2020-04-26, workday", // a Sunday that is worked
    "2020-04-25, rest_day",
    "2020-04-27, market_day",
    "2020-05-17, market_day", // a Sunday
    "2020-05-01, statutory_holiday", // also a market day
    "2020-01-17, market_day",
    "2020-01-18, spring_festival-7", // a Saturday
    "2020-01-19, spring_festival-6", // a Sunday that is worked
    "2020-01-25, spring_festival+0",
    "2020-02-09, spring_festival+15",
    "2020-02-10, workday"
  })
  void aDayHasOneType(String date, String type) throws IOException {
    Files.copy(
        Cities.GUANGYUAN.resolve("calendar.csv"),
        dir.resolve("calendar.csv"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(Registry.load(dir).dayTypes().find("f01", ServiceDates.parse(date))).contains(type);
  }

  @Test
  void aDayThatTheCalendarDoesNotKnowHasNoType() throws IOException {
    var registry = with(GOOD);
    int beyond = registry.calendar().lastDate() + 1;
    assertThat(registry.dayTypes().find("f01", beyond)).isEmpty();
    assertThat(registry.baselines().covers("C14", "f01", beyond)).isFalse();
  }

  @Test
  void whatIsPromisedDependsOnTheTypeOfDay() throws IOException {
    var registry = with(GOOD, GOOD.replace("workday,6", "market_day,8"));
    assertThat(promised(registry, "2020-04-28")).hasValue(6);
    assertThat(promised(registry, "2020-04-27")).hasValue(8);
    assertThat(promised(registry, "2020-05-09")).hasValue(6); // a Saturday that is worked
    assertThat(promised(registry, "2020-05-02")).isEmpty();
    assertThat(registry.baselines().covers("C14", "f02", ServiceDates.parse("2020-04-28")))
        .isFalse();
  }

  @Test
  void nothingIsPromisedBeforeThePromisesHold() throws IOException {
    assertThat(promised(with(GOOD), "2020-04-24")).isEmpty();
  }

  @Test
  void daysTakeTurnsWhereTheBaselineIsNoWholeNumber() throws IOException {
    var registry = with(GOOD.replace("workday,6", "workday,0.75"));
    var promised =
        IntStream.range(0, 60)
            .mapToObj(i -> promised(registry, ServiceDates.format(registry.effectiveOn("f01") + i)))
            .filter(OptionalLong::isPresent)
            .map(OptionalLong::getAsLong)
            .toList();
    assertThat(promised.subList(0, 8)).containsExactly(0L, 1L, 1L, 1L, 0L, 1L, 1L, 1L);
  }

  @Test
  void onlyDaysThatAreComparedTakeTurns() throws IOException {
    var baselines = with(GOOD.replace("workday,6", "workday,0.5")).baselines();
    int merged = ServiceDates.parse("2020-04-27");
    var promised =
        IntStream.range(merged, merged + 40)
            .filter(date -> date % 2 == 0)
            .mapToObj(date -> baselines.promised("C14", "f01", date, any -> any % 2 == 0))
            .filter(OptionalLong::isPresent)
            .map(OptionalLong::getAsLong)
            .toList();
    assertThat(promised.subList(0, 6)).containsExactly(0L, 1L, 0L, 1L, 0L, 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C14,f01 | c14,f01 | 1 'commitment_id' value 'c14': is not like C14",
        "C14,f01 | C14,f99 | 2 'area_id' value 'f99': no such area",
        "C14,f01 | C14,t01 | 2 'area_id' value 't01': must be a former township",
        "workday | makeup_workday | 3 'day_type' value 'makeup_workday': must be one of workday,",
        "workday | spring_festival+16 | 3 'day_type' value 'spring_festival+16': must be one of",
        "workday | spring_festival3 | 3 'day_type' value 'spring_festival3': must be one of",
        "workday | spring_festival+03 | 3 'day_type' value 'spring_festival+03': must be one of",
        "workday | spring_festival+3 | 3 'day_type' value 'spring_festival+3': did not come between",
        ",6, | ,, | 4 'value' value '': not a number of units per day",
        ",6, | ,-6, | 4 'value' value '-6': not a number of units per day",
        ",6, | ,6.125, | 4 'value' value '6.125': not a number of units per day",
        ",trips, | ,, | 5 'unit' value '': must not be empty",
        "2020-03-02 | 2020-3-2 | 6 'from' value '2020-3-2': not a date",
        "2020-04-26 | 2020-04-27 | 7 'to' value '2020-04-27': is not before 2020-04-27",
        "2020-04-26 | 2020-03-01 | 7 'to' value '2020-03-01': is before from",
        "8,county | 7,county | 8 'weeks' value '7': fewer than 8 comparable weeks",
        "8,county | 9,county | 8 'weeks' value '9': more weeks than there are between",
        "county-bureau | '' | 9 'signed_by' value '': must be the role that signed",
        "county-bureau | 王局长 | 9 'signed_by' value '王局长': must be the role that signed",
        "2020-04-27 | 2020-04-26 | 10 'frozen_on' value '2020-04-26': is not after to"
      })
  void aMistakeIsToldWithItsPlace(String right, String wrong, String problem) {
    assertThat(GOOD).contains(right);
    assertThat(problems(GOOD.replace(right, wrong)))
        .anyMatch(each -> each.startsWith("baselines.csv:2:" + problem));
  }

  @Test
  void oneTypeOfDayGivenTwiceIsAMistake() {
    assertThat(problems(GOOD, GOOD.replace("workday,6", "workday,7")))
        .containsExactly(
            "baselines.csv:3:3 'day_type' value 'workday': is already given at baselines.csv:2");
  }

  @Test
  void daysAroundTheSpringFestivalAreMeasuredByYears() throws IOException {
    write("lunar_new_years.csv", "date,source", "2020-01-25,almanac", "2019-02-05,almanac");
    var registry =
        with("C14,f01,spring_festival-3,4,trips,2019-02-02,2019-02-02,1,county-bureau,2020-04-27");
    assertThat(registry.baselines().all()).hasSize(1);
  }

  @Test
  void aYearWithoutItsLunarNewYearIsAMistakeOnceThereAreBaselines() throws IOException {
    write("lunar_new_years.csv", "date,source");
    assertThat(problems(GOOD))
        .containsExactly("lunar_new_years.csv: no line for 2020, of which calendar.csv has days");
    Files.delete(dir.resolve("baselines.csv"));
    Registry.load(dir);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2020-01-20,almanac | 1 'date' value '2020-01-20': is no lunar new year",
        "2020-01-26,almanac | 1 'date' value '2020-01-26': is the second of its year",
        "soon,almanac | 1 'date' value 'soon': not a date",
        "2021-02-12, | 2 'source' value '': must not be empty"
      })
  void aWrongLunarNewYearIsAMistake(String line, String problem) throws IOException {
    write("lunar_new_years.csv", "date,source", "2020-01-25,almanac", line);
    assertThat(problems(GOOD))
        .anyMatch(each -> each.startsWith("lunar_new_years.csv:3:" + problem));
  }

  private List<String> problems(String... lines) {
    return catchThrowableOfType(ReferenceException.class, () -> with(lines)).problems();
  }
}
