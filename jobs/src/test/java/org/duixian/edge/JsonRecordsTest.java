package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonRecordsTest {

  private static final Path EXAMPLES =
      Path.of(System.getProperty("duixian.home"), "schemas/examples/records");

  private static final ServiceLevel LEVEL =
      new ServiceLevel(
          "f01",
          "C05",
          28,
          18_324,
          0,
          0,
          1,
          3,
          0.9,
          Double.NaN,
          Double.NaN,
          0.5,
          Verdict.too_few,
          "",
          30,
          28,
          28,
          0,
          3,
          1,
          Map.of("late", 2L, "early", 1L),
          List.of("e1"),
          1_583_164_800_000L,
          0,
          "1",
          "2",
          "3");

  @Test
  void aLevelIsPublishedInTheAgreedShape() {
    assertThat(new String(new JsonRecords<>(ServiceLevel.class).write(LEVEL), UTF_8))
        .isEqualTo(
            """
            {"area_id":"f01","commitment_id":"C05","window_days":28,"service_date":"2020-03-03",\
            "good":0,"total":0,"raw_good":1,"raw_total":3,"objective":0.9,"lower_share":null,\
            "upper_share":null,"cusum":0.5,\
            "verdict":"too_few","hard_rule":"","units_missing":30,"days_vouched":28,\
            "days_expected":28,"days_excepted":0,"open_units":3,"overdue_units":1,\
            "lost_by_reason":{"early":1,"late":2},"evidence":["e1"],\
            "judged_millis":1583164800000,"revision":0,"commitment_version":"1",\
            "reference_version":"2","calendar_version":"3"}\
            """);
  }

  @Test
  void aFieldOfANewerVersionIsSkippedAndOneThatIsMissingIsEmpty() throws IOException {
    var json = new JsonRecords<>(ServiceLevel.class);
    byte[] neighbour = "{\"area_id\":\"f01\",\"colour\":{\"a\":[1]}}".getBytes(UTF_8);

    assertThat(json.read(neighbour))
        .isEqualTo(
            new ServiceLevel(
                "f01",
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                null,
                null,
                0,
                0,
                0,
                0,
                null,
                null,
                null,
                null,
                0,
                0,
                null,
                null,
                null));
  }

  @Test
  void whatIsNoSuchRecordFails() {
    var json = new JsonRecords<>(ServiceLevel.class);

    for (String broken :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{}{}",
            "{\"verdict\":\"fine\"}",
            "{\"service_date\":\"1 May\"}",
            "{\"good\":\"many\"}")) {
      assertThatThrownBy(() -> json.read(broken.getBytes(UTF_8)))
          .as(broken)
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> json.read(null)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "alert, ALERTS",
    "intake, INTAKE",
    "notice, NOTICES",
    "outcome, OUTCOMES",
    "rejected, REJECTED",
    "service-level, LEVELS",
    "service-level-of-one-day, LEVELS"
  })
  void theExamplesOfTheContractAreWhatIsWritten(String example, String topic) throws Exception {
    byte[] json = Files.readAllBytes(EXAMPLES.resolve(example + ".json"));
    var tree = new ObjectMapper();

    assertThat(
            tree.readTree(
                rewritten((OutputTopic<?>) OutputTopic.class.getField(topic).get(null), json)))
        .isEqualTo(tree.readTree(json));
  }

  private static <T> byte[] rewritten(OutputTopic<T> topic, byte[] json) throws IOException {
    var records = new JsonRecords<>(topic.type());
    return records.write(records.read(json));
  }

  @Test
  void everyDateIsWrittenAsADate() throws IOException {
    for (OutputTopic<?> topic : OutputTopic.ALL) {
      var dates =
          Arrays.stream(topic.type().getRecordComponents())
              .map(RecordComponent::getName)
              .filter(name -> name.endsWith("Date"))
              .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
              .toList();
      var written = new ObjectMapper().readTree(rewritten(topic, "{}".getBytes(UTF_8)));
      assertThat(dates)
          .allSatisfy(
              date -> assertThat(written.get(date).asText()).matches("\\d{4}-\\d\\d-\\d\\d"));
    }
  }

  @Property(tries = 200)
  void whateverIsPublishedReadsBackAsItWas(@ForAll("published") Object record) throws IOException {
    roundTrip(record);
  }

  @SuppressWarnings("unchecked")
  private static <T> void roundTrip(T record) throws IOException {
    var json = new JsonRecords<>((Class<T>) record.getClass());
    assertThat(json.read(json.write(record))).isEqualTo(record);
  }

  @Provide
  Arbitrary<Object> published() {
    return Arbitraries.oneOf(
        PublishedRecords.outcomes().asGeneric(),
        PublishedRecords.levels().asGeneric(),
        PublishedRecords.alerts().asGeneric(),
        PublishedRecords.rejections().asGeneric(),
        PublishedRecords.intakes().asGeneric(),
        PublishedRecords.notices().asGeneric());
  }
}
