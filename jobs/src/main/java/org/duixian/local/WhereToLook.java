package org.duixian.local;

import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;

/** Where a running stack can be looked at. */
final class WhereToLook {
  private final LocalStack stack;
  private final Optional<URI> alertmanager;

  WhereToLook(LocalStack stack, Optional<URI> alertmanager) {
    this.stack = stack;
    this.alertmanager = alertmanager;
  }

  void print(PrintWriter out) {
    String clickHouse = "http://127.0.0.1:" + stack.clickHouse().httpPort();
    Login login = stack.clickHouse().auditor();
    out.println();
    out.println("继续看 · Where to look further (Ctrl-C 停止并清除 / stops and cleans up)");
    out.println("  看板 page    " + stack.page());
    out.println("  Flink       " + stack.flink().webPage());
    out.println("  Kafka       " + stack.kafka().bootstrapServers());
    alertmanager.ifPresent(address -> out.println("  Alertmanager " + address));
    out.println("  ClickHouse  " + clickHouse + "  " + login.user() + " / " + login.password());
    out.printf(
        "  curl -s '%s/?user=%s&password=%s' -d \"SELECT area_id, commitment_id, text_zh FROM"
            + " duixian.v_alerts WHERE state NOT IN ('resolved', 'reminded') FORMAT Vertical\"%n",
        clickHouse, login.user(), login.password());
    out.println();
    out.flush();
  }
}
