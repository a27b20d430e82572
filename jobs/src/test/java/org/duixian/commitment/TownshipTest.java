package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.alert.Alert;
import org.duixian.area.Registry;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new township as an area of its own: of t11, which began work on 2020-04-30. */
final class TownshipTest {
  private static final String PROMISE =
      """
      id: C22
      version: "1"
      slug: paid-to-operate
      name: {zh: 运转经费拨付, en: Paid to operate}
      promise: [P7]
      stream: fiscal
      attribution: seat
      unit: {zh: 笔, en: payments}
      meter: ratio
      units:
        - event: fiscal.transfer.disbursed
          subject: [document_ref]
          good: [{programme: [operating]}]
          reason_from: programme
      objective: 0.9
      min_sample: {28d: 1}
      recipients: {at_risk: [county-bureau], breached: [reform-supervisor]}
      reasons:
        infrastructure: {zh: 基础设施, en: infrastructure}
        public_service: {zh: 公共服务, en: public service}
      effective_from: 2019-12-31
      """;

  private TestCity city;
  private TestCity.Source bureau;

  @BeforeEach
  void aCountyBureauThatTellsOfMoney(@TempDir Path commitments) throws IOException {
    Path reference = TestReference.demoSince("2020-04-28");
    Files.writeString(commitments.resolve("C22.yaml"), PROMISE);
    Files.writeString(
        commitments.resolve("streams.yaml"),
        """
        hall: {grace: PT0S, silent_after: PT2H}
        transport: {grace: PT0S, silent_after: PT2H}
        clinic: {grace: PT0S, silent_after: PT2H}
        feedback: {grace: PT0S, silent_after: PT2H}
        care: {grace: PT0S, silent_after: PT2H}
        reform: {grace: PT0S, silent_after: PT4000H}
        school: {grace: PT0S, silent_after: PT2H}
        works: {grace: PT0S, silent_after: PT2H}
        fiscal: {grace: PT1H, silent_after: PT48H}
        """);
    city = new TestCity(Registry.load(reference), Catalogue.load(commitments, TestCity.TYPES));
    bureau = city.source("/demo/c03/fiscal");
  }

  private void pays(String time, String number, String programme) {
    bureau.tells(
        time,
        "fiscal.transfer.disbursed",
        "area_id",
        "t11",
        "period",
        "2020-04",
        "programme",
        programme,
        "amount_fen",
        "100",
        "document_ref",
        number);
  }

  private Verdict verdict(String areaId, String date) {
    return city.level(areaId, "C22", 28, date).map(ServiceLevel::verdict).orElse(null);
  }

  @Test
  void itOwesFromTheDayOnWhichItsFirstPartWentToIt() {
    pays("2020-04-29T10:00", "1", "operating");
    pays("2020-04-30T10:00", "2", "operating");
    bureau.vouchesHourly("2020-04-28T01:00", "2020-05-01T01:00");

    assertThat(verdict("t11", "2020-04-29")).isEqualTo(Verdict.not_in_force);
    assertThat(verdict("t11", "2020-04-30")).isEqualTo(Verdict.met);
    assertThat(city.level("t11", "C22", 28, "2020-04-30").orElseThrow().total()).isEqualTo(1);
    assertThat(verdict("t12", "2020-04-30")).isEqualTo(Verdict.too_few);
  }

  @Test
  void noFormerTownshipIsJudgedByIt() {
    bureau.vouchesHourly("2020-04-28T01:00", "2020-05-01T01:00");

    assertThat(city.run.levels)
        .extracting(ServiceLevel::areaId)
        .contains("t11")
        .doesNotContain("f21");
  }

  @Test
  void itsAlertNamesIt() {
    for (int i = 0; i < 6; i++) {
      pays("2020-04-30T10:00", "d" + i, "public_service");
    }
    bureau.vouchesHourly("2020-04-28T01:00", "2020-05-01T01:00");

    assertThat(city.run.alerts).hasSize(1);
    Alert alert = city.run.alerts.get(0);
    assertThat(alert.areaId()).isEqualTo("t11");
    assertThat(alert.townshipIds()).containsExactly("t11");
    assertThat(alert.countyId()).isEqualTo("c03");
    assertThat(alert.textZh()).startsWith("〔模拟数据〕【红】铃兰坳镇:“运转经费拨付”未兑现。");
    assertThat(alert.textEn()).startsWith("(simulated) [RED] Linglanao Town: \"Paid to operate\"");
  }

  @Test
  void whereItsSourceIsSilentNothingIsKnown() {
    bureau.vouches("2020-04-30T12:00");
    city.arrivalReached("2020-05-03T02:00");

    assertThat(verdict("t11", "2020-04-30")).isEqualTo(Verdict.no_data);
    assertThat(city.run.alerts).hasSize(1);
    assertThat(city.run.alerts.get(0).areaId()).isEqualTo("c03");
    assertThat(city.run.alerts.get(0).commitmentId()).isEqualTo("DATA");
  }
}
