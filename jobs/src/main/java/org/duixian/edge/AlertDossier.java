package org.duixian.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that the history knows of one alert, table by table. */
public final class AlertDossier {
  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "steps",
              """
              revision at state severity resolution held_by ack_due_at acknowledged_by note
              area_id township_ids county_id commitment_id stream subject since_date service_date
              good total objective hard_rule lost_by_reason evidence recipients text_zh text_en
              commitment_version reference_version calendar_version""",
              "duixian.v_alert_steps WHERE alert_id = %s ORDER BY revision"),
          new Question(
              "levels",
              """
              service_date revision judged_at verdict good total raw_good raw_total objective
              lower_share upper_share cusum hard_rule units_missing days_vouched days_expected
              days_excepted lost_by_reason commitment_version reference_version
              calendar_version is_current""",
              """
              duixian.v_level_revisions
              WHERE window_days = 28
                AND (area_id, commitment_id, service_date) IN
                    (SELECT area_id, commitment_id, service_date FROM duixian.v_alert_steps
                     WHERE alert_id = %s)
              ORDER BY service_date, revision"""),
          new Question(
              "evidence",
              """
              service_date subject revision site_id good total lost_by_reason hard_rule due_at
              known_at event type time arrived_at topic partition offset payload""",
              "duixian.v_alert_evidence(alert = %s) ORDER BY service_date, subject, event"),
          new Question(
              "rules",
              "version applies_from published_at file line fields",
              """
              duixian.reference FINAL
              WHERE (version, replaceRegexpOne(file, '^commitments/(.*)[.]yaml$', '\\\\1')) IN
                    (SELECT reference_version, toString(commitment_id) FROM duixian.v_alert_steps
                     WHERE alert_id = %s)
              ORDER BY applies_from, published_at"""),
          new Question(
              "told",
              "role severity state first_revision accepted_at delivered_at receivers failures",
              "duixian.v_notices WHERE alert_id = %s ORDER BY first_revision, role, state"),
          new Question(
              "names",
              "area_id level name_zh name_en",
              """
              duixian.v_areas
              WHERE (version, area_id) IN
                    (SELECT reference_version, arrayJoin(arrayPushBack(arrayPushBack(township_ids, area_id), county_id))
                     FROM duixian.v_alert_steps WHERE alert_id = %s)
              GROUP BY area_id, level, name_zh, name_en
              ORDER BY area_id"""));

  private AlertDossier() {}

  /**
   * What is asked.
   *
   * @param columns separated by blanks
   * @param from what follows FROM; %s stands for the alert's id
   */
  private record Question(String name, String columns, String from) {}

  /** The answer to a question: each row has a value per column. */
  public record Table(List<String> columns, List<JsonNode> rows) {
    /** A value by its column's name. */
    public JsonNode value(int row, String column) {
      return rows.get(row).get(columns.indexOf(column));
    }
  }

  /**
   * Tables steps, levels, evidence, rules, told and names; without steps there is no such alert.
   */
  public static Map<String, Table> read(ClickHouseAccess access, String alertId)
      throws SQLException {
    var tables = new LinkedHashMap<String, Table>();
    for (Question question : QUESTIONS) {
      var columns = List.of(question.columns.strip().split("\\s+"));
      var rows = new ArrayList<JsonNode>();
      access.forEach(
          "SELECT toJSONString(tuple(%s)) FROM %s SETTINGS output_format_json_quote_64bit_integers = 0"
              .formatted(
                  String.join(", ", columns),
                  question.from.formatted(ClickHouseTable.quoted(alertId))),
          row -> rows.add(json(row.getString(1))));
      tables.put(question.name, new Table(columns, rows));
    }
    return tables;
  }

  /**
   * What people call the codes of these tables, by kind: severity, state, notice (its state),
   * verdict and commitment.
   */
  public static Map<String, Map<String, String>> words(ClickHouseAccess access)
      throws SQLException {
    var words = new LinkedHashMap<String, Map<String, String>>();
    access.forEach(
        """
        SELECT kind, code, said FROM duixian.v_alert_words
        UNION ALL
        SELECT 'verdict', verdict, said FROM duixian.v_verdicts
        UNION ALL
        SELECT 'commitment', commitment_id, argMax(name_zh, version)
        FROM duixian.v_commitments
        GROUP BY commitment_id""",
        row ->
            words
                .computeIfAbsent(row.getString(1), kind -> new LinkedHashMap<>())
                .put(row.getString(2), row.getString(3)));
    return words;
  }

  private static JsonNode json(String text) {
    try {
      return PublishedRows.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("ClickHouse gives no JSON: " + text, e);
    }
  }
}
