package org.duixian.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds every key of a YAML file that its records do not have, before they are read: a misspelt key
 * would else be one that is missing.
 */
final class UnknownKeys {
  /** A key that differs by no more letters was meant. */
  private static final int MISSPELT = 2;

  private final ObjectMapper yaml;
  private final String file;
  private final List<String> problems;

  UnknownKeys(ObjectMapper yaml, String file, List<String> problems) {
    this.yaml = yaml;
    this.file = file;
    this.problems = problems;
  }

  /** Notes each with its place and the keys that there may be; fails where it is no YAML. */
  void find(Path path, JavaType type) throws IOException {
    try (JsonParser in = yaml.createParser(path.toFile())) {
      in.nextToken();
      look(in, type, "");
    }
  }

  private void look(JsonParser in, JavaType type, String at) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT && type.isRecordType()) {
      Map<String, JavaType> known = keys(type);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        JsonLocation place = in.currentTokenLocation();
        in.nextToken();
        if (known.containsKey(key)) {
          look(in, known.get(key), below(at, key));
        } else {
          problems.add(
              "%s:%d:%d: '%s' is no key here; %s"
                  .formatted(
                      file,
                      place.getLineNr(),
                      place.getColumnNr(),
                      below(at, key),
                      instead(key, known)));
          in.skipChildren();
        }
      }
    } else if (in.currentToken() == JsonToken.START_OBJECT && type.isMapLikeType()) {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        in.nextToken();
        look(in, type.getContentType(), below(at, key));
      }
    } else if (in.currentToken() == JsonToken.START_ARRAY && type.isCollectionLikeType()) {
      for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
        look(in, type.getContentType(), at + '[' + i + ']');
      }
    } else {
      in.skipChildren();
    }
  }

  private static String below(String at, String key) {
    return at.isEmpty() ? key : at + '.' + key;
  }

  private Map<String, JavaType> keys(JavaType type) {
    var keys = new TreeMap<String, JavaType>();
    for (RecordComponent each : type.getRawClass().getRecordComponents()) {
      keys.put(name(each), yaml.constructType(each.getGenericType()));
    }
    return keys;
  }

  private static String name(RecordComponent component) {
    var named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null || named.value().isEmpty()
        ? SnakeCaseStrategy.INSTANCE.translate(component.getName())
        : named.value();
  }

  private static String instead(String key, Map<String, JavaType> known) {
    var nearest =
        known.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    each -> distance(each, key), TreeMap::new, Collectors.toList()))
            .firstEntry();
    String all = "there may be " + String.join(", ", known.keySet());
    boolean plain =
        nearest.getKey() <= Math.min(MISSPELT, key.length() / 2) && nearest.getValue().size() == 1;
    return plain ? "did you mean '%s'? %s".formatted(nearest.getValue().get(0), all) : all;
  }

  /** How many letters must be put in, taken out or changed to make one of the other. */
  private static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(above[j - 1] + changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[other.length()];
  }
}
