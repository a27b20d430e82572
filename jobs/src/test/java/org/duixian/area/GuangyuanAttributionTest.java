package org.duixian.area;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.RawRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Events as they stand in Kafka, of invented sources in real places, before and after the merger:
 * whatever code they know a place by, they count for the township that it was.
 */
final class GuangyuanAttributionTest {
  private static final EventTypes TYPES = EventTypes.load();
  private static final String EVE = "2019-12-30T23:59:59+08:00";
  private static final String DAY = "2019-12-31T00:00:00+08:00";

  @TempDir private static Path dir;
  private static Attribution guangyuan;

  @BeforeAll
  static void giveItSources() throws IOException {
    Cities.copy(Cities.GUANGYUAN, dir);
    append(
        "sources.csv",
        """
        /t/c510802/cases,hall,办件,c510802,yes,2019-01-01
        /t/c510811/cases,hall,办件,c510811,yes,2019-01-01
        /t/c510812/cases,hall,办件,c510812,yes,2019-01-01
        /t/c510824/cases,hall,办件,c510824,yes,2019-01-01
        /t/c510802/hall,hall,工农,f510802106,yes,2019-01-01
        /t/c510811/hall,hall,元坝,f510811100,yes,2019-01-01
        /t/c510812/hall,hall,李家,f510812212,yes,2019-01-01
        /t/c510824/hall,hall,元坝,f510824112,yes,2019-01-01
        /t/c510802/bus,transport,客运,c510802,yes,2019-01-01
        /t/c510812/bus,transport,客运,c510812,yes,2019-01-01
        """);
    append(
        "sites.csv",
        """
        hall-510802106,hall,工农,f510802106,,,/t/c510802/hall
        hall-510811100,hall,元坝,f510811100,,,/t/c510811/hall
        hall-510812212,hall,李家,f510812212,,,/t/c510812/hall
        hall-510824112,hall,元坝,f510824112,,,/t/c510824/hall
        stop-510802106,stop,工农,f510802106,,,
        stop-510802002,stop,嘉陵,f510802002,,,
        stop-510812218,stop,柏杨,f510812218,,,
        stop-510812212,stop,李家,f510812212,,,
        stop-510812100,stop,朝天,f510812100,,,
        """);
    append(
        "routes.csv",
        """
        r-510802,工农—嘉陵,/t/c510802/bus,stop-510802106 stop-510802002
        r-510812,柏杨—李家—朝天,/t/c510812/bus,stop-510812218 stop-510812212 stop-510812100
        """);
    guangyuan = new Attribution(Registry.load(dir), TYPES);
  }

  private static void append(String file, String lines) throws IOException {
    var path = dir.resolve(file);
    Files.writeString(path, lines, StandardOpenOption.APPEND);
  }

