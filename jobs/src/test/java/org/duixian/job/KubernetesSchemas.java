package org.duixian.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The published schemas of what is deployed to Kubernetes: Flink's operator for its own kind,
 * fabric8's models for the others. A field that a schema does not name is a fault here; a cluster
 * would drop it without a word. fabric8's schemas name neither required fields nor permitted
 * values.
 */
final class KubernetesSchemas {
  private static final Path FOLDER = ComposeFile.HOME.resolve("jobs/target/kubernetes");
  private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V7);

  private final JsonNode flinkDeployment;
  private final List<JsonNode> models;

  private KubernetesSchemas(JsonNode flinkDeployment, List<JsonNode> models) {
    this.flinkDeployment = flinkDeployment;
    this.models = models;
  }

  static KubernetesSchemas read() throws IOException {
    JsonNode flink =
        new YAMLMapper()
            .readTree(
                FOLDER
                    .resolve("flink/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml")
                    .toFile());
    var json = new ObjectMapper();
    JsonNode apps = json.readTree(FOLDER.resolve("apps/schema/validation-schema.json").toFile());
    JsonNode policy =
        json.readTree(FOLDER.resolve("policy/schema/validation-schema.json").toFile());
    JsonNode networking =
        json.readTree(FOLDER.resolve("networking/schema/validation-schema.json").toFile());
    List<JsonNode> models = List.of(apps, policy, networking);
    close(flink);
    models.forEach(KubernetesSchemas::close);
    return new KubernetesSchemas(flink, models);
  }

  /** What is wrong with a resource; nothing, if it is as its schema says. */
  List<String> faults(JsonNode resource) {
    return FACTORY.getSchema(schema(resource)).validate(resource).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .toList();
  }

  private JsonNode schema(JsonNode resource) {
    String version = resource.path("apiVersion").asText();
    String kind = resource.path("kind").asText();
    JsonNode group = flinkDeployment.at("/spec/group");
    JsonNode published = flinkDeployment.at("/spec/versions/0");
    if (version.equals(group.asText() + '/' + published.path("name").asText())
        && kind.equals(flinkDeployment.at("/spec/names/kind").asText())) {
      ObjectNode schema = published.at("/schema/openAPIV3Schema").deepCopy();
      // What every kind has goes without saying in a CustomResourceDefinition.
      ObjectNode fields = (ObjectNode) schema.path("properties");
      fields.putObject("apiVersion").put("type", "string");
      fields.putObject("kind").put("type", "string");
      fields.set(
          "metadata",
          schema.at("/properties/spec/properties/podTemplate/properties/metadata").deepCopy());
      return schema;
    }
    for (JsonNode model : models) {
      for (JsonNode definition : model.path("definitions")) {
        if (definition.at("/properties/apiVersion/default").asText().equals(version)
            && definition.at("/properties/kind/default").asText().equals(kind)) {
          ObjectNode schema = definition.deepCopy();
          schema.set("definitions", model.path("definitions"));
          return schema;
        }
      }
    }
    throw new IllegalArgumentException("no schema of " + version + ' ' + kind);
  }

  /** Refuses fields without a name in the schema, and takes out what is no JSON Schema. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.path("required").isBoolean()) {
        object.remove("required");
      }
      String type = object.path("existingJavaType").asText();
      if (type.endsWith("Quantity")) {
        object.removeAll();
        object.putArray("type").add("string").add("number");
      } else if (type.endsWith(".IntOrString")) {
        object.removeAll();
        object.putArray("type").add("string").add("integer");
      } else if (object.path("properties").isObject()
          && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        object.put("additionalProperties", false);
      }
    }
    schema.forEach(KubernetesSchemas::close);
  }
}
