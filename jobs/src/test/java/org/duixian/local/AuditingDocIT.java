package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/auditing.md asks can be asked, in both languages, by the auditor. That the answers are
 * those of the demo is seen where the demo runs.
 */
final class AuditingDocIT {
  @TempDir private Path dir;

  @Test
  void everyQuestionIsUnderstood() throws Exception {
    List<AuditingDoc.Question> questions = AuditingDoc.EN.questions();
    assertThat(questions).hasSize(16);
    try (var server = ClickHouseProcess.start(dir, LibChdb.find(Home.dir()))) {
      ClickHouseSchema.apply(server.access());
      for (var question : questions) {
        server.execute(question.sql(), server.auditor()); // throws with the server's words
      }
    }
  }

  @Test
  void bothLanguagesAskTheSame() {
    assertThat(AuditingDoc.ZH.questions())
        .extracting(AuditingDoc.Question::sql)
        .isEqualTo(AuditingDoc.EN.questions().stream().map(AuditingDoc.Question::sql).toList());
  }
}