  @ParameterizedTest
  @CsvSource({
    // 工农镇 was divided. Of a village that went to 嘉陵街道 only the old code is known;
    "c510802, 510802106206, f510802106, f510802106",
    // 联盟村 went to 上西街道 and has a new one;
    "c510802, 510802106209, f510802106, f510802106",
    "c510802, 510802006201, f510802106, f510802106",
    // the township's own code means all of it, those of the successors several former townships.
    "c510802, 510802106000, f510802106, f510802106",
    "c510802, 510802002000, f510802002, unknown_area",
    // 李家乡 became 李家镇 at the same seat: a village by old and new code, the township,
    "c510812, 510812212203, f510812212, f510812212",
    "c510812, 510812112202, f510812212, f510812212",
    "c510812, 510812212000, f510812212, f510812212",
    // and the town, to which 汪家乡's 易兴村 came, while 李家乡's 老林村 went to 两河口镇.
    "c510812, 510812112000, unknown_area, unknown_area",
    "c510812, 510812112206, f510812213, f510812213",
    "c510812, 510812109208, f510812212, f510812212",
    // 柏杨乡三友村 went to 朝天镇: by old and new code, by the old township's, by the new one's.
    "c510812, 510812218207, f510812218, f510812218",
    "c510812, 510812100220, f510812218, f510812218",
    "c510812, 510812218000, f510812218, f510812218",
    "c510812, 510812100000, f510812100, unknown_area",
    // The two 元坝镇 are two places, and neither county speaks for the other's.
    "c510811, 510811100001, f510811100, f510811100",
    "c510824, 510824112001, f510824112, f510824112",
    "c510824, 510811100001, wrong_source, wrong_source",
    "c510811, 510824112001, wrong_source, wrong_source"
  })
  void aPersonCountsWhereThePersonLived(
      String county, String villageCode, String before, String after) {
    var accepted =
        """
        "type":"org.duixian.hall.case.state_changed.v1","villagecode":"%s",\
        "data":{"case_id":"K1","item_code":"NY-01","state":"accepted","promised_days":5}"""
            .formatted(villageCode);

    assertThat(areas("/t/" + county + "/cases", accepted, EVE)).isEqualTo(before);
    assertThat(areas("/t/" + county + "/cases", accepted, DAY)).isEqualTo(after);
    assertThat(areas("/t/" + county + "/cases", accepted, "2020-07-01T10:00:00+08:00"))
        .isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({
    // Without a code, with the old one, with that of a successor of a part, with a neighbour's.
    "c510802, , f510802106, f510802106",
    "c510802, 510802106000, f510802106, f510802106",
    "c510802, 510802002000, unknown_area, f510802106",
    "c510802, 510802006000, unknown_area, f510802106",
    "c510802, 510802102000, unknown_area, unknown_area",
    "c510812, 510812212000, f510812212, f510812212",
    "c510812, 510812112000, f510812212, f510812212",
    // 两河口镇, to which 老林村 went, is new: its code never meant anything else.
    "c510812, 510812109000, f510812212, f510812212",
    "c510811, 510811100000, f510811100, f510811100",
    "c510811, 510824112000, unknown_area, unknown_area",
    "c510824, 510824112000, f510824112, f510824112",
    "c510824, 510811100000, unknown_area, unknown_area"
  })
  void aHallCountsWhereItStood(String county, String siteCode, String before, String after) {
    var siteId =
        switch (county) {
          case "c510802" -> "hall-510802106";
          case "c510811" -> "hall-510811100";
          case "c510812" -> "hall-510812212";
          default -> "hall-510824112";
        };
    var issued =
        """
        "type":"org.duixian.hall.ticket.issued.v1",%s\
        "data":{"ticket_id":"A1","site_id":"%s","item_code":"NY-01","channel":"walk_in"}"""
            .formatted(siteCode == null ? "" : "\"sitecode\":\"" + siteCode + "\",", siteId);

    assertThat(areas("/t/" + county + "/hall", issued, EVE)).isEqualTo(before);
    assertThat(areas("/t/" + county + "/hall", issued, DAY)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({
    // Without the site the code decides; after the merger a town's own means its seat.
    "c510802, 510802106000, f510802106, f510802106",
    "c510802, 510802002000, wrong_source, wrong_source",
    "c510812, 510812212000, f510812212, f510812212",
    "c510812, 510812112000, f510812212, f510812212",
    "c510811, 510824112000, wrong_source, wrong_source"
  })
  void aHallThatOnlyTellsItsCodeCountsThere(
      String county, String siteCode, String before, String after) {
    var ended =
        """
        "type":"org.duixian.hall.ticket.ended.v1","sitecode":"%s",\
        "data":{"ticket_id":"A1","outcome":"served"}"""
            .formatted(siteCode);

    assertThat(areas("/t/" + county + "/hall", ended, EVE)).isEqualTo(before);
    assertThat(areas("/t/" + county + "/hall", ended, DAY)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({
    "c510802, stop-510802106, f510802106, f510802106 f510802002",
    "c510812, stop-510812218, f510812218, f510812218 f510812212 f510812100",
    "c510812, stop-510812100, f510812100, f510812218 f510812212 f510812100"
  })
  void aTripCountsOnceForEachTownshipThatItServedAndAVisitForThatOfTheStop(
      String county, String stopId, String ofVisit, String ofTrip) {
    for (var time : new String[] {EVE, DAY}) {
      var date = time.substring(0, 10);
      var visited =
          """
          "type":"org.duixian.transport.stop.visited.v1",\
          "data":{"service_date":"%s","trip_id_performed":"p1","route_id":"r-%s","stop_id":"%s",\
          "stop_sequence":1,"timepoint":true,"schedule_relationship":"Scheduled"}"""
              .formatted(date, county.substring(1), stopId);
      var cancelled =
          """
          "type":"org.duixian.transport.trip.cancelled.v1",\
          "data":{"service_date":"%s","trip_id_scheduled":"s1","route_id":"r-%s",\
          "cause":"WEATHER"}"""
              .formatted(date, county.substring(1));

      assertThat(areas("/t/" + county + "/bus", visited, time)).isEqualTo(ofVisit);
      assertThat(areas("/t/" + county + "/bus", cancelled, time)).isEqualTo(ofTrip);
    }
  }

  /** The areas, the primary one first; or the reason why it is rejected. */
  private static String areas(String source, String rest, String time) {
    var topic = rest.contains("transport") ? "events.transport" : "events.hall";
    var json =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"%s\",\"time\":\"%s\",%s}"
            .formatted(source, time, rest);
    var arrivedMillis = OffsetDateTime.parse(time).toInstant().toEpochMilli();
    var record =
        new RawRecord(topic, 0, 0, arrivedMillis, source.getBytes(UTF_8), json.getBytes(UTF_8));
    var said = new ArrayList<String>();
    new EventDecoder(TYPES)
        .decode(
            record,
            event ->
                guangyuan.attribute(
                    event,
                    copy -> {
                      assertThat(copy.primary()).isEqualTo(said.isEmpty());
                      said.add(copy.areaId());
                    },
                    (reason, detail) -> said.add(reason.name())),
            rejected -> said.add(rejected.reason() + " " + rejected.detail()));
    return String.join(" ", said);
  }
}
