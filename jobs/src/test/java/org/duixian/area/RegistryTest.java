package org.duixian.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.calendar.DayType;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.EventTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final int COUNTRY_SIZE = 38_000;
  private static final int DAY = ServiceDates.parse("2020-05-04");

  @TempDir Path dir;

  @Test
  void survivesTheWayToAnotherMachine() throws Exception {
    var there = copy(Registry.load(Cities.DEMO));
    assertThat(there.version()).isEqualTo("demo-1");
    assertThat(there.city()).isEqualTo("demo");
    assertThat(there.getArea("f12").nameZh()).isEqualTo("桐笛乡");
    assertThat(there.successorsOf("f12", DAY)).containsExactly("t06", "t07");
    assertThat(there.formerTownshipOfSiteCode("990101200000", DAY)).contains("f02");
    assertThat(there.sourcesOf("f02", "hall")).containsExactly("/demo/c01/hall/f02");
    assertThat(there.areasOfRoute("route-t02-c01")).containsExactly("f03", "f01");
    assertThat(there.calendar().dayType(DAY)).isEqualTo(DayType.statutory_holiday);
    assertThat(copy(new Attribution(there, EventTypes.load()))).isNotNull();
  }

  @Test
  void saysWhatItDoesNotHave() {
    var demo = Registry.load(Cities.DEMO);
    assertThat(demo.findArea("f99")).isEmpty();
    assertThat(demo.findSite("hall-f99")).isEmpty();
    assertThat(demo.findRoute("route-f99")).isEmpty();
    assertThat(demo.findSource("/demo/c09")).isEmpty();
    assertThat(demo.sourcesOf("f01", "school")).isEmpty();
    assertThat(demo.sourcesOf("c01", "transport")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> demo.getArea("f99"))
        .withMessage("no such area: f99");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> demo.countyOf("city"))
        .withMessage("lies in no county: city");
  }

  @Test
  void readsTheSmallCityOfTheGuide() {
    var sample = Path.of("..", "schemas", "examples", "small-city", "reference");
    assertThat(Registry.load(sample).areas(Level.former_township)).isNotEmpty();
  }

  @Test
  void holdsEveryTownshipOfACountry() throws Exception {
    writeCountry();
    var country = copy(Registry.load(dir));
    assertThat(country.areas(Level.former_township)).hasSize(COUNTRY_SIZE);
    var last = "f" + (COUNTRY_SIZE - 1);
    assertThat(country.sourcesOf(last, "hall")).containsExactly("/x/" + last);
    assertThat(country.successorsOf(last, DAY)).containsExactly("t" + (COUNTRY_SIZE / 2 - 1));
    assertThat(country.formerTownshipOfSiteCode("990000037999", DAY)).isEmpty();
    assertThat(country.formerTownshipOfSiteCode(code(COUNTRY_SIZE - 1), DAY)).contains(last);
  }

  private void writeCountry() throws IOException {
    Cities.copy(Cities.DEMO, dir);
    var areas = new StringBuilder(Files.readAllLines(dir.resolve("areas.csv")).get(0)).append('\n');
    var codes = new StringBuilder("code,area_id,valid_from,valid_to\n");
    var successors =
        new StringBuilder(
            "former_id,township_id,village_id,effective_on,seat,confidence,evidence\n");
    var sources = new StringBuilder("source,stream,name_zh,home_area_id,heartbeat\n");
    var sites = new StringBuilder("site_id,kind,name_zh,area_id,lat,lon,source\n");
    areas.append("x,city,某国,,,,,,,,\nc,county,某县,,x,,,,,,\n");
    for (int i = 0; i < COUNTRY_SIZE / 2; i++) {
      areas.append("t%d,township,某镇,,c,,,,,,\n".formatted(i));
    }
    for (int i = 0; i < COUNTRY_SIZE; i++) {
      areas.append("f%d,former_township,某乡,,c,1,2020-04-27,,,,\n".formatted(i));
      codes.append("%s,f%d,,\n".formatted(code(i), i));
      successors.append("f%d,t%d,,2020-04-27,no,high,\n".formatted(i, i / 2));
      sources.append("/x/f%d,hall,某站,f%d,yes\n".formatted(i, i));
      sites.append("hall-%d,hall,某站,f%d,,,/x/f%d\n".formatted(i, i, i));
    }
    Files.writeString(dir.resolve("areas.csv"), areas);
    Files.writeString(dir.resolve("codes.csv"), codes);
    Files.writeString(dir.resolve("successors.csv"), successors);
    Files.writeString(dir.resolve("sources.csv"), sources);
    Files.writeString(dir.resolve("sites.csv"), sites);
    Files.writeString(dir.resolve("routes.csv"), "route_id,name_zh,source,stop_ids\n");
    Files.writeString(dir.resolve("market_days.csv"), "area_id,last_digits\n");
  }

  private static String code(int number) {
    return "99%07d000".formatted(number);
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T original) throws IOException, ClassNotFoundException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
