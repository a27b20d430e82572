package org.duixian.area;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duixian.calendar.ServiceDates;

/**
 * What {@code reference.yaml} says about a set of reference data as a whole.
 *
 * @param city the city's slug
 * @param nameZh Chinese name
 * @param nameEn English name
 * @param simulated true if places and events are invented
 * @param version version of the set
 * @param note what a reader must know, or empty
 * @param attribution whom the data come from, with licences
 */
record City(
    String city,
    String nameZh,
    String nameEn,
    boolean simulated,
    String version,
    String note,
    List<String> attribution)
    implements Serializable {

  static final String FILE = "reference.yaml";

  private static final Set<String> REQUIRED =
      Set.of("city", "name.zh", "name.en", "simulated", "version", "zone");
  private static final Set<String> KNOWN =
      Set.of("city", "name.zh", "name.en", "simulated", "version", "zone", "note", "attribution");
  private static final YAMLFactory YAML = new YAMLFactory();

  /** Reads the file; null, with problems noted, if it is not usable. */
  static City read(Path dir, Problems problems) {
    var text = ReferenceTable.text(dir.resolve(FILE), FILE, problems);
    if (text == null) {
      return null;
    }
    var values = new HashMap<String, String>();
    var attribution = new ArrayList<String>();
    try (var parser = YAML.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        problems.add(FILE + ":1", "must be a mapping");
        return null;
      }
      read(parser, "", values, attribution, problems);
    } catch (IOException e) {
      problems.add(FILE, "is not YAML: " + e.getMessage());
      return null;
    }
    for (var name : REQUIRED.stream().sorted().toList()) {
      if (values.getOrDefault(name, "").isEmpty()) {
        problems.add(FILE, "missing '" + name + "'");
      }
    }
    return new City(
        values.getOrDefault("city", ""),
        values.getOrDefault("name.zh", ""),
        values.getOrDefault("name.en", ""),
        values.getOrDefault("simulated", "").equals("true"),
        values.getOrDefault("version", ""),
        values.getOrDefault("note", "").strip(),
        List.copyOf(attribution));
  }

  private static void read(
      YAMLParser parser,
      String prefix,
      Map<String, String> values,
      List<String> attribution,
      Problems problems)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = prefix + parser.currentName();
      var at = parser.currentTokenLocation();
      var line = at.getLineNr();
      var column = at.getColumnNr();
      var token = parser.nextToken();
      if (token == JsonToken.START_OBJECT && name.equals("name")) {
        read(parser, "name.", values, attribution, problems);
      } else if (token == JsonToken.START_ARRAY && name.equals("attribution")) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          attribution.add(parser.getText());
          parser.skipChildren();
        }
      } else if (!KNOWN.contains(name)) {
        problems.add(FILE, line, column, name, parser.getText(), "unknown key");
        parser.skipChildren();
      } else if (token.isStructEnd() || token.isStructStart() || name.equals("attribution")) {
        problems.add(FILE, line, column, name, parser.getText(), "of the wrong kind");
        parser.skipChildren();
      } else {
        var value = parser.getText();
        if (values.putIfAbsent(name, value) != null) {
          problems.add(FILE, line, column, name, value, "given twice");
        }
        check(name, value, line, column, problems);
      }
    }
  }

  private static void check(String name, String value, int line, int column, Problems problems) {
    if (name.equals("simulated") && !value.equals("true") && !value.equals("false")) {
      problems.add(FILE, line, column, name, value, "must be true or false");
    }
    if (name.equals("zone") && !value.equals(ServiceDates.ZONE)) {
      problems.add(FILE, line, column, name, value, "must be " + ServiceDates.ZONE);
    }
    if (name.equals("version") && !value.matches("[A-Za-z0-9._-]{1,64}")) {
      problems.add(FILE, line, column, name, value, "must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    if (name.equals("city") && !value.matches("[a-z0-9-]{1,64}")) {
      problems.add(FILE, line, column, name, value, "must be 1 to 64 of a-z 0-9 -");
    }
  }
}
