package org.duixian.local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.Commitment.Words;
import org.duixian.event.EventTypes;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints docs/commitments.md: each promise and what measures it, each commitment and its terms. */
@Command(
    name = "commitments",
    mixinStandardHelpOptions = true,
    description = "Prints what was promised and which commitment measures it, as Markdown.")
final class CommitmentsCommand implements Callable<Integer> {
  @Mixin private CommitmentsOption commitments;

  @Spec private CommandSpec spec;

  /**
   * A promise of the reform.
   *
   * @param instead why no commitment of its own measures it, or null
   */
  record Promise(String zh, String en, Words instead) {}

  /**
   * What should grow in the longer run.
   *
   * @param promise the promises that its measures are about
   * @param reported the promises about which its measures only repeat what was reported
   * @param measures what v_growth has of it, by its name there
   */
  record Growth(
      String zh,
      String en,
      List<String> promise,
      List<String> reported,
      Map<String, Words> measures) {
    Growth {
      promise = promise == null ? List.of() : promise;
      reported = reported == null ? List.of() : reported;
      measures = measures == null ? Map.of() : measures;
    }
  }

  @Override
  public Integer call() {
    var promises = promises(Home.dir().resolve("schemas/promises.yaml"));
    var growth = growth(Home.dir().resolve("schemas/growth.yaml"));
    var catalogue = commitments.catalogue(EventTypes.load());
    PrintWriter out = spec.commandLine().getOut();
    markdown(promises, catalogue, growth).forEach(line -> out.print(line + "\n"));
    out.flush();
    return 0;
  }

  static Map<String, Promise> promises(Path file) {
    return read(file, new TypeReference<LinkedHashMap<String, Promise>>() {});
  }

  static Map<String, Growth> growth(Path file) {
    return read(file, new TypeReference<LinkedHashMap<String, Growth>>() {});
  }

  private static <T> T read(Path file, TypeReference<T> type) {
    try {
      return new YAMLMapper().readValue(file.toFile(), type);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  /**
   * The document.
   *
   * @throws UnusableInput if a commitment or a growth measure names a promise that there is not, or
   *     one is both measured and said to be answered otherwise
   */
  static List<String> markdown(
      Map<String, Promise> promises, Catalogue catalogue, Map<String, Growth> growth) {
    var measuredBy = new LinkedHashMap<String, List<String>>();
    promises.keySet().forEach(id -> measuredBy.put(id, new ArrayList<>()));
    for (Commitment each : catalogue.all()) {
      answers(each.promises(), link(each.id()), each.id() + ".yaml", measuredBy);
    }
    growth.forEach(
        (id, each) -> {
          answers(each.promise, link(id), "growth.yaml: " + id, measuredBy);
          String reported = link(id) + " (据上报 · as reported)";
          answers(each.reported, reported, "growth.yaml: " + id, measuredBy);
        });
    var lines = new ArrayList<String>();
    lines.add("# What was promised, and what measures it · 承诺与兑现项");
    lines.add("");
    lines.add(
        "Made by `./duixian commitments` from [schemas/promises.yaml](../schemas/promises.yaml),"
            + " [schemas/commitments](../schemas/commitments) and"
            + " [schemas/growth.yaml](../schemas/growth.yaml).");
    lines.add("");
    lines.add("| | 承诺 | Promise | 兑现项 Commitments |");
    lines.add("|---|---|---|---|");
    promises.forEach(
        (id, promise) ->
            lines.add(
                "| %s | %s | %s | %s |"
                    .formatted(id, promise.zh, promise.en, answer(id, promise, measuredBy))));
    lines.add("");
    lines.add("| | 兑现项 | Commitment | meter | counted for | objective | needs in 28 days |");
    lines.add("|---|---|---|---|---|---|---|");
    for (Commitment each : catalogue.all()) {
      lines.add(
          "| <a id=\"%1$s\"></a>[%1$s](../schemas/commitments/%1$s.yaml) | %2$s | %3$s | %4$s | %5$s | %6$s %% | %7$d %8$s%9$s |"
              .formatted(
                  each.id(),
                  each.name().zh(),
                  each.name().en(),
                  each.meter().kind(),
                  each.isGap() ? "former township" : each.attribution(),
                  percent(each.objective()),
                  each.minSample28(),
                  each.unitsPerSample() == 1 ? each.unit().en() : "hours",
                  each.isStanding() ? " at a time" : ""));
    }
    lines.add("");
    lines.add(
        "What should grow is reported by quarter and never alerted, by the view `v_growth`"
            + " ([schemas/clickhouse/003_growth.sql](../schemas/clickhouse/003_growth.sql)).");
    lines.add("");
    lines.add("| | 增长指标 | Growth | in `v_growth` | 衡量什么 | What it measures |");
    lines.add("|---|---|---|---|---|---|");
    growth.forEach((id, each) -> addRows(id, each, lines));
    return lines;
  }

  private static void addRows(String id, Growth growth, List<String> lines) {
    var name = "| <a id=\"%1$s\"></a>%1$s | %2$s | %3$s |".formatted(id, growth.zh, growth.en);
    for (var each : growth.measures.entrySet()) {
      var words = each.getValue();
      lines.add("%s %s | %s | %s |".formatted(name, each.getKey(), words.zh(), words.en()));
      name = "| | | |";
    }
  }

  private static String link(String id) {
    return "[%1$s](#%1$s)".formatted(id);
  }

  private static void answers(
      List<String> promises, String answer, String where, Map<String, List<String>> measuredBy) {
    for (String id : promises) {
      if (!measuredBy.containsKey(id)) {
        throw new UnusableInput("%s: promise '%s' does not exist".formatted(where, id));
      }
      measuredBy.get(id).add(answer);
    }
  }

  private static String answer(String id, Promise promise, Map<String, List<String>> measuredBy) {
    List<String> commitments = measuredBy.get(id);
    if (promise.instead != null && !commitments.isEmpty()) {
      throw new UnusableInput(
          "promises.yaml: %s is measured by %s, and has an 'instead'".formatted(id, commitments));
    }
    if (promise.instead != null) {
      return promise.instead.zh() + " · " + promise.instead.en();
    }
    return commitments.isEmpty() ? "尚未衡量 · not measured yet" : String.join(", ", commitments);
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
  }
}
