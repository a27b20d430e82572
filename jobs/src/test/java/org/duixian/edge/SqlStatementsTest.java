package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class SqlStatementsTest {

  @Test
  void semicolonsInQuotesAndCommentsDoNotSplit() {
    String script =
        """
        -- first; not a statement
        SELECT ';', 'it''s; \\'; "', "a;b", `c;d` -- one; two
        ;
        /* nothing; here */ SELECT 2/*;*/+3;
        SELECT 4
        """;

    assertThat(SqlStatements.of(script))
        .containsExactly("SELECT ';', 'it''s; \\'; \"', \"a;b\", `c;d`", "SELECT 2 +3", "SELECT 4");
  }

  @Test
  void nothingGivesNoStatement() {
    assertThat(SqlStatements.of("")).isEmpty();
    assertThat(SqlStatements.of(" ;; -- end\n;")).isEmpty();
  }

  @Test
  void whatIsNotClosedIsNamedWithItsLine() {
    assertThatThrownBy(() -> SqlStatements.of("SELECT 1;\nSELECT 'a;"))
        .hasMessage("unclosed ' in line 2");
    assertThatThrownBy(() -> SqlStatements.of("SELECT 1 /* a;"))
        .hasMessage("unclosed comment in line 1");
    assertThatThrownBy(() -> SqlStatements.of("SELECT 'a\\")).hasMessage("unclosed ' in line 1");
  }

  @Property(tries = 200)
  void anyQuotedTextStaysWhole(@ForAll("quoted") List<String> texts) {
    String script = texts.stream().map(text -> "SELECT " + text).collect(Collectors.joining(";"));

    assertThat(SqlStatements.of(script))
        .containsExactlyElementsOf(texts.stream().map(text -> "SELECT " + text).toList());
  }

  @Provide
  Arbitrary<List<String>> quoted() {
    return Arbitraries.strings()
        .withChars("a;-*/'\\\"`\n兑")
        .ofMaxLength(10)
        .map(text -> "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
