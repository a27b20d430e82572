package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibChdbTest {
  @TempDir private Path home;

  @Test
  void theEngineOfThisKindOfMachineIsFound() throws Exception {
    for (String[] machine :
        new String[][] {
          {"Linux", "amd64", "lib-linux-x64-gnu"},
          {"Linux", "aarch64", "lib-linux-arm64-gnu"},
          {"Mac OS X", "aarch64", "lib-darwin-arm64"},
          {"Mac OS X", "x86_64", "lib-darwin-x64"}
        }) {
      Path library = home.resolve(".duixian/chdb/node_modules/@chdb/" + machine[2] + "/libchdb.so");
      Files.createDirectories(library.getParent());
      Files.createFile(library);

      assertThat(LibChdb.find(home, machine[0], machine[1])).isEqualTo(library);
    }
  }

  @Test
  void aMissingEngineIsNamedWithItsRemedyInOneLine() {
    assertThatThrownBy(() -> LibChdb.find(home, "Linux", "amd64"))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("run scripts/prepare.sh")
        .hasMessageNotContaining("\n");
  }

  @Test
  void anotherSystemIsToldWhatToUseInstead() {
    assertThatThrownBy(() -> LibChdb.find(home, "Windows 11", "amd64"))
        .isInstanceOf(CannotStart.class)
        .hasMessage("no ClickHouse engine for Windows 11 on amd64: use docker-compose.yml");
  }
}
