package org.duixian.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A YAML file that people write, read as records. Its keys are looked at before its values: a
 * misspelt key would else be one that is missing.
 */
public final class ReviewedYaml {
  /** A key that differs by no more letters was meant. */
  private static final int MISSPELT = 2;

  private static final ObjectMapper YAML = yaml();

  private final Path path;
  private final String file;
  private final List<String> problems;

  /**
   * @param problems is given each problem, with file, line, column, key and value
   */
  public ReviewedYaml(Path path, List<String> problems) {
    this.path = path;
    this.file = path.getFileName().toString();
    this.problems = problems;
  }

  /** What the file says, or nothing where it has problems. */
  public <T> Optional<T> read(TypeReference<T> type) {
    try {
      byte[] text = Files.readAllBytes(path);
      int before = problems.size();
      try (JsonParser in = YAML.createParser(text)) {
        look(in, YAML.constructType(type));
      }
      if (problems.size() == before) {
        return Optional.of(YAML.readValue(text, type));
      }
    } catch (JsonProcessingException e) {
      problem(e.getLocation(), said(e));
    } catch (IOException e) {
      problems.add("%s: can't be read: %s".formatted(file, e.getMessage()));
    }
    return Optional.empty();
  }

  private void problem(JsonLocation at, String what) {
    problems.add(
        "%s:%d:%d: %s"
            .formatted(
                file, at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr(), what));
  }

  private void look(JsonParser in, JavaType type) throws IOException {
    if (in.nextToken() == null || in.currentToken() == JsonToken.VALUE_NULL) {
      problems.add(file + ": is empty");
      return;
    }
    look(in, type, "");
    if (in.nextToken() != null) {
      problem(in.currentTokenLocation(), "a second document begins; there may be one");
    }
  }

  private void look(JsonParser in, JavaType type, String at) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT && isRecord(type.getRawClass())) {
      lookAtKeys(in, type, at);
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
    } else if (in.currentToken().isScalarValue()
        && in.currentToken() != JsonToken.VALUE_NULL
        && type.isEnumType()) {
      lookAtWord(in, type, at);
    } else {
      in.skipChildren();
    }
  }

  private void lookAtKeys(JsonParser in, JavaType type, String at) throws IOException {
    Map<String, JavaType> known = keys(type);
    JsonLocation start = in.currentTokenLocation();
    Set<String> missing = required(type);
    boolean misspelt = false;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      JsonLocation place = in.currentTokenLocation();
      if (in.nextToken() != JsonToken.VALUE_NULL) {
        missing.remove(key);
      }
      if (known.containsKey(key)) {
        look(in, known.get(key), below(at, key));
      } else {
        problem(place, "'%s' is no key here; %s".formatted(below(at, key), instead(key, known)));
        misspelt = true;
        in.skipChildren();
      }
    }
    if (!misspelt) {
      missing.forEach(key -> problem(start, "'%s' is missing".formatted(below(at, key))));
    }
  }

  private void lookAtWord(JsonParser in, JavaType type, String at) throws IOException {
    var words = Arrays.stream(type.getRawClass().getEnumConstants()).map(Object::toString).toList();
    String word = in.getText();
    if (!words.contains(word)) {
      problem(in.currentTokenLocation(), "%s '%s' is not one of %s".formatted(at, word, words));
    }
  }

  /** Some records are read from a text. */
  private static boolean isRecord(Class<?> type) {
    return type.isRecord() && !type.isAnnotationPresent(JsonDeserialize.class);
  }

  private static String below(String at, String key) {
    return at.isEmpty() ? key : at + '.' + key;
  }

  private static Map<String, JavaType> keys(JavaType type) {
    var keys = new TreeMap<String, JavaType>();
    for (RecordComponent each : type.getRawClass().getRecordComponents()) {
      keys.put(name(each), YAML.constructType(each.getGenericType()));
    }
    return keys;
  }

  private static Set<String> required(JavaType type) {
    return Arrays.stream(type.getRawClass().getRecordComponents())
        .filter(
            each -> {
              var named = each.getAccessor().getAnnotation(JsonProperty.class);
              return named != null && named.required();
            })
        .map(ReviewedYaml::name)
        .collect(Collectors.toCollection(TreeSet::new));
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

  /** What was read is not what was wanted; or it is no YAML, in the words of the parser. */
  private static String said(JsonProcessingException e) {
    if (!(e instanceof MismatchedInputException mismatch) || mismatch.getTargetType() == null) {
      return e.getOriginalMessage();
    }
    if (e instanceof InvalidNullException) {
      return "'%s' has no value".formatted(key(mismatch));
    }
    String value = e instanceof InvalidFormatException format ? " '" + format.getValue() + "'" : "";
    String key = mismatch.getPath().isEmpty() ? "the file" : key(mismatch);
    return "%s%s is not %s".formatted(key, value, wanted(mismatch.getTargetType()));
  }

  /** Such as {@code hall.grace} or {@code units[0].lag.min}. */
  private static String key(JsonMappingException problem) {
    String key = "";
    for (var step : problem.getPath()) {
      key =
          step.getFieldName() == null
              ? key + '[' + step.getIndex() + ']'
              : below(key, step.getFieldName());
    }
    return key;
  }

  private static String wanted(Class<?> type) {
    if (type == Duration.class) {
      return "a duration such as PT20M";
    } else if (type == LocalDate.class) {
      return "a date such as 2020-05-01";
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    } else if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return Map.class.isAssignableFrom(type) || isRecord(type) ? "keys with values" : "a text";
  }

  private static ObjectMapper yaml() {
    var mapper =
        YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addDeserializer(Duration.class, new IsoDuration()))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.TryConvert);
    mapper.setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
    return mapper;
  }
}
