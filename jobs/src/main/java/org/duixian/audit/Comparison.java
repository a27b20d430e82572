package org.duixian.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.duixian.calendar.ServiceDates;

/** What was said about one unit against what is known of it, revision by revision. */
public final class Comparison {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VERSIONS =
      List.of("commitment_version", "reference_version", "calendar_version");
  private static final String REVISION = "revision";

  private final String table;
  private final String unit;
  private final Map<Integer, String> said;
  private final Map<Integer, String> known;
  private final List<Difference> found = new ArrayList<>();

  private Comparison(
      String table, String unit, Map<Integer, String> said, Map<Integer, String> known) {
    this.table = table;
    this.unit = unit;
    this.said = new TreeMap<>(said);
    this.known = new TreeMap<>(known);
  }

  /**
   * The rows of a unit that differ.
   *
   * @param said the rows as published by revision, JSON; those that are known alike may be left out
   * @param known the rows as the events give them
   */
  public static List<Difference> of(
      String table, String unit, Map<Integer, String> said, Map<Integer, String> known) {
    var comparison = new Comparison(table, unit, said, known);
    comparison.dropEqual();
    comparison.renumbered();
    comparison.rest();
    return comparison.found;
  }

  private void dropEqual() {
    for (int revision : List.copyOf(said.keySet())) {
      if (said.get(revision).equals(known.get(revision))) {
        said.remove(revision);
        known.remove(revision);
      }
    }
  }

  /** The same content under another number. */
  private void renumbered() {
    for (int revision : List.copyOf(said.keySet())) {
      ObjectNode content = content(said.get(revision));
      known.keySet().stream()
          .filter(other -> content.equals(content(known.get(other))))
          .findFirst()
          .ifPresent(
              other -> add(revision, said.remove(revision), known.remove(other), Why.revision));
    }
  }

  private void rest() {
    var revisions = new TreeSet<>(said.keySet());
    revisions.addAll(known.keySet());
    for (int revision : revisions) {
      String was = said.getOrDefault(revision, "");
      String is = known.getOrDefault(revision, "");
      add(revision, was, is, why(was, is));
    }
  }

  private static Why why(String said, String known) {
    if (said.isEmpty()) {
      return Why.missing_row;
    }
    if (known.isEmpty()) {
      return Why.inserted_row;
    }
    boolean otherRules = differing(said, known).stream().anyMatch(VERSIONS::contains);
    return otherRules ? Why.rule_version : Why.altered_row;
  }

  private void add(int revision, String said, String known, Why why) {
    JsonNode row = row(said.isEmpty() ? known : said);
    found.add(
        new Difference(
            table,
            unit,
            revision,
            row.path("area_id").asText(),
            row.path("commitment_id").asText(),
            ServiceDates.parse(row.path("service_date").asText()),
            said,
            known,
            said.isEmpty() || known.isEmpty() ? List.of() : differing(said, known),
            why));
  }

  private static List<String> differing(String said, String known) {
    JsonNode was = row(said);
    JsonNode is = row(known);
    return is.properties().stream()
        .filter(column -> !column.getValue().equals(was.get(column.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static ObjectNode content(String row) {
    ObjectNode content = row(row);
    content.remove(REVISION);
    return content;
  }

  private static ObjectNode row(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a row that is no JSON: " + json, e);
    }
  }
}
