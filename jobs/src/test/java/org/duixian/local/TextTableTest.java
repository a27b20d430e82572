package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void alignsChineseAndLatinText() {
    var table = new TextTable(1, "承诺", "n");
    table.row("准点", "7");
    table.row("wait", "1,234");
    var out = new StringWriter();
    table.print(new PrintWriter(out));
    assertThat(out.toString().lines()).containsExactly("承诺      n", "准点      7", "wait  1,234");
  }
}
