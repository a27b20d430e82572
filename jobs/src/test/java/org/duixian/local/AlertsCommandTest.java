package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.duixian.alert.Steps.step;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.duixian.alert.Alert;
import org.duixian.alert.Announcement;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.duixian.edge.AlertmanagerAlert;
import org.duixian.edge.JsonRecords;
import org.duixian.event.EventTypes;
import org.duixian.local.alerting.AlertmanagerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertsCommandTest {
  private static final Path SHIPPED = Home.alerting().resolve("recipients.yaml");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path dir;

  @Test
  void theShippedRecipientsMakeAConfigurationThatAlertmanagerTakes() throws Exception {
    Path config = dir.resolve("alertmanager.yml");
    assertThat(
            alerts(
                "render",
                SHIPPED,
                "--out",
                config.toString(),
                "--templates",
                Home.alerting().toAbsolutePath() + "/templates/*.tmpl"))
        .isZero();
    assertThat(amtool("check-config", config.toString())).contains("SUCCESS", "1 templates");
    assertThat(Files.readString(config))
        .contains("Asia/Shanghai", "send_resolved: true")
        .doesNotContain("webhook_configs");
  }

  @Test
  void everyKeyMakesAConfigurationThatAlertmanagerTakes() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "s3cret\n");
    Path recipients =
        recipients(
            """
            email: {from: a@b, smarthost: 'm:25', username: u, password_file: %1$s}
            wecom: {corp_id: ww1, agent_id: 1000002, secret_file: %1$s, api_url: 'http://w/'}
            record_to: http://recorder:9095/
            pace: {group_wait: 1s, group_interval: 2s, repeat_red: 1h, repeat_yellow: 2h}
            recipients:
              - role: operator
                county: c01
                streams: [transport, hall]
                email: [x@y, z@y]
                wecom: {user: a|b, party: 2, tag: t}
                webhook: ['http://bridge/dingtalk']
            others: {webhook: ['https://others/']}
            """
                .formatted(secret));
    Path config = dir.resolve("alertmanager.yml");
    assertThat(alerts("render", recipients, "--out", config.toString())).as(err::toString).isZero();
    assertThat(amtool("check-config", config.toString())).contains("SUCCESS");
    assertThat(Files.readString(config))
        .contains(
            "s3cret", "x@y, z@y", "a|b", "http://bridge/dingtalk", "operator/c01/hall+transport");
  }

  @Test
  void everyProblemIsNamedWithItsLineAndValue() throws Exception {
    Path wrong =
        recipients(
            """
            recipients:
              - {role: mayor, county: c01, webhook: ['http://x']}
              - {role: operator, county: c99, webhook: ['http://x']}
              - {role: operator, county: c01, streams: [tram], webhook: ['ftp://x']}
              - {role: operator, county: any}
              - {role: operator, county: any, email: [nobody]}
            others: {webhook: ['http://x']}
            """);
    assertThat(alerts("render", wrong, "--out", dir.resolve("o").toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("recipients.yaml:2: role 'mayor' is unknown; there are auditor, county-bureau")
        .contains("recipients.yaml:3: county 'c99' is unknown; there are any, c01, c02, c03")
        .contains("recipients.yaml:4: stream 'tram' is unknown")
        .contains("recipients.yaml:4: webhook 'ftp://x' is no http address")
        .contains("recipients.yaml:5: 'operator/any' has no email, wecom or webhook")
        .contains("recipients.yaml:6: 'operator/any' is there twice")
        .contains("recipients.yaml:6: email 'nobody' is not an address")
        .contains(
            "recipients.yaml:6: 'operator/any' gets e-mail, but there is no email at the top");
    assertThat(dir.resolve("o")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "others: {email | other: {email | recipients.yaml:2:1: 'other' is no key here; did you mean 'others'? there may be email, others, pace,",
        "others: {email | others: {phone | recipients.yaml:2:10: 'others.phone' is no key here; there may be email, webhook, wecom",
        "role: operator | rol: operator | recipients.yaml:1:15: 'recipients[0].rol' is no key here; did you mean 'role'?",
        "role: operator, | '' | recipients.yaml:1:14: 'recipients[0].role' is missing",
        "county: any | county: ~ | recipients.yaml:1:14: 'recipients[0].county' is missing",
        "others: {email: ['a@b']} | '' | recipients.yaml:1:1: 'others' is missing",
        "['x@y'] | [{to: 'x@y'}] | : recipients[0].email[0] is not a text",
        "['x@y'] | [~] | : 'recipients[0].email[0]' has no value",
        "others: | 'pace: {any_hour: always}\nothers:' | : pace.any_hour 'always' is not true or false",
        "county: any | role: auditor | recipients.yaml:1:35: Duplicate field 'role'"
      })
  void aKeyThatIsWrongOrMissingIsNamed(String right, String wrong, String message)
      throws Exception {
    String good =
        "recipients: [{role: operator, county: any, email: ['x@y']}]\nothers: {email: ['a@b']}\n";
    assertThat(good).contains(right);
    Path file = recipients(good.replace(right, wrong));
    assertThat(alerts("render", file, "--out", dir.resolve("o").toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("duixian: recipients.yaml:").contains(message);
    assertThat(err.toString()).hasLineCount(1);
    assertThat(dir.resolve("o")).doesNotExist();
  }

  @Test
  void anEmptyFileIsNamed() throws Exception {
    assertThat(alerts("render", recipients("# nobody yet\n"), "--out", dir.resolve("o").toString()))
        .isEqualTo(1);
    assertThat(err.toString()).isEqualTo("duixian: recipients.yaml: is empty\n");
  }

  @Test
  void thePreviewNamesThoseWhomAlertmanagerWouldTell() throws Exception {
    List<Alert> steps =
        List.of(
            step(0, "raised", "yellow", "site-lead"),
            step(1, "escalated", "red", "county-bureau", "auditor"),
            step("C07-f09-20200310", 0, "reminded", "reminder", "operator"));
    Path file = dir.resolve("alerts.jsonl");
    var written = new ArrayList<String>();
    for (Alert step : steps) {
      written.add(new String(new JsonRecords<>(Alert.class).write(step), UTF_8));
    }
    Files.write(file, written);
    assertThat(alerts("preview", SHIPPED, "--alerts", file.toString())).as(err::toString).isZero();
    List<String> lines =
        out.toString().lines().map(line -> line.strip().replaceAll(" {2,}", " | ")).toList();
    int table = lines.indexOf("");
    assertThat(lines.subList(table + 2, lines.size()))
        .containsExactly(
            "auditor/any | 1 | 1 | 1 | 2020-03-11",
            "county-bureau/c01 | 1 | 1 | 1 | 2020-03-11",
            "others | 1 | 1 | 1 | 2020-03-11",
            "site-lead/any | 1 | 1 | 1 | 2020-03-11");
    assertThat(lines.subList(1, table))
        .containsExactly(
            "C05-f01-20200310 | yellow | site-lead | site-lead/any | site-lead@demo.example",
            "C05-f01-20200310 | red | auditor | auditor/any | audit@demo.example",
            "C05-f01-20200310 | red | county-bureau | county-bureau/c01 | bureau@c01.demo.example",
            "C05-f01-20200310 | red | site-lead | site-lead/any | site-lead@demo.example",
            "C07-f09-20200310 | reminder | operator | others | duixian@demo.example");

    var recipients =
        AlertsCommand.read(
            SHIPPED,
            Registry.load(Home.demoReference()),
            Catalogue.load(Home.commitments(), EventTypes.load()));
    Path config = dir.resolve("alertmanager.yml");
    Files.writeString(config, new AlertmanagerConfig(recipients, "none/*.tmpl").yaml());
    for (Alert step : steps) {
      for (String role : step.recipients()) {
        Map<String, String> labels =
            AlertmanagerAlert.of(new Announcement(step, role, step.severity(), 0, false), "", 0)
                .labels();
        var arguments =
            new ArrayList<>(List.of("config", "routes", "test", "--config.file=" + config));
        labels.forEach((name, value) -> arguments.add(name + "=" + value));
        assertThat(amtool(arguments.toArray(String[]::new)).strip().split(","))
            .containsExactlyElementsOf(recipients.receivers(labels));
      }
    }
  }

  @Test
  void thePreviewTakesTheShippedRecipientsForAnyCity() throws Exception {
    Path smallCity = Home.dir().resolve("schemas/examples/small-city/reference");
    Alert step = step(0, "raised", "yellow", "site-lead", "county-bureau");
    String line = new String(new JsonRecords<>(Alert.class).write(step), UTF_8);
    Path file =
        Files.writeString(
            dir.resolve("alerts.jsonl"),
            line.replace("\"county_id\":\"c01\"", "\"county_id\":\"c1\""));

    assertThat(alertsOf(smallCity, "preview", SHIPPED, "--alerts", file.toString()))
        .as(err::toString)
        .isZero();
    assertThat(out.toString()).contains("site-lead/any");
    String here = " is unknown; there are any, c1: 这里无人因此收到 nobody is told by it here";
    assertThat(err.toString().lines())
        .containsExactly(
            "recipients.yaml:18: county 'c01'" + here,
            "recipients.yaml:19: county 'c02'" + here,
            "recipients.yaml:20: county 'c03'" + here,
            "c1: county-bureau (hall) 没有收件人,发给 others · has no recipient: others are told");

    assertThat(alertsOf(smallCity, "render", SHIPPED, "--out", dir.resolve("config").toString()))
        .isEqualTo(1);
    assertThat(dir.resolve("config")).doesNotExist();
  }

  @Test
  void whatIsNoAlertIsNamedWithItsLine() throws Exception {
    Path file = Files.writeString(dir.resolve("alerts.jsonl"), "\n{\"alert_id\":\"a\"}\n");
    assertThat(alerts("preview", SHIPPED, "--alerts", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("alerts.jsonl:2: no alert");
  }

  private Path recipients(String yaml) throws Exception {
    return Files.writeString(dir.resolve("recipients.yaml"), yaml);
  }

  private int alerts(String command, Path recipients, String... more) {
    return alertsOf(Home.demoReference(), command, recipients, more);
  }

  private int alertsOf(Path reference, String command, Path recipients, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "alerts",
                command,
                "--reference",
                reference.toString(),
                "--recipients",
                recipients.toString()));
    arguments.addAll(List.of(more));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  private static String amtool(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("amtool"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
