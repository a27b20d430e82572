package org.duixian.edge;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.duixian.alert.Alert;
import org.duixian.alert.Notice;
import org.duixian.commitment.Outcome;
import org.duixian.event.ArchivedEvent;
import org.duixian.event.Heartbeat;
import org.duixian.event.Intake;
import org.duixian.event.RejectReason;
import org.duixian.event.Rejected;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;

/** Any records that the job could publish. */
final class PublishedRecords {

  private PublishedRecords() {}

  static final Arbitrary<String> TEXT =
      Arbitraries.of("a Z 兑 𠮷 ' \" \\ { } , ? ; - \n \t".split(" "))
          .list()
          .ofMaxSize(12)
          .map(signs -> String.join("", signs));
  static final Arbitrary<Integer> DATE = Arbitraries.integers().between(0, 40_000);
  static final Arbitrary<Long> MILLIS = Arbitraries.longs().between(0, 4_000_000_000_000L);
  static final Arbitrary<Long> COUNT = Arbitraries.longs().between(0, 1_000_000_000L);
  static final Arbitrary<Integer> NUMBER = Arbitraries.integers().between(0, 1_000_000);
  static final Arbitrary<Integer> DAYS = Arbitraries.integers().between(0, 366);
  static final Arbitrary<Double> SHARE =
      Arbitraries.doubles()
          .between(0, 1)
          .ofScale(12)
          .injectDuplicates(0.1)
          .map(share -> share == 0 ? Double.NaN : share);
  static final Arbitrary<List<String>> TEXTS = TEXT.list().ofMaxSize(5);
  static final Arbitrary<Map<String, Long>> COUNTS = Arbitraries.maps(TEXT, COUNT).ofMaxSize(4);

  /** Of an outcome what is lost is below 0 where more was supplied than promised. */
  static final Arbitrary<Map<String, Long>> NET_COUNTS =
      Arbitraries.maps(TEXT, Arbitraries.longs().between(-(1L << 53), 1L << 53)).ofMaxSize(4);

  static Arbitrary<Outcome> outcomes() {
    return Combinators.combine(
            TEXT.list().ofSize(9),
            DATE,
            COUNT.list().ofSize(2),
            NET_COUNTS,
            MILLIS.list().ofSize(2),
            NUMBER,
            TEXTS)
        .as(
            (t, date, counts, lost, millis, revision, evidence) ->
                new Outcome(
                    t.get(0),
                    t.get(1),
                    t.get(2),
                    t.get(3),
                    t.get(4),
                    date,
                    counts.get(0),
                    counts.get(1),
                    lost,
                    t.get(5),
                    millis.get(0),
                    millis.get(1),
                    revision,
                    evidence,
                    t.get(6),
                    t.get(7),
                    t.get(8)));
  }

  static Arbitrary<ReferenceRow> referenceRows() {
    return Combinators.combine(
            TEXT.list().ofSize(2), DATE, MILLIS, NUMBER, Arbitraries.maps(TEXT, TEXT).ofMaxSize(4))
        .as(
            (t, date, millis, line, fields) ->
                new ReferenceRow(t.get(0), date, millis, t.get(1), line, fields));
  }

  static Arbitrary<ServiceLevel> levels() {
    return Combinators.combine(
            TEXT.list().ofSize(6),
            DAYS.list().ofSize(7),
            DATE,
            COUNT.list().ofSize(5),
            SHARE.list().ofSize(4),
            Arbitraries.of(Verdict.class).injectNull(0.2),
            COUNTS,
            Combinators.combine(TEXTS, MILLIS).as(Map::entry))
        .as(
            (t, numbers, date, counts, shares, verdict, lost, rest) ->
                new ServiceLevel(
                    t.get(0),
                    t.get(1),
                    numbers.get(0),
                    date,
                    counts.get(0),
                    counts.get(1),
                    counts.get(3),
                    counts.get(4),
                    shares.get(0),
                    shares.get(1),
                    shares.get(2),
                    shares.get(3),
                    verdict,
                    t.get(2),
                    counts.get(2),
                    numbers.get(1),
                    numbers.get(2),
                    numbers.get(4),
                    verdict == null ? null : numbers.get(5),
                    verdict == null ? null : numbers.get(6),
                    lost,
                    rest.getKey(),
                    rest.getValue(),
                    numbers.get(3),
                    t.get(3),
                    t.get(4),
                    t.get(5)));
  }

