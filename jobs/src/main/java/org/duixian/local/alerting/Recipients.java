package org.duixian.local.alerting;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duixian.commitment.ReviewedYaml;
import org.duixian.local.replay.UnusableInput;

/**
 * Who is told, by role and county: {@code recipients.yaml}, the one file that a county edits. See
 * alerting/README.md for its keys.
 *
 * @param email how e-mail is sent; null where nobody gets any
 * @param wecom the WeCom application that sends; null where nobody uses it
 * @param recordTo where Alertmanager says what it delivered; null where nothing listens
 * @param pace how fast; null for what Duixian proposes
 * @param recipients who is told
 * @param others who is told what nobody above is
 */
public record Recipients(
    Email email,
    WeCom wecom,
    String recordTo,
    Pace pace,
    @JsonProperty(required = true) List<Recipient> recipients,
    @JsonProperty(required = true) Channels others) {
  /** Stands for every county. */
  static final String ANY = "any";

  private static final Pattern ADDRESS = Pattern.compile("[^\\s@,<>]+@[^\\s@,<>]+");
  private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s:/]+:\\d{1,5}");
  private static final Pattern DURATION = Pattern.compile("(\\d+(ms|s|m|h|d))+");
  private static final Pattern PART_OF_DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");

  /**
   * How e-mail is sent.
   *
   * @param username and {@code passwordFile}: both or neither
   * @param requireTls null for yes
   */
  record Email(
      @JsonProperty(required = true) Text from,
      @JsonProperty(required = true) Text smarthost,
      String username,
      String passwordFile,
      Boolean requireTls) {}

  /** The WeCom application that sends. */
  record WeCom(
      @JsonProperty(required = true) String corpId,
      @JsonProperty(required = true) String agentId,
      @JsonProperty(required = true) Text secretFile,
      String apiUrl) {}

  /** Intervals of Alertmanager, such as 30s or 24h; null for what Duixian proposes. */
  record Pace(
      Text groupWait, Text groupInterval, Text repeatRed, Text repeatYellow, Boolean anyHour) {

    /** The same, with what Duixian proposes where it says nothing; null says nothing at all. */
    static Pace orProposed(Pace pace) {
      var given = pace == null ? new Pace(null, null, null, null, null) : pace;
      return new Pace(
          or(given.groupWait, "30s"),
          or(given.groupInterval, "5m"),
          or(given.repeatRed, "72h"),
          or(given.repeatYellow, "96h"),
          Boolean.TRUE.equals(given.anyHour));
    }

    private static Text or(Text text, String otherwise) {
      return text == null ? new Text(otherwise, 0) : text;
    }
  }

  /**
   * One role in one county, or in any.
   *
   * @param streams what it is told of; null for everything
   */
  record Recipient(
      @JsonProperty(required = true) Text role,
      @JsonProperty(required = true) Text county,
      List<Text> streams,
      List<Text> email,
      WeComTo wecom,
      List<Text> webhook) {

    Channels channels() {
      return new Channels(email, wecom, webhook);
    }

    /** As Alertmanager calls it. */
    String receiver() {
      String name = role.value() + "/" + county.value();
      return streams == null
          ? name
          : name + "/" + String.join("+", streams.stream().map(Text::value).sorted().toList());
    }

    boolean isToldOf(String role, String county, String stream) {
      return this.role.value().equals(role)
          && (this.county.value().equals(ANY) || this.county.value().equals(county))
          && (streams == null || streams.stream().anyMatch(each -> each.value().equals(stream)));
    }
  }

  /** Ways to reach somebody; at least one. */
  record Channels(List<Text> email, WeComTo wecom, List<Text> webhook) {

    boolean none() {
      return size(email) + size(webhook) == 0 && wecom == null;
    }

    String inWords() {
      var words = new ArrayList<String>();
      Optional.ofNullable(email).ifPresent(list -> list.forEach(to -> words.add(to.value)));
      if (wecom != null) {
        words.add(
            "WeCom "
                + Stream.of(wecom.user, wecom.party, wecom.tag)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(" ")));
      }
      Optional.ofNullable(webhook).ifPresent(list -> list.forEach(url -> words.add(url.value)));
      return String.join(", ", words);
    }

    private static int size(List<Text> list) {
      return list == null ? 0 : list.size();
    }
  }

  /** Users, parties and tags of WeCom, each {@code a|b|c}. */
  record WeComTo(String user, String party, String tag) {
    boolean nobody() {
      return user == null && party == null && tag == null;
    }
  }

  /** A text, and the line on which it stands. */
  @JsonDeserialize(using = ReadText.class)
  record Text(String value, int line) {}

  /** How long a duration is as Alertmanager writes it, such as 1h30m. */
  static long millis(Text duration) {
    return PART_OF_DURATION
        .matcher(duration.value)
        .results()
        .mapToLong(part -> Long.parseLong(part.group(1)) * unitMillis(part.group(2)))
        .sum();
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }

  /** The same people, of whom none is told, but only that they would be. */
  public Recipients recordedOnly(String recordTo) {
    var nowhere = new Channels(null, null, List.of(new Text(recordTo, 0)));
    return new Recipients(
        null,
        null,
        null,
        pace,
        recipients.stream()
            .map(
                each ->
                    new Recipient(
                        each.role, each.county, each.streams, null, null, nowhere.webhook))
            .toList(),
        nowhere);
  }

  /** The receivers who are told of an alert with these labels, in the order of the file. */
  public List<String> receivers(Map<String, String> labels) {
    boolean reminder = labels.get("severity").equals("reminder");
    var found =
        recipients.stream()
            .filter(
                each ->
                    each.isToldOf(
                        labels.get("role"),
                        labels.get("county"),
                        labels.getOrDefault("stream", "")))
            .map(each -> each.receiver() + (reminder ? AlertmanagerConfig.REMINDER : ""))
            .toList();
    return found.isEmpty() ? List.of(AlertmanagerConfig.OTHERS) : found;
  }

  /** Whether somebody is named for an alert with these labels. */
  public boolean names(Map<String, String> labels) {
    return !receivers(labels).contains(AlertmanagerConfig.OTHERS);
  }

  /** Where a receiver is reached, for people to read. */
  public String addresses(String receiver) {
    String name = receiver.replaceFirst(AlertmanagerConfig.REMINDER + "$", "");
    return recipients.stream()
        .filter(each -> each.receiver().equals(name))
        .findFirst()
        .map(Recipient::channels)
        .orElse(others)
        .inWords();
  }

  /**
   * Reads and checks the file.
   *
   * @param roles that alerts can be for
   * @param counties of the reference data
   * @param streams of the catalogue
   * @throws UnusableInput with every problem, its line and value
   */
  public static Recipients read(
      Path file, Set<String> roles, Set<String> counties, Set<String> streams) {
    var problems = new ArrayList<String>();
    return read(file, new Known(roles, counties, streams), problems, problems);
  }

  /**
   * The same of any city's: what is said of counties and streams that this one has not is no
   * mistake, but tells nobody.
   *
   * @param unknown is given each of these, with its line and value
   */
  public static Recipients readOfAnyCity(
      Path file,
      Set<String> roles,
      Set<String> counties,
      Set<String> streams,
      Consumer<String> unknown) {
    var found = new ArrayList<String>();
    var read = read(file, new Known(roles, counties, streams), new ArrayList<>(), found);
    found.forEach(each -> unknown.accept(file.getFileName() + ":" + each));
    return read;
  }

  private static Recipients read(
      Path file, Known known, List<String> problems, List<String> unknown) {
    Recipients read = parse(file);
    read.check(known, problems, unknown);
    if (!problems.isEmpty()) {
      String name = file.getFileName().toString();
      throw new UnusableInput(
          String.join("\n", problems.stream().map(problem -> name + ":" + problem).toList()));
    }
    return read;
  }

  private static Recipients parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new UnusableInput("--recipients: cannot read " + file);
    }
    var problems = new ArrayList<String>();
    return new ReviewedYaml(file, problems)
        .read(new TypeReference<Recipients>() {})
        .orElseThrow(() -> new UnusableInput(String.join("\n", problems)));
  }

  private record Known(Set<String> roles, Set<String> counties, Set<String> streams) {}

  private void check(Known known, List<String> problems, List<String> unknown) {
    var names = new HashSet<String>();
    for (Recipient each : recipients) {
      among("role", each.role, known.roles, problems);
      var counties = new TreeSet<>(known.counties);
      counties.add(ANY);
      among("county", each.county, counties, unknown);
      if (each.streams != null && each.streams.isEmpty()) {
        problems.add("%d: streams is empty; leave it out for all".formatted(each.role.line));
      }
      Optional.ofNullable(each.streams)
          .ifPresent(list -> list.forEach(s -> among("stream", s, known.streams, unknown)));
      if (!names.add(each.receiver())) {
        problems.add(
            "%d: '%s' is there twice; put all its addresses in one"
                .formatted(each.role.line, each.receiver()));
      }
      check(each.receiver(), each.role.line, each.channels(), problems);
    }
    check("others", 0, others, problems);
    if (email != null) {
      matches("from", email.from, ADDRESS, "an address", problems);
      matches("smarthost", email.smarthost, HOST_AND_PORT, "host:port", problems);
      if ((email.username == null) != (email.passwordFile == null)) {
        problems.add(
            "%d: username and password_file: give both or neither".formatted(email.from.line));
      }
    }
    if (wecom != null && !Files.isReadable(Path.of(wecom.secretFile.value))) {
      problems.add(
          "%d: secret_file '%s' cannot be read"
              .formatted(wecom.secretFile.line, wecom.secretFile.value));
    }
    if (recordTo != null && !isHttp(recordTo)) {
      problems.add("0: record_to '%s' is no http address".formatted(recordTo));
    }
    if (pace != null) {
      for (Text each :
          new Text[] {pace.groupWait, pace.groupInterval, pace.repeatRed, pace.repeatYellow}) {
        if (each != null) {
          matches("pace", each, DURATION, "a duration such as 30s or 24h", problems);
        }
      }
    }
  }

  private void check(String name, int line, Channels channels, List<String> problems) {
    if (channels.none()) {
      problems.add("%d: '%s' has no email, wecom or webhook".formatted(line, name));
    }
    if (channels.email != null) {
      channels.email.forEach(to -> matches("email", to, ADDRESS, "an address", problems));
      if (email == null) {
        problems.add(
            "%d: '%s' gets e-mail, but there is no email at the top".formatted(line, name));
      }
    }
    if (channels.wecom != null) {
      if (channels.wecom.nobody()) {
        problems.add("%d: '%s' wecom names no user, party or tag".formatted(line, name));
      }
      if (wecom == null) {
        problems.add("%d: '%s' gets WeCom, but there is no wecom at the top".formatted(line, name));
      }
    }
    if (channels.webhook != null) {
      for (Text url : channels.webhook) {
        if (!isHttp(url.value)) {
          problems.add("%d: webhook '%s' is no http address".formatted(url.line, url.value));
        }
      }
    }
  }

  private static void among(String what, Text text, Set<String> known, List<String> problems) {
    if (!known.contains(text.value)) {
      problems.add(
          "%d: %s '%s' is unknown; there are %s"
              .formatted(text.line, what, text.value, String.join(", ", new TreeSet<>(known))));
    }
  }

  private static void matches(
      String what, Text text, Pattern pattern, String wanted, List<String> problems) {
    if (!pattern.matcher(text.value).matches()) {
      problems.add("%d: %s '%s' is not %s".formatted(text.line, what, text.value, wanted));
    }
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = URI.create(text);
      return List.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static final class ReadText extends JsonDeserializer<Text> {
    @Override
    public Text deserialize(JsonParser in, DeserializationContext context) throws IOException {
      int line = in.currentTokenLocation().getLineNr();
      if (!in.currentToken().isScalarValue()) {
        return (Text) context.handleUnexpectedToken(Text.class, in);
      }
      return new Text(in.getText(), line);
    }
  }
}
