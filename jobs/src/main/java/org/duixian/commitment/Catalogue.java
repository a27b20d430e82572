package org.duixian.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.duixian.area.AnnouncedException;
import org.duixian.area.Baseline;
import org.duixian.area.Registry;
import org.duixian.area.Scope;
import org.duixian.area.Source;
import org.duixian.commitment.Commitment.Words;
import org.duixian.event.EventTypes;

/** The commitments in force and the time rules of their streams, read from reviewed YAML files. */
public final class Catalogue implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String STREAMS_FILE = "streams.yaml";

  private final HashMap<String, Commitment> commitments = new HashMap<>();
  private final HashMap<String, StreamRules> streams = new HashMap<>();
  private final ArrayList<Commitment> gaps = new ArrayList<>();
  private List<String> streamNames = List.of();
  private final HashMap<String, ArrayList<Commitment>> byEventType = new HashMap<>();
  private final EnumMap<Scope, HashMap<String, ArrayList<Commitment>>> ofStream =
      new EnumMap<>(Scope.class);

  private Catalogue() {}

  /**
   * Reads {@code streams.yaml} and every {@code C05.yaml}-like file of a directory.
   *
   * @throws CatalogueException listing every problem with its file, key and value
   */
  public static Catalogue load(Path directory, EventTypes types) {
    var catalogue = new Catalogue();
    var problems = new ArrayList<String>();
    catalogue.readStreams(directory.resolve(STREAMS_FILE), problems);
    for (Path path : files(directory)) {
      String name = path.getFileName().toString();
      if (!name.endsWith(".yaml")) {
        problems.add("%s: name '%s' does not end in .yaml".formatted(name, name));
        continue;
      }
      new ReviewedYaml(path, problems)
          .read(new TypeReference<CommitmentFile>() {})
          .map(file -> new CommitmentCompiler(name, file, types, problems).compile())
          .ifPresent(
              commitment -> {
                catalogue.checkStream(name, commitment, problems);
                catalogue.add(commitment);
              });
    }
    if (problems.isEmpty()) {
      catalogue.gaps.forEach(gap -> catalogue.checkCompared(gap, problems));
    }
    if (catalogue.commitments.isEmpty() && problems.isEmpty()) {
      problems.add(directory + ": holds no commitment, such as C05.yaml");
    }
    if (!problems.isEmpty()) {
      throw new CatalogueException(problems);
    }
    catalogue.gaps.replaceAll(catalogue::nameReasons);
    catalogue.streamNames = catalogue.streams.keySet().stream().sorted().toList();
    return catalogue;
  }

  public List<Commitment> all() {
    return commitments.values().stream().sorted(Comparator.comparing(Commitment::id)).toList();
  }

  public Optional<Commitment> find(String id) {
    return Optional.ofNullable(commitments.get(id));
  }

  public Commitment get(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no commitment " + id));
  }

  /** The commitments that are held to what was supplied before, in the order of their ids. */
  public List<Commitment> ofSupply() {
    return all().stream().filter(Commitment::hasBaseline).toList();
  }

  /** The commitments that set others against those at the seat. */
  public List<Commitment> gaps() {
    return gaps;
  }

  /** The streams that have time rules. */
  public List<String> streams() {
    return streamNames;
  }

  public StreamRules rules(String stream) {
    StreamRules rules = streams.get(stream);
    if (rules == null) {
      throw new IllegalArgumentException("stream " + stream + " is not in " + STREAMS_FILE);
    }
    return rules;
  }

  /**
   * Refuses reference data with sources of a stream that has no time rules, with exceptions from
   * commitments that there are not or that allow none, or with baselines that nothing would be held
   * to.
   *
   * @throws CatalogueException naming each such stream and one of its sources, each such exception,
   *     and each commitment that is not one against a baseline, or does not count the unit
   */
  public void requireRulesFor(Registry registry) {
    var problems = new LinkedHashSet<String>();
    var missing = new TreeMap<String, String>();
    for (Source source : registry.sources()) {
      if (!streams.containsKey(source.stream())) {
        missing.putIfAbsent(source.stream(), source.source());
      }
    }
    missing.forEach(
        (stream, source) ->
            problems.add(
                "%s: '%s' is missing, the stream of source %s of the reference data"
                    .formatted(STREAMS_FILE, stream, source)));
    for (AnnouncedException exception : registry.exceptions()) {
      exception.commitments().forEach(id -> checkExcepted(id, exception, problems));
    }
    for (Baseline each : registry.baselines().all()) {
      var commitment = find(each.commitmentId()).orElse(null);
      if (commitment == null) {
        continue; // nothing of the kind was promised here
      }
      if (!commitment.hasBaseline()) {
        problems.add(
            "baselines.csv: commitment_id '%s' is no commitment with meter baseline"
                .formatted(each.commitmentId()));
      } else if (!commitment.unit().en().equals(each.unit())) {
        problems.add(
            "baselines.csv: unit '%s' is not that of %s, which is '%s'"
                .formatted(each.unit(), each.commitmentId(), commitment.unit().en()));
      }
    }
    if (!problems.isEmpty()) {
      throw new CatalogueException(new ArrayList<>(problems));
    }
  }

  private void checkExcepted(String id, AnnouncedException exception, Collection<String> problems) {
    Commitment commitment = commitments.get(id);
    if (commitment == null || !commitment.exceptions()) {
      problems.add(
          "%s 'commitments' value '%s': %s"
              .formatted(
                  exception.commitmentsAt(),
                  id,
                  commitment == null ? "no such commitment" : "allows no exceptions"));
    }
  }

  /** The commitments that listen to an event type. */
  List<Commitment> listeners(String eventType) {
    List<Commitment> listeners = byEventType.get(eventType);
    return listeners == null ? List.of() : listeners;
  }

  /** The commitments of a stream that are about something. */
  public List<Commitment> ofStream(String stream, Scope scope) {
    var ofScope = ofStream.get(scope);
    List<Commitment> found = ofScope == null ? null : ofScope.get(stream);
    return found == null ? List.of() : found;
  }

  /** Those that are about any of several things. */
  List<Commitment> ofStream(String stream, Set<Scope> scopes) {
    if (scopes.size() == 1) {
      return ofStream(stream, scopes.iterator().next());
    }
    var all = new ArrayList<Commitment>();
    scopes.forEach(scope -> all.addAll(ofStream(stream, scope)));
    return all;
  }

  private void checkCompared(Commitment gap, List<String> problems) {
    for (String id : ((GapMeter) gap.meter()).compared()) {
      Commitment other = commitments.get(id);
      if (other == null || other.isGap() || other.isDated() || other.isSupply()) {
        problems.add(
            "%s.yaml: compare '%s' %s"
                .formatted(
                    gap.id(),
                    id,
                    other == null ? "is no commitment" : "has no share of independent units"));
      }
    }
  }

  /** What is lost to a gap is a commitment, and its name the reason. */
  private Commitment nameReasons(Commitment gap) {
    var reasons = new LinkedHashMap<>(gap.reasons());
    for (String id : ((GapMeter) gap.meter()).compared()) {
      Words name = get(id).name();
      reasons.put(id, new Words("“" + name.zh() + "”低于驻地", "\"" + name.en() + "\" below the seat"));
    }
    Commitment named = gap.withReasons(reasons);
    commitments.put(gap.id(), named);
    return named;
  }

  private void checkStream(String fileName, Commitment commitment, List<String> problems) {
    if (!commitment.isGap() && !streams.containsKey(commitment.stream())) {
      problems.add(
          "%s: stream '%s' is not in %s".formatted(fileName, commitment.stream(), STREAMS_FILE));
    }
  }

  private void add(Commitment commitment) {
    commitments.put(commitment.id(), commitment);
    if (commitment.isGap()) {
      gaps.add(commitment);
      return;
    }
    ofStream
        .computeIfAbsent(commitment.scope(), s -> new HashMap<>())
        .computeIfAbsent(commitment.stream(), s -> new ArrayList<>())
        .add(commitment);
    for (String type : commitment.meter().eventTypes()) {
      byEventType.computeIfAbsent(type, t -> new ArrayList<>()).add(commitment);
    }
  }

  private record Times(
      @JsonProperty(required = true) Duration grace,
      @JsonProperty(required = true) Duration silentAfter) {}

  private void readStreams(Path path, List<String> problems) {
    new ReviewedYaml(path, problems)
        .read(new TypeReference<Map<String, Times>>() {})
        .ifPresent(times -> times.forEach((stream, each) -> addStream(stream, each, problems)));
  }

  private void addStream(String stream, Times times, List<String> problems) {
    if (times == null
        || times.grace == null
        || times.silentAfter == null
        || times.grace.isNegative()
        || times.silentAfter.compareTo(Duration.ZERO) <= 0) {
      problems.add(
          "%s: %s '%s' needs a grace ≥ 0 and a silent_after > 0"
              .formatted(STREAMS_FILE, stream, times));
      return;
    }
    streams.put(
        stream, new StreamRules(stream, times.grace.toMillis(), times.silentAfter.toMillis()));
  }

  private static List<Path> files(Path directory) {
    try (var found = Files.list(directory)) {
      return found
          .filter(path -> path.getFileName().toString().matches("(?i).*\\.ya?ml"))
          .filter(path -> !path.getFileName().toString().equals(STREAMS_FILE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't list the commitments in " + directory, e);
    }
  }

  /** The keys of a commitment's file, in the order in which people read them. */
  public static List<String> keys() {
    return Arrays.stream(CommitmentFile.class.getRecordComponents())
        .map(key -> PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(key.getName()))
        .toList();
  }
}