  static Arbitrary<Alert> alerts() {
    return Combinators.combine(
            TEXT.list().ofSize(18),
            TEXTS.list().ofSize(3),
            DATE.list().ofSize(2),
            MILLIS.list().ofSize(2),
            COUNT.list().ofSize(2),
            SHARE,
            COUNTS,
            NUMBER)
        .as(
            (t, lists, dates, millis, counts, objective, lost, revision) ->
                new Alert(
                    t.get(0),
                    t.get(1),
                    lists.get(0),
                    t.get(2),
                    t.get(3),
                    t.get(14),
                    t.get(4),
                    t.get(5),
                    t.get(6),
                    t.get(7),
                    t.get(15),
                    millis.get(1),
                    t.get(16),
                    t.get(17),
                    dates.get(0),
                    dates.get(1),
                    millis.get(0),
                    counts.get(0),
                    counts.get(1),
                    objective,
                    t.get(8),
                    lost,
                    lists.get(1),
                    lists.get(2),
                    t.get(9),
                    t.get(10),
                    revision,
                    t.get(11),
                    t.get(12),
                    t.get(13)));
  }

  static Arbitrary<Rejected> rejections() {
    return Combinators.combine(
            Arbitraries.of(RejectReason.class).map(Enum::name),
            TEXT.list().ofSize(4),
            NUMBER,
            COUNT,
            MILLIS)
        .as(
            (reason, t, partition, offset, arrived) ->
                new Rejected(
                    reason, t.get(0), t.get(1), t.get(2), partition, offset, arrived, t.get(3)));
  }

  static Arbitrary<Intake> intakes() {
    return Combinators.combine(
            TEXT.list().ofSize(2),
            Arbitraries.longs().between(0, 1_000_000),
            COUNT.list().ofSize(4))
        .as(
            (t, hour, counts) ->
                new Intake(
                    t.get(0),
                    t.get(1),
                    hour * 3_600_000,
                    counts.get(0),
                    counts.get(1),
                    counts.get(2),
                    counts.get(3)));
  }

  static Arbitrary<Notice> notices() {
    return Combinators.combine(
            TEXT.list().ofSize(11), NUMBER, Arbitraries.integers().between(0, 599), MILLIS)
        .as(
            (t, revision, status, at) ->
                new Notice(
                    t.get(0), revision, t.get(1), t.get(2), t.get(3), t.get(4), t.get(5), t.get(6),
                    t.get(7), t.get(8), t.get(9), status, t.get(10), at));
  }

  static Arbitrary<ArchivedEvent> archivedEvents() {
    return Combinators.combine(
            TEXT.list().ofSize(8),
            NUMBER,
            COUNT,
            MILLIS.list().ofSize(3),
            Arbitraries.of(true, false))
        .as(
            (t, partition, offset, millis, decoded) ->
                new ArchivedEvent(
                    t.get(0),
                    partition,
                    offset,
                    millis.get(0),
                    t.get(1),
                    t.get(2),
                    t.get(3),
                    millis.get(1),
                    millis.get(2),
                    t.get(4),
                    t.get(5),
                    t.get(6),
                    decoded,
                    t.get(7)));
  }

  static Arbitrary<Heartbeat> heartbeats() {
    return Combinators.combine(
            TEXT.list().ofSize(3), MILLIS.list().ofSize(4), COUNT.list().ofSize(2), NUMBER)
        .as(
            (t, millis, counts, partition) ->
                new Heartbeat(
                    t.get(0),
                    t.get(1),
                    millis.get(0),
                    millis.get(1),
                    counts.get(0),
                    millis.get(2),
                    millis.get(3),
                    t.get(2),
                    partition,
                    counts.get(1)));
  }
}
