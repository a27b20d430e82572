package org.duixian.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.util.TimeUtils;

/**
 * The settings of a job as given: {@code --key value …}, and {@code --settings FILE} for a
 * properties file, which the arguments override and which is the place for passwords.
 *
 * <p>Each key is asked for once, with its default; then {@link #refuseUnknown} stops start-up if
 * one was given that nobody asked for, so that a misspelt key is never silently a default.
 */
public final class Options {

  private final Map<String, String> given;
  private final TreeSet<String> known = new TreeSet<>(List.of("settings"));

  private Options(Map<String, String> given) {
    this.given = given;
  }

  /** Reads the arguments of a job's main method. */
  public static Options of(String... arguments) {
    var given = new LinkedHashMap<String, String>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--") || arguments[i].length() == 2) {
        throw new IllegalArgumentException(
            "'%s' where a setting should be: --key value".formatted(arguments[i]));
      }
      String key = arguments[i].substring(2);
      if (i + 1 == arguments.length) {
        throw new WrongSetting(key, "has no value");
      }
      if (given.put(key, arguments[i + 1]) != null) {
        throw new WrongSetting(key, "is given twice");
      }
    }
    var all = new TreeMap<String, String>();
    if (given.containsKey("settings")) {
      all.putAll(file(Path.of(given.get("settings"))));
    }
    all.putAll(given);
    return new Options(all);
  }

  private static Map<String, String> file(Path path) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new WrongSetting("settings", "names a file that cannot be read: " + e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, properties::getProperty));
  }

  /** A text that must be given. */
  public String text(String key) {
    String value = find(key);
    if (value == null || value.isBlank()) {
      throw new WrongSetting(key, "is missing");
    }
    return value;
  }

  public String text(String key, String otherwise) {
    String value = find(key);
    return value == null ? otherwise : value;
  }

  /** Texts separated by commas, at least one. */
  public List<String> texts(String key, String otherwise) {
    var texts =
        Arrays.stream(text(key, otherwise).split(","))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    if (texts.isEmpty()) {
      throw new WrongSetting(key, "must name at least one, separated by commas");
    }
    return texts;
  }

  /** A whole number between two bounds, both included. */
  public int whole(String key, int otherwise, int least, int most) {
    String value = text(key, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new WrongSetting(
        key, "must be a whole number from %d to %d, not '%s'".formatted(least, most, value));
  }

  /** A positive duration such as {@code 500ms}, {@code 10s}, {@code 5min} or {@code 1h}. */
  public Duration duration(String key, String otherwise) {
    String value = text(key, otherwise);
    try {
      Duration duration = TimeUtils.parseDuration(value);
      if (duration.toMillis() > 0) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new WrongSetting(
        key, "must be a duration such as 500ms, 10s or 5min, not '%s'".formatted(value));
  }

  public boolean yes(String key, boolean otherwise) {
    String value = text(key, Boolean.toString(otherwise));
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new WrongSetting(key, "must be true or false, not '" + value + "'");
    };
  }

  /** One of the names of an enum. */
  public <E extends Enum<E>> E oneOf(String key, E otherwise) {
    String value = text(key, otherwise.name());
    E[] constants = otherwise.getDeclaringClass().getEnumConstants();
    for (E constant : constants) {
      if (constant.name().equals(value)) {
        return constant;
      }
    }
    throw new WrongSetting(
        key, "must be one of %s, not '%s'".formatted(Arrays.toString(constants), value));
  }

  /** All that is given below a prefix such as {@code kafka.}, without it. */
  public Map<String, String> below(String prefix) {
    var found = new TreeMap<String, String>();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            known.add(key);
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** Stops start-up if a setting was given that nobody asked for. */
  public void refuseUnknown() {
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        throw new WrongSetting(key, "is unknown; there are " + String.join(", ", known));
      }
    }
  }

  private String find(String key) {
    known.add(key);
    return given.get(key);
  }
}
