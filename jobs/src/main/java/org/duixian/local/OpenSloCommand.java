package org.duixian.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.event.EventTypes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Prints the catalogue as OpenSLO v1: a service per stream, an SLO per commitment. What OpenSLO has
 * no word for is said in comments, not bent into something else.
 */
@Command(
    name = "openslo",
    mixinStandardHelpOptions = true,
    description = "Prints the commitments as OpenSLO v1 YAML.")
final class OpenSloCommand implements Callable<Integer> {
  private static final String VERSION = "openslo/v1";
  private static final ObjectWriter YAML =
      YAMLMapper.builder().enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).build().writer();

  @Mixin private CommitmentsOption commitments;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(document(commitments.catalogue(EventTypes.load())));
    out.flush();
    return 0;
  }

  static String document(Catalogue catalogue) {
    var text = new StringBuilder();
    text.append(
        """
        # Not said here, for want of a word in OpenSLO v1: the verdicts at_risk, too_few and no_data
        # (Wilson bounds and CUSUM, docs/decisions/005), the least sample, and the hard rules:
        """);
    for (Commitment each : catalogue.all()) {
      if (!each.hardRule().isEmpty()) {
        text.append("#   %s: %s%n".formatted(each.id(), each.hardRule()));
      }
    }
    text.append(
        """
        # Nor those that promise every unit, as a target is below 1 in OpenSLO v1, and those of which
        # each day says how things stand, so that there is no rolling window:
        """);
    var slos = new ArrayList<Commitment>();
    for (Commitment each : catalogue.all()) {
      if (each.objective() < 1 && !each.isStanding()) {
        slos.add(each);
      } else {
        text.append("#   %s: %s%n".formatted(each.id(), each.name().en()));
      }
    }
    slos.stream()
        .map(Commitment::stream)
        .distinct()
        .sorted()
        .forEach(stream -> text.append(yaml(service(stream))));
    slos.forEach(each -> text.append(yaml(slo(each))));
    return text.toString();
  }

  private static Map<String, Object> service(String stream) {
    return object(
        "Service",
        stream,
        stream,
        Map.of("description", "What sources of the stream " + stream + " report"));
  }

  private static Map<String, Object> slo(Commitment commitment) {
    var name = commitment.id().toLowerCase(Locale.ROOT) + "-" + commitment.slug();
    var indicator = new LinkedHashMap<String, Object>();
    indicator.put("metadata", Map.of("name", name + "-sli"));
    var ratio = new LinkedHashMap<String, Object>();
    ratio.put("counter", false);
    ratio.put("good", source("good", commitment));
    ratio.put("total", source("total", commitment));
    indicator.put("spec", Map.of("ratioMetric", ratio));
    var window = new LinkedHashMap<String, Object>();
    window.put("duration", "28d");
    window.put("isRolling", true);
    var objective = new LinkedHashMap<String, Object>();
    objective.put("displayName", commitment.name().zh());
    objective.put("target", commitment.objective());
    var body = new LinkedHashMap<String, Object>();
    body.put(
        "description",
        "%s (%s; unit: %s; version %s)"
            .formatted(
                commitment.name().en(),
                String.join(", ", commitment.promises()),
                commitment.unit().en(),
                commitment.version()));
    body.put("service", commitment.stream());
    body.put("indicator", indicator);
    body.put("timeWindow", List.of(window));
    body.put("budgetingMethod", "Occurrences");
    body.put("objectives", new ArrayList<>(List.of(objective)));
    return object("SLO", name, commitment.name().zh(), body);
  }

  /**
   * Per former township and service day; a reader sums over the area and the window it asks for.
   */
  private static Map<String, Object> source(String column, Commitment commitment) {
    var source = new LinkedHashMap<String, Object>();
    source.put("type", "ClickHouse");
    source.put(
        "spec",
        Map.of(
            "query",
            "SELECT area_id, service_date, %s FROM duixian.v_levels WHERE commitment_id = '%s' AND window_days = 1"
                .formatted(column, commitment.id())));
    return Map.of("metricSource", source);
  }

  private static Map<String, Object> object(
      String kind, String name, String displayName, Map<String, Object> body) {
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("name", name);
    metadata.put("displayName", displayName);
    var object = new LinkedHashMap<String, Object>();
    object.put("apiVersion", VERSION);
    object.put("kind", kind);
    object.put("metadata", metadata);
    object.put("spec", body);
    return object;
  }

  private static String yaml(Object object) {
    try {
      return YAML.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
