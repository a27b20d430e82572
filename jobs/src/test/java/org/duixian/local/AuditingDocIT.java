package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/auditing.md asks can be asked, in both languages, by the auditor. */
final class AuditingDocIT {
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?);\n```", Pattern.DOTALL);

  @TempDir private Path dir;

  @Test
  void everyQuestionIsUnderstood() throws Exception {
    List<String> questions = questions("auditing.md");
    assertThat(questions).hasSize(15);
    try (var server = ClickHouseProcess.start(dir, LibChdb.find(Home.dir()))) {
      ClickHouseSchema.apply(server.access());
      for (String sql : questions) {
        server.execute(sql, server.auditor()); // throws with the server's words
      }
    }
  }

  @Test
  void bothLanguagesAskTheSame() throws IOException {
    assertThat(questions("auditing.zh-CN.md")).isEqualTo(questions("auditing.md"));
  }

  private static List<String> questions(String file) throws IOException {
    return SQL.matcher(Files.readString(Home.dir().resolve("docs").resolve(file)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
