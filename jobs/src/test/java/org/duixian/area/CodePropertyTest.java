package org.duixian.area;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every code of Guangyuan on every day from 2018 to 2023. */
class CodePropertyTest {
  private static final Registry GUANGYUAN = Registry.load(Cities.GUANGYUAN);

  @Property
  void aCodeThatPlacesAPersonPlacesASiteInTheSameFormerTownship(
      @ForAll("codes") String code, @ForAll @IntRange(min = 17_800, max = 19_500) int serviceDate) {
    var possible = GUANGYUAN.possibleFormerTownships(code, serviceDate);
    var ofSite = GUANGYUAN.formerTownshipOfSiteCode(code, serviceDate);
    var ofPerson = GUANGYUAN.formerTownshipOfVillageCode(code, serviceDate);
    ofSite.ifPresent(former -> assertThat(possible).contains(former));
    ofPerson.ifPresent(former -> assertThat(possible).containsExactly(former));
    ofPerson.ifPresent(former -> assertThat(ofSite).contains(former));
  }

  @Provide
  Arbitrary<String> codes() throws IOException {
    return Arbitraries.of(
        Files.readAllLines(Cities.GUANGYUAN.resolve("codes.csv")).stream()
            .skip(1)
            .map(line -> line.substring(0, line.indexOf(',')))
            .toList());
  }
}
