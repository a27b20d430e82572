package org.duixian.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code docker-compose.yml} as the tests look at it: anchors and merges resolved, variables filled
 * in.
 */
final class ComposeFile {
  static final Path HOME = Path.of(System.getProperty("duixian.home"));

  private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)([^}]*)}");

  private final String text;
  private final JsonNode tree;

  private ComposeFile(String text, JsonNode tree) {
    this.text = text;
    this.tree = tree;
  }

  /** Reads it with these values for its variables; one that is not given is an error. */
  static ComposeFile with(Map<String, String> variables) throws IOException {
    String text = Files.readString(HOME.resolve("docker-compose.yml"));
    String filled =
        VARIABLE
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(value(variables, found.group(1))));
    // Jackson's YAML knows no merge keys.
    Object merged = new Yaml().load(filled);
    return new ComposeFile(text, new ObjectMapper().valueToTree(merged));
  }

  private static String value(Map<String, String> variables, String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("docker-compose.yml asks for " + name);
    }
    return value;
  }

  /** Each variable that it asks for, and what it says should happen when there is none. */
  Map<String, TreeSet<String>> variables() {
    var found = new TreeMap<String, TreeSet<String>>();
    VARIABLE
        .matcher(text)
        .results()
        .forEach(
            variable ->
                found
                    .computeIfAbsent(variable.group(1), name -> new TreeSet<>())
                    .add(variable.group(2)));
    return found;
  }

  Map<String, JsonNode> services() {
    var services = new TreeMap<String, JsonNode>();
    tree.path("services")
        .properties()
        .forEach(service -> services.put(service.getKey(), service.getValue()));
    return services;
  }

  JsonNode service(String name) {
    JsonNode service = tree.at("/services/" + name);
    if (service.isMissingNode()) {
      throw new IllegalStateException("there is no service " + name);
    }
    return service;
  }

  /** What a service's job is given: all that follows its class on the command line. */
  List<String> jobArguments(String service) {
    List<String> command = texts(service(service).path("command"));
    return command.subList(command.indexOf("--job-classname") + 2, command.size());
  }

  /** What a service mounts from this repository: the path in the container → the one here. */
  Map<String, Path> mounts(String service) {
    var mounts = new TreeMap<String, Path>();
    for (JsonNode volume : service(service).path("volumes")) {
      if (volume.isObject()) {
        mounts.put(volume.path("target").asText(), here(volume.path("source").asText()));
      } else if (volume.asText().startsWith("./")) {
        String[] parts = volume.asText().split(":");
        mounts.put(parts[1], here(parts[0]));
      }
    }
    return mounts;
  }

  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Path here(String path) {
    return HOME.resolve(path).normalize();
  }
}
