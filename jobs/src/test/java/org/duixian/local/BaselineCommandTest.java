package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing can be proposed whatever the events say, nothing is started to find out. */
final class BaselineCommandTest {
  private static final Path SMALL_CITY = Home.dir().resolve("schemas/examples/small-city");

  @TempDir private Path dir;
  private final StringWriter said = new StringWriter();

  @Test
  void aCityWhoseSourcesAllBeganAfterTheMergerHasNothingToPropose() {
    assertThat(propose(Home.commitments())).isEqualTo(1);
    assertThat(said.toString())
        .isEqualTo(
            "duixian: --reference: nothing to propose: no former township has a source of"
                + " transport or school whose since in sources.csv leaves a week from Monday to"
                + " Sunday before its effective_on in areas.csv, in days of calendar.csv\n");
    assertThat(dir.resolve("proposed.csv")).doesNotExist();
  }

  @Test
  void withoutACommitmentOfSupplyThereIsNothingToPropose() throws Exception {
    Path commitments = Files.createDirectory(dir.resolve("commitments"));
    for (String file : new String[] {"streams.yaml", "C05.yaml"}) {
      Files.copy(Home.commitments().resolve(file), commitments.resolve(file));
    }
    assertThat(propose(commitments)).isEqualTo(1);
    assertThat(said.toString())
        .isEqualTo(
            "duixian: --commitments: nothing to propose: no commitment has the meter baseline\n");
  }

  private int propose(Path commitments) {
    return Main.commandLine()
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(
            "baseline",
            "--reference",
            SMALL_CITY.resolve("reference").toString(),
            "--commitments",
            commitments.toString(),
            "--events",
            SMALL_CITY.resolve("events.jsonl").toString(),
            "--out",
            dir.resolve("proposed.csv").toString());
  }
}
