package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor must say besides the dates; what an audit finds is for AuditIT. */
final class AuditCommandIT {
  private static final String OTHER = "city.events";
  private static final Path SCHEMAS = Path.of("..", "schemas");

  @TempDir private Path dir;
  private final StringWriter said = new StringWriter();

  @Test
  void ofACityWithEventTopicsOfItsOwnItIsToldTheirNames() throws Exception {
    try (var kafka = KafkaBroker.start(dir.resolve("kafka"));
        var server = ClickHouseProcess.start(dir.resolve("clickhouse"), LibChdb.find(Home.dir()))) {
      ClickHouseSchema.apply(server.access());
      kafka.createTopics(
          Stream.concat(
                  Topics.all().stream().filter(topic -> !Topics.EVENTS.contains(topic.name())),
                  Stream.of(new NewTopic(OTHER, 1, (short) 1)))
              .toList());
      var arguments =
          List.of(
              "--kafka=" + kafka.bootstrapServers(),
              "--clickhouse=http://127.0.0.1:" + server.httpPort(),
              "--clickhouse-password=" + server.auditor().password(),
              "--from=2020-03-02",
              "--to=2020-03-03");

      String broker = "duixian: Kafka at " + kafka.bootstrapServers();
      assertThat(audit(arguments)).isEqualTo(2);
      assertThat(said.toString())
          .isEqualTo("%s has no topic %s%n".formatted(broker, Topics.EVENTS.get(0)));

      var withTopics = new ArrayList<>(arguments);
      withTopics.add("--event-topics=" + OTHER);
      said.getBuffer().setLength(0);
      assertThat(audit(withTopics)).isEqualTo(2);
      assertThat(said.toString().lines())
          .singleElement(STRING)
          .startsWith(
              broker
                  + " holds no complete version of reference data and commitments in topic reference:");

      StackJobs.publish(
          SCHEMAS.resolve(Path.of("examples", "small-city", "reference")),
          SCHEMAS.resolve("commitments"),
          kafka.bootstrapServers());
      assertThat(audit(withTopics)).as(said::toString).isZero();
      assertThat(said.toString()).contains("judged again: 0 archived events", "一致");

      server.execute("DROP TABLE duixian.outcomes"); // nobody reads it before the job does
      said.getBuffer().setLength(0);
      assertThat(audit(withTopics)).isEqualTo(2);
      assertThat(said.toString().lines())
          .singleElement(STRING)
          .startsWith("duixian: ClickHouse at http://127.0.0.1:" + server.httpPort())
          .contains("has not the tables of this version", "duixian.outcomes");
    }
  }

  @Test
  void withoutKafkaAndDatesItSaysWhatIsMissing() {
    assertThat(audit(List.of("--clickhouse=http://127.0.0.1:1", "--from=2020-03-02"))).isEqualTo(2);
    assertThat(said.toString())
        .startsWith("--kafka, --from and --to are needed, unless it is --chain");
  }

  private int audit(List<String> arguments) {
    var all = new ArrayList<>(List.of("audit"));
    all.addAll(arguments);
    return Main.commandLine()
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(all.toArray(String[]::new));
  }
}
