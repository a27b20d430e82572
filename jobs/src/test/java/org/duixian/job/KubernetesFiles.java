package org.duixian.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** {@code kustomization.yaml} and what it names, as the tests look at it: anchors resolved. */
final class KubernetesFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> resources = new ArrayList<>();
  private final Map<String, Map<String, Path>> configMaps = new TreeMap<>();

  private KubernetesFiles() {}

  static KubernetesFiles read() throws IOException {
    var files = new KubernetesFiles();
    JsonNode kustomization = documents(ComposeFile.HOME.resolve("kustomization.yaml")).get(0);
    for (String file : ComposeFile.texts(kustomization.path("resources"))) {
      for (JsonNode document : documents(ComposeFile.HOME.resolve(file))) {
        if (document.path("kind").asText().equals("List")) {
          document.path("items").forEach(files.resources::add);
        } else {
          files.resources.add(document);
        }
      }
    }
    for (JsonNode map : kustomization.path("configMapGenerator")) {
      var content = new TreeMap<String, Path>();
      ComposeFile.texts(map.path("files")).stream()
          .map(ComposeFile.HOME::resolve)
          .forEach(file -> content.put(file.getFileName().toString(), file));
      files.configMaps.put(map.path("name").asText(), content);
    }
    return files;
  }

  private static List<JsonNode> documents(Path file) throws IOException {
    var documents = new ArrayList<JsonNode>();
    for (Object document : new Yaml().loadAll(Files.readString(file))) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }

  List<JsonNode> resources() {
    return resources;
  }

  /** Those of one kind. */
  Stream<JsonNode> all(String kind) {
    return resources.stream().filter(resource -> resource.path("kind").asText().equals(kind));
  }

  JsonNode resource(String kind, String name) {
    return all(kind)
        .filter(resource -> resource.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no " + kind + " " + name));
  }

  /** What each ConfigMap is made of: its name → its keys → the files here. */
  Map<String, Map<String, Path>> configMaps() {
    return configMaps;
  }

  /** What the pods of a StatefulSet mount from this repository: the path there → the one here. */
  Map<String, Path> mounts(String statefulSet) {
    JsonNode pod = resource("StatefulSet", statefulSet).at("/spec/template/spec");
    var mounts = new TreeMap<String, Path>();
    for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
      for (JsonNode volume : pod.path("volumes")) {
        if (volume.path("name").equals(mount.path("name"))) {
          Map<String, Path> content = configMaps.get(volume.at("/configMap/name").asText());
          mounts.put(
              mount.path("mountPath").asText(),
              mount.has("subPath")
                  ? content.get(mount.path("subPath").asText())
                  : content.values().iterator().next().getParent());
        }
      }
    }
    return mounts;
  }
}
