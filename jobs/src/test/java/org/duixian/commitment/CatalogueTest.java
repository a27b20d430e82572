package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.area.Scope;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reviewed values of every commitment, and what a wrong file is told. */
final class CatalogueTest {
  private static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "C01, resident-officer, hall,     0.95, 20,  no_officer_all_day, false, 60, site-lead, township-lead reform-supervisor",
    "C02, hall-open,       hall,      0.97, 20,  shut_4h,         false, 60, resident-officer, township-lead",
    "C03, items-retained,  hall,      1,    1,   item_lost,       false, 1,  township-lead,    county-bureau",
    "C04, handled-on-site, hall,      0.95, 60,  '',              false, 1,  resident-officer, township-lead",
    "C05, queue-wait,      hall,      0.90, 100, '',              false, 1,  site-lead,        township-lead",
    "C06, case-on-time,    hall,      0.98, 20,  statutory_overrun, false, 1, site-lead,        county-bureau",
    "C07, one-visit,       hall,      0.95, 20,  '',              false, 1,  township-lead,    reform-supervisor",
    "C08, extended-hours,  hall,      0.95, 8,   '',              false, 1,  resident-officer, township-lead",
    "C09, proxy-fulfilled, hall,      0.95, 10,  '',              false, 1,  site-lead,        township-lead",
    "C10, feedback-reachable, feedback, 0.95, 20, '',              false, 1,  county-bureau,    county-bureau",
    "C11, first-reply,     feedback,  0.95, 10,  '',              false, 1,  township-lead,    township-lead",
    "C12, feedback-closed, feedback,  0.95, 10,  '',              false, 1,  township-lead,    county-bureau",
    "C13, trips-operated,  transport, 0.97, 40,  no_trip_all_day, true,  1,  operator,         county-bureau",
    "C14, trips-vs-baseline, transport, 1, 40,   '',              false, 1,  county-bureau,    reform-supervisor",
    "C15, bus-on-time,     transport, 0.85, 40,  '',              false, 1,  operator,         operator",
    "C16, road-open,       transport, 0.99, 168, shut_over_24h,   false, 60, county-bureau,    county-bureau",
    "C17, clinic-open,     clinic,    0.97, 20,  half_day_shut,   false, 60, site-lead,        county-bureau",
    "C18, clinic-wait,     clinic,    0.90, 100, '',              false, 1,  site-lead,        site-lead",
    "C19, medicine-in-stock, clinic,  0.95, 196, '',              false, 1,  site-lead,        county-bureau",
    "C20, care-visits,     care,      0.98, 16,  '',              false, 1,  township-lead,    county-bureau",
    "C20H, high-risk-seen, care,      1,    1,   unseen_14_days,  false, 1,  township-lead,    county-bureau",
    "C21, preschool-open,  school,    0.98, 10,  '',              false, 1,  township-lead,    county-bureau",
    "C21P, preschool-points, school, 1,   15,  '',              false, 1,  township-lead,    county-bureau",
    "C22, transfer-not-reduced, fiscal, 1, 1,    '',              false, 1,  county-bureau,    reform-supervisor",
    "C23, infrastructure-on-date, works, 0.90, 5, overdue_30_days, false, 1, county-bureau,    reform-supervisor",
    "C23F, infrastructure-money, fiscal, 1, 1,   '',              false, 1,  county-bureau,    reform-supervisor",
    "C25, milestones-on-date, reform, 1,    1,   overdue,         false, 1,  township-lead,    county-bureau reform-supervisor"
  })
  void everyCommitmentHasItsReviewedValues(
      String id,
      String slug,
      String stream,
      double objective,
      int minSample28,
      String hardRule,
      boolean hardOnDayOutage,
      int unitsPerSample,
      String atRisk,
      String breached) {
    var commitment = TestCity.CATALOGUE.get(id);

    assertThat(commitment.slug()).isEqualTo(slug);
    assertThat(commitment.stream()).isEqualTo(stream);
    assertThat(commitment.objective()).isEqualTo(objective);
    assertThat(commitment.minSample28()).isEqualTo(minSample28);
    assertThat(commitment.hardRule()).isEqualTo(hardRule);
    assertThat(commitment.hardOnDayOutage()).isEqualTo(hardOnDayOutage);
    assertThat(commitment.unitsPerSample()).isEqualTo(unitsPerSample);
    assertThat(commitment.recipientsAtRisk()).containsExactly(atRisk);
    assertThat(commitment.recipientsBreached()).containsExactly(breached.split(" "));
    assertThat(commitment.effectiveFrom()).isEqualTo(ServiceDates.parse("2019-12-31"));
    if (!commitment.isSupply()) {
      var judging =
          switch (id) {
            case "C21" -> new Commitment.Judging(1.282, 3.09, 3, 4, 0.9, 0.02, 0.05, 14, false);
            case "C06", "C11" ->
                new Commitment.Judging(1.282, 2.576, 3, 4, 0.9, 0.02, 0.05, 14, false);
            case "C08" -> new Commitment.Judging(1.282, 2.326, 3, 4, 0.9, 0.02, 0.05, 14, true);
            case "C16" -> new Commitment.Judging(1.282, 2.326, 8, 12, 0.9, 0.02, 0.05, 14, false);
            default -> Commitment.Judging.DEFAULT;
          };
      assertThat(commitment.judging()).isEqualTo(judging);
    }
    assertThat(commitment.reason("unheard of").en()).isEqualTo("other");
  }

  @Test
  void thereAreTwentyEightOfThem() {
    assertThat(TestCity.CATALOGUE.all()).hasSize(28);
  }

  @Test
  void aGapIsReportedByNobodyAndLostToTheOtherCommitments() {
    var gap = TestCity.CATALOGUE.get("C24");

    assertThat(TestCity.CATALOGUE.gaps()).containsExactly(gap);
    assertThat(gap.stream()).isNull();
    assertThat(((GapMeter) gap.meter()).most()).isEqualTo(0.05);
    assertThat(gap.minSample28()).isEqualTo(5);
    assertThat(gap.recipientsBreached()).containsExactly("reform-supervisor");
    assertThat(gap.reason("C06").zh()).isEqualTo("“承诺时限内办结”低于驻地");
    for (String stream : TestCity.CATALOGUE.streams()) {
      for (Scope scope : Scope.values()) {
        assertThat(TestCity.CATALOGUE.ofStream(stream, scope)).doesNotContain(gap);
      }
    }
  }

  @Test
  void tripsMayFallShortOfThoseBeforeByLittle() {
    var judging = TestCity.CATALOGUE.get("C14").judging();
    assertThat(judging.toleranceAtRisk()).isEqualTo(0.05);
    assertThat(judging.toleranceBreached()).isEqualTo(0.10);
    assertThat(judging.minDays()).isEqualTo(14);
  }

  @Test
  void aBaselineThatNothingIsHeldToIsAMistake() throws IOException {
    Path reference = TestReference.demoSince("2020-04-28");
    Files.write(
        reference.resolve("baselines.csv"),
        List.of(
            "commitment_id,area_id,day_type,value,unit,from,to,weeks,signed_by,frozen_on",
            "C13,f01,workday,6,trips,2020-03-02,2020-04-26,8,county-bureau,2020-04-27",
            "C14,f01,workday,6,buses,2020-03-02,2020-04-26,8,county-bureau,2020-04-27"));
    var registry = Registry.load(reference);

    assertThatThrownBy(() -> TestCity.CATALOGUE.requireRulesFor(registry))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining(
            "baselines.csv: commitment_id 'C13' is no commitment with meter baseline")
        .hasMessageContaining("baselines.csv: unit 'buses' is not that of C14, which is 'trips'");
  }

  @ParameterizedTest
  @CsvSource({
    "hall, 15, 120",
    "transport, 10, 120",
    "clinic, 1440, 360",
  })
  void everyStreamHasItsGraceAndItsPatience(String stream, long graceMinutes, long silentMinutes) {
    var rules = TestCity.CATALOGUE.rules(stream);

    assertThat(rules.graceMillis()).isEqualTo(graceMinutes * 60_000);
    assertThat(rules.silentAfterMillis()).isEqualTo(silentMinutes * 60_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C05.yaml | objective: 0.90 | objective: 1.0      | C05.yaml: objective '1.0' is not between",
        "C05.yaml | objective: 0.90 | ''                  | C05.yaml:1:1: 'objective' is missing",
        "C05.yaml | objective: 0.90 | objektive: 0.90     | C05.yaml:21:1: 'objektive' is no key here; did you mean 'objective'? there may be at_most, attribution, ",
        "C05.yaml | objective: 0.90 | objectiv: 0.90      | C05.yaml:21:1: 'objectiv' is no key here; did you mean 'objective'?",
        "C05.yaml | 'open: {event:' | 'open: {evnt:'      | C05.yaml:10:8: 'open.evnt' is no key here; did you mean 'event'? there may be due_from, event, kind, ",
        "C05.yaml | '- event: hall' | '- vent: hall'      | 'withdraw[0].vent' is no key here; did you mean 'event'?",
        "C05.yaml | objective: 0.90 | aim: 0.90           | C05.yaml:21:1: 'aim' is no key here; there may be at_most, attribution, ",
        "streams.yaml | grace: PT15M | graze: PT15M       | streams.yaml:4:8: 'hall.graze' is no key here; did you mean 'grace'? there may be grace, silent_after",
        "C05.yaml | objective: 0.90 | objective: high     | C05.yaml:21:12: objective 'high' is not a number",
        "C05.yaml | id: C05         | id: C06             | C05.yaml: id 'C06' is not the name of its file",
        "C05.yaml | due: PT20M      | due: 20             | C05.yaml:11:6: due '20' is not a duration such as PT20M",
        "C05.yaml | due: PT20M      | due: soon           | C05.yaml:11:6: due 'soon' is not a duration such as PT20M",
        "C05.yaml | due: PT20M      | due: [PT20M]        | : due is not a duration such as PT20M",
        "C05.yaml | min_sample: {28d: 100} | min_sample: 100 | : min_sample is not keys with values",
        "C05.yaml | effective_from: 2019-12-31 | effective_from: someday | : effective_from 'someday' is not a date such as 2020-05-01",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\n---\nid: C06' | C05.yaml:23:1: a second document begins; there may be one",
        "streams.yaml | grace: PT15M | grace: 15          | streams.yaml:4:15: hall.grace '15' is not a duration such as PT20M",
        "C05.yaml | late: called_late | late: tardy       | C05.yaml: late 'tardy' is not one of",
        "C05.yaml | hall.ticket.called | hall.ticket.cald | C05.yaml: fulfil[0].event 'hall.ticket.cald' is not an",
        "C05.yaml | hall.ticket.called | clinic.patient.seen | fulfil[0].event 'clinic.patient.seen' is not of stream",
        "C05.yaml | site: site_id   | site: cite_id       | C05.yaml: open.site 'cite_id' is not a field of",
        "C05.yaml | stream: hall    | stream: care        | open.event 'hall.ticket.issued' is not of stream care",
        "C05.yaml | 28d: 100        | 28d: 0              | C05.yaml: min_sample.28d '0' is not > 0",
        "C04.yaml | breached: [township-lead] | breached: [township-leader] | C04.yaml: recipients.breached 'township-leader' is none of [site-lead, ",
        "C05.yaml | meter: deadline | meter: presence     | C05.yaml: hours '' is missing for meter presence",
        "C05.yaml | meter: deadline | meter: magic        | C05.yaml:9",
        "C04.yaml | reason_from: outcome | date: outcome  | C04.yaml: units[0].reason_from '' is missing",
        "C04.yaml | one_off_notice  | one_of_notice       | C04.yaml: units[0].except 'one_of_notice' is not a field",
        "C17.yaml | missing: no_doctor | missing: nobody  | C17.yaml: require[1].missing 'nobody' is not one of",
        "streams.yaml | PT2H        | PT0H                | streams.yaml: hall",
        "streams.yaml | grace: PT15M, | ''                | streams.yaml:4",
        "C02.yaml | run: PT4H | run: PT30S | C02.yaml: hard.run 'PT30S' is not one or more full minutes",
        "C02.yaml | run: PT4H | run: PT1M30S | C02.yaml: hard.run 'PT1M30S' is not one or more full minutes",
        "C02.yaml | , run: PT4H | '' | C02.yaml: hard 'shut_4h' needs one of run, whole_interval, whole_day, any_lost,",
        "C17.yaml | whole_interval: true | whole_interval: true, run: PT4H | C17.yaml: hard 'half_day_shut' needs one of",
        "C13.yaml | whole_day: true | run: PT4H | C13.yaml: hard.run 'PT4H' means nothing for meter deadline",
        "C13.yaml | whole_day: true | whole_interval: true | C13.yaml: hard.whole_interval 'true' means nothing for meter deadline",
        "C04.yaml | objective: 0.95 | 'hard: {rule: r, run: PT4H}\nobjective: 0.95' | C04.yaml: hard.run 'PT4H' means nothing for meter ratio",
        "C05.yaml | subject: [ticket_id], site | subject: [priority], site | C05.yaml: open.subject 'priority' is optional in hall.ticket.issued",
        "C05.yaml | subject: [ticket_id], site | subject: [], site | C05.yaml: open.subject '' names no field",
        "C04.yaml | subject: [ticket_id] | subject: [ticket_id, redirected_to] | C04.yaml: units[0].subject 'redirected_to' is optional in hall.ticket.ended",
        "C02.yaml | who: staff_ref | who: acting_for | C02.yaml: require[1].who 'acting_for' is optional in hall.staff.checked_in",
        "C02.yaml | who: window_id | who: window_kind | C02.yaml: require[0].who 'window_kind' is optional in hall.window.closed",
        "C02.yaml | list: normal | list: usual | C02.yaml: hours.list 'usual' is not a field of hall.hours.published",
        "C02.yaml | , list: normal | '' | C02.yaml: hours.list '' is missing for meter presence",
        "C02.yaml | event: hall.hours.published, list: normal | list: normal | C02.yaml: hours '' need an event that posts them, or hours",
        "C02.yaml | list: normal | 'list: normal, workday: [\"09:00-12:00\"]' | C02.yaml: hours '{workday=[09:00-12:00]}' stand beside an event",
        "C02.yaml | list: normal | 'list: normal, terms: []' | C02.yaml: hours.terms '' needs hours that stand here",
        "C01.yaml | 09:00-12:00 | 9-12 | C01.yaml: hours '{workday=[9-12, 13:00-17:00]}' can't be read: posted hours: not a time like 08:30: workday 9-12",
        "C01.yaml | 09:00-12:00 | 12:00-09:00 | posted hours: closes no later than it opens: workday 12:00-09:00",
        "C01.yaml | 09:00-12:00 | 0900 | posted hours: not a stretch like 09:00-12:00: workday 0900",
        "C01.yaml | at_least: 1 | at_least: 0 | C01.yaml: require[1].at_least '0' is not > 0",
        "C01.yaml | missing: no_officer, | 'missing: nobody,' | C01.yaml: hard.missing 'nobody' is not missing of any requirement",
        "C13.yaml | whole_day: true | 'whole_day: true, missing: not_seen' | C13.yaml: hard.missing 'not_seen' means nothing for meter deadline",
        "C08.yaml | each: interval | each: slot | C08.yaml:11",
        "C08.yaml | 'who: window_id' | '' | C08.yaml: require[0].who '' is missing: whose state off ends",
        "C08.yaml | 'who: window_id' | 'who: window_id\n    carries_over: true' | C08.yaml: require[0].carries_over 'true' needs off, and for_each",
        "C19.yaml | who: medicine_code | at_least: 2 | C19.yaml: require[0].who '' is missing: the field that for_each lists",
        "C19.yaml | who: medicine_code | 'who: medicine_code\n    at_least: 2' | C19.yaml: require[0].at_least '2' means nothing with for_each",
        "C19.yaml | who: medicine_code | who: tracer | C19.yaml: require[0].who 'tracer' is optional in clinic.stock.restored",
        "C21.yaml | to: 2020-07-10 | to: 2020-02-16 | C21.yaml: hours.terms '2020-02-16' is before from",
        "C21.yaml | date: date | date: enrolled | C21.yaml: require[0].date 'enrolled' is a field of kind whole, not date",
        "C16.yaml | place: segment_id | place: route_id | C16.yaml: place 'route_id' is not site_id or segment_id",
        "C16.yaml | 'place: segment_id' | '' | C16.yaml: require[0] 'site_id' is not a field of transport.road.reopened",
        "C16.yaml | '[transport.road.closed, transport.road.restricted]' | '[]' | C16.yaml: require[0].off '' names no event",
        "C16.yaml | 0..20 | 20..0 | C16.yaml: require[0].except.detour_min '20..0' is not a number or a range like 0..20",
        "C16.yaml | 0..20 | about 20 | C16.yaml: require[0].except.detour_min 'about 20' is not a number or a range",
        "C16.yaml | at: announced_at | at: cause | C16.yaml: require[0].announced.at 'cause' is a field of kind text, not instant",
        "C16.yaml | before: P3D | before: P-3D | C16.yaml: require[0].announced.before 'PT-72H' is not ≥ 0",
        "C16.yaml | 'carries_over: true' | '' | C16.yaml: require[0].who '' is missing: whose state off ends",
        "C16.yaml | 'place: segment_id' | 'place: segment_id\neach: day' | C16.yaml: require[0].announced '' means nothing but for minutes",
        "C16.yaml | 'carries_over: true' | 'carries_over: true\n    who: cause' | C16.yaml: require[0].carries_over 'true' needs off, and for_each",
        "C02.yaml | list: normal} | 'list: normal}\nplace: segment_id' | C02.yaml: place 'segment_id' needs hours that stand here",
        "C21.yaml | 'date: date' | 'date: date\n    except: [{enrolled: [\"0\"]}]' | C21.yaml: require[0].except '' means nothing without off",
        "C04.yaml | meter: ratio | 'meter: ratio\nplace: site_id' | C04.yaml: place 'site_id' means nothing for meter ratio",
        "C25.yaml | reached: { | reacht: { | 'reacht'",
        "C25.yaml | 'reached: {event: reform.milestone.reached, milestone: kind}' | '' | C25.yaml: reached '' is missing for meter milestone",
        "C25.yaml | event: reform.milestone.planned, | event: works.milestone.planned, | C25.yaml: planned.event 'works.milestone.planned' is not of stream reform",
        "C24.yaml | most: 0.05             | most: 5       | C24.yaml: most '5.0' is not between 0 and 1",
        "C24.yaml | most: 0.05             | ''            | C24.yaml: most '' is missing for meter gap",
        "C24.yaml | [C01, C02              | [C99, C02     | C24.yaml: compare 'C99' is no commitment",
        "C24.yaml | [C01, C02              | [C25, C02     | C24.yaml: compare 'C25' has no share of independent units",
        "C24.yaml | {28d: 5}               | {28d: 50}     | C24.yaml: min_sample.28d '50' is more than are compared",
        "C24.yaml | objective: 1           | objective: 0.9 | C24.yaml: objective '0.9' is not 1 for meter gap",
        "C24.yaml | objective: 1           | 'objective: 1\nexceptions: true' | C24.yaml: exceptions 'true' means nothing for meter gap",
        "C24.yaml | objective: 1           | 'objective: 1\njudge: {cusum_at_risk: 2}' | C24.yaml: judge.cusum_at_risk '2.0' means nothing for meter gap",
        "C24.yaml | reasons: {}            | 'reasons: {x: {zh: 甲, en: x}}' | C24.yaml: reasons '[x]' mean nothing for meter gap",
        "C25.yaml | ', due_on: due_on' | '' | C25.yaml: planned.due_on '' is missing for meter milestone",
        "C25.yaml | 'due_on: due_on' | 'due_on: area_id' | C25.yaml: planned.due_on 'area_id' is a field of kind text, not date",
        "C25.yaml | reached, milestone: kind} | 'reached, milestone: kind, due_on: x}' | C25.yaml: reached.due_on 'x' means nothing",
        "C25.yaml | reached, milestone: kind | reached, milestone: evidence_ref | C25.yaml: reached.milestone 'evidence_ref' is a field whose values are not listed",
        "C25.yaml | planned, milestone: kind | planned, milestone: area_id | C25.yaml: planned.milestone 'area_id' has other values than in reform.milestone.reached",
        "C25.yaml | congress_elected: 2020-01-24 | elections: 2020-01-24 | C25.yaml: milestones 'elections' is not one of [plaque,",
        "C25.yaml | congress_elected: 2020-01-24 | congress_elected: 2020-01 | C25.yaml:11:21: milestones.congress_elected '2020-01' is not a date such as 2020-05-01",
        "C25.yaml | '  seal_in_use: {zh: 印章逾期未启用, en: seal not in use}' | '' | C25.yaml: reasons 'seal_in_use' is not one of the commitment's reasons",
        "C25.yaml | any_lost: true | run: PT4H | C25.yaml: hard.run 'PT4H' means nothing for meter milestone",
        "C25.yaml | attribution: seat | attribution: site | C25.yaml: attribution 'site' is not how reform.milestone.reached reaches areas",
        "C03.yaml | objective: 1 | objective: 1.5 | C03.yaml: objective '1.5' is not between",
        "C03.yaml | any_lost: true | run: PT4H | C03.yaml: hard.run 'PT4H' means nothing for meter retained",
        "C03.yaml | meter: retained | meter: ratio | C03.yaml: retain '' means nothing for meter ratio",
        "C04.yaml | meter: ratio | meter: retained | C04.yaml: retain '' is missing for meter retained",
        "C03.yaml | list: items | list: version | C03.yaml: retain.list 'version' is a field of kind text, not list",
        "C03.yaml | from: effective_from | from: version | C03.yaml: retain.from 'version' is a field of kind text, not date",
        "C03.yaml | item: item_code | item: code | C03.yaml: retain.item 'code' is not a field of the entries of items",
        "C03.yaml | state: mode | state: kind | C03.yaml: retain.state 'kind' is optional, but is needed of every entry",
        "C03.yaml | state: mode | state: item_code | C03.yaml: retain.state 'item_code' is a field whose values are not listed",
        "C03.yaml | accept_and_forward] | forward] | C03.yaml: retain.kept 'forward' is not one of [handle, accept_and_forward, consult_only, removed]",
        "C03.yaml | '[handle, accept_and_forward]' | '[]' | C03.yaml: retain.kept '' names no state",
        "C03.yaml | '[handle, accept_and_forward]' | '[handle]' | C03.yaml: reasons 'accept_and_forward' is not one of the commitment's reasons",
        "C03.yaml | unlisted: removed | unlisted: gone | C03.yaml: retain.unlisted 'gone' is not one of the commitment's reasons",
        "C04.yaml | event: hall.ticket.issued | event: hall.ticket.ended | C04.yaml: units[0].listed.event 'hall.ticket.ended' is the unit's own",
        "C04.yaml | event: hall.ticket.issued | event: transport.trip.departed | C04.yaml: units[0].listed.event 'transport.trip.departed' is not of stream hall",
        "C04.yaml | '      subject: [ticket_id]' | '      subject: [ticket_id, channel]' | C04.yaml: units[0].listed.subject '[ticket_id, channel]' does not name the unit as [ticket_id]",
        "C04.yaml | '      subject: [ticket_id]' | '      subject: [applicant_ref]' | C04.yaml: units[0].listed.subject 'applicant_ref' is optional",
        "C04.yaml | '      item: item_code\n      in:' | '      item: code\n      in:' | C04.yaml: units[0].listed.item 'code' is not a field of hall.ticket.issued",
        "C04.yaml | state: mode | state: kind | C04.yaml: units[0].listed.in.state 'kind' is optional, but is needed of every entry",
        "C04.yaml | kept: [handle, accept_and_forward] | kept: [handled] | C04.yaml: units[0].listed.in.kept 'handled' is not one of [handle,",
        "C15.yaml | timepoints_of_trip: true | 'timepoints_of_trip: true\n    listed: {event: transport.trip.departed, subject: [service_date, route_id], item: route_id, in: {event: transport.timetable.published, list: trips, from: valid_from, item: trip_id_scheduled, state: direction_id, kept: [x]}}' | C15.yaml: units[1].listed '' means nothing with timepoints_of_trip",
        "C25.yaml | objective: 1 | objective: 1.5 | C25.yaml: objective '1.5' is not between",
        "C25.yaml | objective: 1 | 'objective: 1\njudge: {z_at_risk: 1}' | C25.yaml: judge.z_at_risk '1.0' means nothing with objective 1",
        "C13.yaml | whole_day: true | any_lost: true | C13.yaml: hard.any_lost 'true' means nothing for meter deadline",
        "C04.yaml | meter: ratio | 'meter: ratio\nmilestones: {plaque: 2020-05-01}' | C04.yaml: milestones '[plaque]' means nothing for meter ratio",
        "C04.yaml | meter: ratio | 'meter: ratio\nplanned: {event: hall.ticket.ended, milestone: outcome}' | C04.yaml: planned '' means nothing for meter ratio",
        "C04.yaml | meter: ratio | 'meter: ratio\nreached: {event: hall.ticket.ended, milestone: outcome}' | C04.yaml: reached '' means nothing for meter ratio",
        "C17.yaml | list: normal | list: site_kind | C17.yaml: hours.list 'site_kind' is a field of kind text, not list",
        "C15.yaml | date: service_date | date: stop_id | C15.yaml: units[0].date 'stop_id' is a field of kind text, not date",
        "C15.yaml | to: actual_departure_time | to: stop_sequence | C15.yaml: units[0].lag.to 'stop_sequence' is a field of kind whole, not instant",
        "C18.yaml | due_from: appointment_at | due_from: class | C18.yaml: open.due_from 'class' is a field of kind text, not instant",
        "streams.yaml | clinic: | clinics: | C17.yaml: stream 'clinic' is not in streams.yaml",
        "C04.yaml | [served, | [servd, | C04.yaml: units[0].good.outcome 'servd' is not one of [served, proxy_accepted,",
        "C04.yaml | [no_show, | [noshow, | C04.yaml: units[0].except.outcome 'noshow' is not one of [served,",
        "C04.yaml | [\"true\"] | [\"yes\"] | C04.yaml: units[0].except.one_off_notice 'yes' is not one of [true, false]",
        "C15.yaml | [Scheduled] | [scheduled] | C15.yaml: units[0].eligible.schedule_relationship 'scheduled' is not one of [Scheduled,",
        "C13.yaml | [Skipped, | [Skiped, | C13.yaml: fail[1].where.schedule_relationship 'Skiped' is not one of [Scheduled,",
        "C18.yaml | [outpatient] | [outpatents] | C18.yaml: open.where.class 'outpatents' is not one of [outpatient,",
        "C02.yaml | [site, substitute] | [cite] | C02.yaml: require[1].where.duty 'cite' is not one of [site,",
        "C02.yaml | [site, substitute] | [] | C02.yaml: require[1].where.duty '' has no values",
        "C02.yaml | [site, substitute] | [site, ~] | C02.yaml:18:27: 'require[1].where[0].duty[1]' has no value",
        "C02.yaml | [{duty: [site, substitute]}] | [] | C02.yaml: require[1].where '' has no alternatives",
        "C18.yaml | class: [outpatient] | appointment_at: [late] | C18.yaml: open.where 'appointment_at' is a field of kind instant",
        "C04.yaml | hall.ticket.ended | clinic.patient.ended | C04.yaml: units[0].event 'clinic.patient.ended' is not of stream hall",
        "C02.yaml | off: hall.window.closed | off: clinic.session.closed | C02.yaml: require[0].off 'clinic.session.closed' is not of stream hall",
        "C13.yaml | stream: transport | stream: hall | C13.yaml: open.timetable 'transport.timetable.published' is not of stream hall",
        "C05.yaml | hall.ticket.called | ops.source.heartbeat | C05.yaml: fulfil[0].event 'ops.source.heartbeat' is not of stream hall",
        "C13.yaml | reason: cancelled | reason: canceled | C13.yaml: fail[0].reason 'canceled' is not one of the commitment's reasons",
        "C15.yaml | bad: cancelled | bad: canceled | C15.yaml: units[1].bad 'canceled' is not one of the commitment's reasons",
        "C15.yaml | late: late | late: tardy | C15.yaml: units[0].lag.late 'tardy' is not one of the commitment's reasons",
        "C04.yaml | turned_away: {zh | turned_aside: {zh | C04.yaml: units[0].reason_from 'turned_away' is not one of the commitment's reasons",
        "C04.yaml | [no_show, withdrawn] | [withdrawn] | C04.yaml: units[0].reason_from 'no_show' is not one of the commitment's reasons",
        "C04.yaml | reason_from: outcome | reason_from: ticket_id | C04.yaml: units[0].reason_from 'ticket_id' is not a field whose values",
        "C04.yaml | , en: turned away | '' | 'reasons.turned_away.en' is missing",
        "C05.yaml | attribution: site | attribution: residence | C05.yaml:7:14: attribution 'residence' is not one of [site, ",
        "C05.yaml | meter: deadline | meter: dedline | C05.yaml:9:8: meter 'dedline' is not one of [ratio, deadline, presence, ",
        "C05.yaml | attribution: site | attribution: served | C05.yaml: attribution 'served' is not how hall.ticket.issued reaches areas, which is site",
        "C13.yaml | attribution: served | attribution: site | C13.yaml: attribution 'site' is not how transport.trip.cancelled reaches areas, which is served",
        "C05.yaml | meter: deadline | 'meter: deadline\nunits: []' | C05.yaml: units '' means nothing for meter deadline",
        "C05.yaml | meter: deadline | 'meter: deadline\nhours: {event: hall.hours.published, list: normal}' | C05.yaml: hours '' means nothing for meter deadline",
        "C05.yaml | meter: deadline | 'meter: deadline\neach: day' | C05.yaml: each 'day' means nothing for meter deadline",
        "C05.yaml | meter: deadline | 'meter: deadline\nrequire: []' | C05.yaml: require '' means nothing for meter deadline",
        "C04.yaml | meter: ratio | 'meter: ratio\nopen: {event: hall.ticket.issued}' | C04.yaml: open '' means nothing for meter ratio",
        "C04.yaml | meter: ratio | 'meter: ratio\ndue: PT5M' | C04.yaml: due 'PT5M' means nothing for meter ratio",
        "C04.yaml | meter: ratio | 'meter: ratio\nfalls_due: {workdays: 1}' | C04.yaml: falls_due '' means nothing for meter ratio",
        "C04.yaml | meter: ratio | 'meter: ratio\nwithdraw_within: PT5M' | C04.yaml: withdraw_within 'PT5M' means nothing for meter ratio",
        "C04.yaml | meter: ratio | 'meter: ratio\nwithdraw_by_due: true' | C04.yaml: withdraw_by_due 'true' means nothing for meter ratio",
        "C04.yaml | meter: ratio | 'meter: ratio\nconfirm_workdays: 3' | C04.yaml: confirm_workdays '3' means nothing for meter ratio",
        "C17.yaml | meter: presence | 'meter: presence\nmissed: closed' | C17.yaml: missed 'closed' means nothing for meter presence",
        "C17.yaml | meter: presence | 'meter: presence\nfail: []' | C17.yaml: fail '' means nothing for meter presence",
        "C13.yaml | .published | '.published\n  where: [{service_form: [on_demand]}]' | C13.yaml: open.where '' means nothing for a timetable",
        "C13.yaml | .published | '.published\n  event: transport.trip.departed' | C13.yaml: open.event 'transport.trip.departed' means nothing for a timetable",
        "C13.yaml | .published | '.published\n  site: route_id' | C13.yaml: open.site 'route_id' means nothing for a timetable",
        "C13.yaml | .published | '.published\n  subject: [route_id]' | C13.yaml: open.subject '' means nothing for a timetable",
        "C13.yaml | .published | '.published\n  due_from: valid_from' | C13.yaml: open.due_from 'valid_from' means nothing for a timetable",
        "C13.yaml | .suspension_notified | .timetable.published | C13.yaml: open.suspend.event",
        "C13.yaml | route: route_id | route: approval_ref | C13.yaml: open.suspend.route 'approval_ref' is not route_id",
        "C13.yaml | from: from | from: to | C13.yaml: open.suspend.from 'to' is optional in transport.service.suspension_notified",
        "C13.yaml | to: to | to: notified_at | C13.yaml: open.suspend.to 'notified_at' is a field of kind instant, not date",
        "C13.yaml | notified: notified_at | notified: from | C13.yaml: open.suspend.notified 'from' is a field of kind date, not instant",
        "C13.yaml | P30D | P-30D | C13.yaml: open.suspend.notice 'PT-720H' is not ≥ 0",
        "C13.yaml | '    notice: P30D' | '' | 'open.suspend.notice' is missing",
        "C15.yaml | timepoints_of_trip: true | timepoints_of_trip: false | C15.yaml: units[1].suspend '' means nothing without timepoints_of_trip",
        "C05.yaml | ', site: site_id' | ', suspend: {event: transport.service.suspension_notified, route: route_id, from: from, to: to, notified: notified_at, notice: P30D}' | C05.yaml: open.suspend '' means nothing without a timetable",
        "C13.yaml | stop: stop_id | '' | C13.yaml: fulfil[0].stop '' is not stop_id",
        "C13.yaml | stop: stop_id | stop: route_id | C13.yaml: fulfil[0].stop 'route_id' is not stop_id",
        "C13.yaml | service_date, route_id, trip | service_date, trip | C13.yaml: fulfil[0].subject '[service_date, trip_id_scheduled]' does not name a trip",
        "C13.yaml | due: PT30M | due: PT-30M | C13.yaml: due 'PT-30M' is not > 0",
        "C05.yaml | due: PT20M | due: PT0S | C05.yaml: due 'PT0S' is not > 0",
        "C05.yaml | withdraw_within: PT5M | withdraw_within: PT-5M | C05.yaml: withdraw_within 'PT-5M' is not ≥ 0",
        "C18.yaml | missed: never_seen | 'missed: never_seen\nresume: []' | C18.yaml: resume '' means nothing without falls_due",
        "C18.yaml | missed: never_seen | 'missed: never_seen\nunconfirmed: never_seen' | C18.yaml: unconfirmed 'never_seen' means nothing without falls_due",
        "C13.yaml | missed: not_seen | 'missed: not_seen\nwithdraw_within: PT5M' | C13.yaml: withdraw_within 'PT5M' means nothing without withdraw",
        "C18.yaml | reason: left_unseen | 'reason: left_unseen\n    stop: encounter_id' | C18.yaml: fail[0].stop 'encounter_id' means nothing for fail",
        "C18.yaml | reason: left_unseen | 'reason: left_unseen\n    confirmed: true' | C18.yaml: fail[0].confirmed 'true' means nothing for fail",
        "C18.yaml | reason: left_unseen | 'reason: left_unseen\n    within: PT1H' | C18.yaml: fail[0].within 'PT1H' means nothing for fail",
        "C05.yaml | called, subject: [ticket_id] | called, subject: [ticket_id], days: ticket_id | C05.yaml: fulfil[0].days 'ticket_id' means nothing for fulfil",
        "C05.yaml | called, subject: [ticket_id] | called, subject: [ticket_id], reason: called_late | C05.yaml: fulfil[0].reason 'called_late' means nothing for fulfil",
        "C05.yaml | called, subject: [ticket_id] | called, subject: [ticket_id], stop: ticket_id | C05.yaml: fulfil[0].stop 'ticket_id' means nothing without a timetable",
        "C05.yaml | called, subject: [ticket_id] | called, subject: [ticket_id], confirmed: true | C05.yaml: fulfil[0].confirmed 'true' means nothing without confirm",
        "C13.yaml | whole_day: true | 'whole_day: true, reason: not_seen' | C13.yaml: hard.reason 'not_seen' means nothing without workdays_from",
        "C04.yaml | reason_from: outcome | 'reason_from: outcome\n    bad: turned_away' | C04.yaml: units[0].good '' means nothing with bad",
        "C10.yaml | within: PT30S | within: PT0S | C10.yaml: fulfil[1].within 'PT0S' is not > 0",
        "C10.yaml | within: PT30S | within: PT1H | C10.yaml: fulfil[1].within 'PT1H' is not less than due",
        "C10.yaml | within: PT30S | for: [app] | C10.yaml: fulfil[1].for '' means nothing without open.kind",
        "C10.yaml | ', site: site_id' | ', kind: channel' | C10.yaml: open.kind 'channel' is asked for by no fulfil step's for",
        "C13.yaml | stop: stop_id | 'stop: stop_id\n    within: PT5M' | C13.yaml: fulfil[0].within 'PT5M' means nothing for a timetable",
        "C20.yaml | kind: tier | kind: due_at | C20.yaml: open.kind 'due_at' is not a field whose values are listed",
        "C20.yaml | for: [general] | for: [low] | C20.yaml: fulfil[2].for 'low' is not one of [high, key, general]",
        "C20.yaml | for: [general] | for: [] | C20.yaml: fulfil[2].for '' names no kind",
        "C20.yaml | mode: [home]}] | 'mode: [home]}]\n    for: [key]' | C20.yaml: open.kind 'high' is fulfilled by no step",
        "C20.yaml | mode: [home]}] | 'mode: [home]}]\n    for: [high]' | C20.yaml: open.kind 'tier' is optional in care.visit.planned",
        "C20.yaml | mode: [home]}] | 'mode: [home]}]\n    within: PT5M' | C20.yaml: fulfil[0].within 'PT5M' means nothing with falls_due",
        "C07.yaml | limit: 1 | limit: -1 | C07.yaml: at_most.limit '-1' is not 0 or more times",
        "C07.yaml | limit: 1 | 'limit: 1\n  limit_by: {item: {X: 2}}' | C07.yaml: at_most.limit_by 'item' is not a field of",
        "C07.yaml | limit: 1 | 'limit: 1\n  limit_by: {item_code: {X: -2}}' | C07.yaml: at_most.limit_by.X '-2' is not 0 or more times",
        "C07.yaml | number: visit_no | number: purpose | C07.yaml: at_most.number 'purpose' is a field of kind text, not whole",
        "C07.yaml | number: visit_no | number: distance_m | C07.yaml: at_most.number 'distance_m' is optional in hall.case.visited",
        "C07.yaml | reason: more_visits | reason: two | C07.yaml: at_most.reason 'two' is not one of the commitment's reasons",
        "C07.yaml | 'objective:' | 'missed: more_visits\nobjective:' | C07.yaml: missed 'more_visits' means nothing with at_most",
        "C07.yaml | 'objective:' | 'due: P1D\nobjective:' | C07.yaml: due 'PT24H' means nothing with at_most",
        "C15.yaml | lag: | 'reason_from: schedule_relationship\n    lag:' | C15.yaml: units[0].reason_from 'schedule_relationship' means nothing without good or bad",
        "C15.yaml | min: PT-1M | min: PT20M | C15.yaml: units[0].lag.min 'PT20M' is more than max, which is PT10M",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {min_coverage: 0}' | C05.yaml: judge.min_coverage '0.0' is not above 0 and at most 1",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {min_coverage: 1.1}' | C05.yaml: judge.min_coverage '1.1' is not above 0 and at most 1",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {z_at_risk: 0}' | C05.yaml: judge.z_at_risk '0.0' is not > 0",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {z_breached: -9}' | C05.yaml: judge.z_breached '-9.0' is not > 0",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {cusum_at_risk: -1}' | C05.yaml: judge.cusum_at_risk '-1.0' is not > 0",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {cusum_breached: 2}' | C05.yaml: judge.cusum_breached '2.0' is not a number from at_risk up, which is 3.0",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {cusum_breached: 1.0e+999}' | C05.yaml: judge.cusum_breached 'Infinity' is not a number from",
        "C04.yaml | 28d: 60 | '28d: 60, 7d: 20' | 'min_sample.7d' is no key here; there may be 28d",
        "C05.yaml | id: C05 | 'id: ~' | C05.yaml:1:1: 'id' is missing",
        "C05.yaml | 'promise: [P9]' | 'promise: ~' | 'promise' is missing",
        "C05.yaml | unit: {zh: 件, | 'unit: {zh: ~,' | C05.yaml:8:7: 'unit.zh' is missing",
        "streams.yaml | grace: PT15M | grace: ~ | streams.yaml:4:7: 'hall.grace' is missing",
        "C15.yaml | {trip_id_scheduled: trip_id_performed} | {stop_id: trip_id_performed} | C15.yaml: units[0].subject_else 'stop_id' is not a field of the subject",
        "C15.yaml | {trip_id_scheduled: trip_id_performed} | {} | C15.yaml: units[0].subject 'trip_id_scheduled' is optional in transport.stop.visited",
        "C15.yaml | trip_id_performed} | actual_arrival_time} | C15.yaml: units[0].subject_else 'actual_arrival_time' is optional in",
        "C15.yaml | trip_id_performed} | trip_id} | C15.yaml: units[0].subject_else 'trip_id' is not a field of",
        "C04.yaml | reason_from: outcome | 'reason_from: outcome\n    timepoints_of_trip: true' | C04.yaml: units[0] 'trip_id_scheduled' is not a field of",
        "C22.yaml | month: period | month: former_area_line | C22.yaml: transfers.month 'former_area_line' is optional in fiscal.transfer.disbursed",
        "C22.yaml | purpose: programme | purpose: document_ref | C22.yaml: transfers.purpose 'document_ref' is not a field whose values are listed",
        "C22.yaml | fen: amount_fen | fen: period | C22.yaml: transfers.fen 'period' is a field of kind text, not whole",
        "C22.yaml | operating: {zh | operation: {zh | C22.yaml: transfers.purpose 'operating' is not one of the commitment's reasons",
        "C22.yaml | objective: 1 | 'objective: 1\nsupply: []' | C22.yaml: supply '' means nothing for meter transfer",
        "C22.yaml | objective: 1 | 'objective: 1\nhard: {rule: none, whole_day: true}' | C22.yaml: hard '' means nothing for meter transfer",
        "C22.yaml | objective: 1 | 'objective: 1\ncounts_for: P9D' | C22.yaml: counts_for 'PT216H' means nothing for meter transfer",
        "C20H.yaml | unseen: P14D | unseen: P41D | C20H.yaml: watch.unseen 'PT984H' is not one or more full days, at most 40",
        "C20H.yaml | unseen: P14D | unseen: PT12H | C20H.yaml: watch.unseen 'PT12H' is not one or more full days",
        "C20H.yaml | reason: unseen | reason: missing | C20H.yaml: watch.reason 'missing' is not one of the commitment's reasons",
        "C20H.yaml | cause: programme | cause: interval_d | C20H.yaml: watch.cause 'interval_d' is optional in care.plan.set",
        "C20H.yaml | tier: [high] | tier: [low] | C20H.yaml: watch.where.tier 'low' is not one of [high, key, general]",
        "C20H.yaml | subject: person_ref | subject: site_id | C20H.yaml: watch.subject 'site_id' is optional in care.plan.set",
        "C20H.yaml | event: care.visit.done | event: school.session.held | C20H.yaml: seen[0].event 'school.session.held' is not of stream care",
        "C20H.yaml | moved, died | moved, gone | C20H.yaml: over[0].where.reason 'gone' is not one of",
        "C20H.yaml | 'min_days: 1' | 'min_days: 14' | C20H.yaml: judge.min_days '14' is not 1, where each day says how things stand",
        "C20H.yaml | objective: 1 | 'objective: 1\nunits: []' | C20H.yaml: units '' means nothing for meter watch",
        "C25.yaml | objective: 1 | 'objective: 1\nover: []' | C25.yaml: over '' means nothing for meter milestone",
        "C22.yaml | {min_days: 1} | {min_days: 2} | C22.yaml: judge.min_days '2' is not 1, where each day says how things stand",
        "C23F.yaml | purposes: [infrastructure] | purposes: [] | C23F.yaml: transfers.purposes '' names none",
        "C23F.yaml | purposes: [infrastructure] | purposes: [roads] | C23F.yaml: transfers.purposes 'roads' is not one of [operating,",
        "C23F.yaml | purposes: [infrastructure] | purposes: [operating] | C23F.yaml: transfers.purpose 'operating' is not one of the commitment's reasons",
        "C23F.yaml | id: C23F | id: C23FF | C23F.yaml: id 'C23FF' is not like C05",
        "C23.yaml | 'counts_for: P92D' | '' | C23.yaml: hard.overdue 'PT720H' means nothing without counts_for",
        "C23.yaml | 'counts_for: P92D' | '' | C23.yaml: planned.reason 'kind' means nothing without counts_for",
        "C23.yaml | 'counts_for: P92D' | '' | C23.yaml: reached.milestone '[project_id, milestone_id]' is a field whose values are not listed",
        "C23.yaml | counts_for: P92D | counts_for: PT36H | C23.yaml: counts_for 'PT36H' is not one or more full days",
        "C23.yaml | counts_for: P92D | counts_for: P400D | C23.yaml: counts_for 'PT9600H' is not one or more full days, at most 366",
        "C23.yaml | overdue: P30D | overdue: PT0S | C23.yaml: hard.overdue 'PT0S' is not one or more full days",
        "C23.yaml | overdue: P30D | any_lost: true | C23.yaml: hard.any_lost 'true' means nothing with counts_for",
        "C23.yaml | objective: 0.90 | 'objective: 0.90\nmilestones: {road: 2020-05-01}' | C23.yaml: milestones '[road]' means nothing with counts_for",
        "C23.yaml | '  reason: kind' | '' | C23.yaml: planned.reason '' is missing for meter milestone",
        "C23.yaml | reason: kind | reason: project_id | C23.yaml: planned.reason 'project_id' is a field whose values are not listed",
        "C23.yaml | 'milestone_id]}' | 'milestone_id], reason: kind}' | C23.yaml: reached.reason 'kind' means nothing where it is reached",
        "C23.yaml | 'milestone_id]}' | 'milestone_id, area_id]}' | C23.yaml: planned.milestone '[project_id, milestone_id]' has not as many fields as in reached",
        "C23.yaml | bridge: {zh | bridges: {zh | C23.yaml: reasons 'bridge' is not one of the commitment's reasons",
        "C23.yaml | tolerance_at_risk: 0, | 'tolerance_at_risk: 0, z_at_risk: 1,' | C23.yaml: judge.z_at_risk '1.0' means nothing for meter milestone",
        "C25.yaml | any_lost: true | overdue: P9D | C25.yaml: hard.overdue 'PT216H' means nothing without counts_for",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\nhard: {rule: x, overdue: P9D}' | C05.yaml: hard.overdue 'PT216H' means nothing for meter deadline",
        "C14.yaml | objective: 1 | 'objective: 1\ntransfers: {event: e, month: m, purpose: p, fen: f, subject: [s]}' | C14.yaml: transfers '' means nothing for meter baseline",
        "C14.yaml | objective: 1 | objective: 1.01 | C14.yaml: objective '1.01' is not between 0 and 1",
        "C13.yaml | objective: 0.97 | objective: 1 | C13.yaml: objective '1.0' is not between 0 and 1; 1 can't be judged from samples",
        "C14.yaml | tolerance_at_risk: 0.05 | tolerance_at_risk: -0.1 | C14.yaml: judge.tolerance_at_risk '-0.1' is not ≥ 0",
        "C14.yaml | tolerance_breached: 0.10 | tolerance_breached: 0.02 | C14.yaml: judge.tolerance_breached '0.02' is not from tolerance_at_risk up and below the objective",
        "C14.yaml | tolerance_breached: 0.10 | tolerance_breached: 1 | C14.yaml: judge.tolerance_breached '1.0' is not from tolerance_at_risk up",
        "C14.yaml | tolerance_breached: 0.10 | 'tolerance_breached: 0.10\n  z_breached: 3' | C14.yaml: judge.z_breached '3.0' means nothing for meter baseline",
        "C14.yaml | tolerance_breached: 0.10 | 'tolerance_breached: 0.10\n  min_days: 29' | C14.yaml: judge.min_days '29' is not from 1 to 28",
        "C13.yaml | objective: 0.97 | 'objective: 0.97\njudge: {warn_if_none_posted: true}' | C13.yaml: judge.warn_if_none_posted 'true' means nothing without hours that an event posts",
        "C01.yaml | objective: 0.95 | 'objective: 0.95\njudge: {warn_if_none_posted: true}' | C01.yaml: judge.warn_if_none_posted 'true' means nothing without hours that an event posts",
        "C13.yaml | objective: 0.97 | 'objective: 0.97\njudge: {min_days: 7}' | C13.yaml: judge.min_days '7' means nothing for meter deadline",
        "C13.yaml | objective: 0.97 | 'objective: 0.97\njudge: {tolerance_breached: 0.1}' | C13.yaml: judge.tolerance_breached '0.1' means nothing for meter deadline",
        "C14.yaml | objective: 1 | 'objective: 1\nhard: {rule: none, whole_day: true}' | C14.yaml: hard '' means nothing for meter baseline",
        "C14.yaml | objective: 1 | 'objective: 1\nunits: []' | C14.yaml: units '' means nothing for meter baseline",
        "C13.yaml | objective: 0.97 | 'objective: 0.97\nsupply: []' | C13.yaml: supply '' means nothing for meter deadline",
        "C14.yaml | date: service_date | date: stop_id | C14.yaml: supply[0].date 'stop_id' is a field of kind text, not date",
        "C14.yaml | trip_id_performed] | trip_id_scheduled] | C14.yaml: supply[0].subject 'trip_id_scheduled' is optional in transport.stop.visited",
        "C14.yaml | [Scheduled, Unscheduled, | [Scheduled, Added, | C14.yaml: supply[0].where.schedule_relationship 'Added' is not one of",
        "C14.yaml | market_day: {zh | market: {zh | C14.yaml: reasons 'market_day' is missing: what is said when less is supplied",
        "C14.yaml | objective: 1 | 'objective: 1\nhours: {event: transport.timetable.published}' | C14.yaml: hours.event 'transport.timetable.published' means nothing for meter baseline",
        "C13.yaml | objective: 0.97 | 'objective: 0.97\nhours: {workday: [\"09:00-12:00\"]}' | C13.yaml: hours '' means nothing for meter deadline",
        "C21P.yaml | 'workday: [\"00:00-24:00\"]' | '' | C21P.yaml: hours '' need hours",
        "C21P.yaml | to: 2020-07-10 | to: 2020-02-16 | C21P.yaml: hours.terms '2020-02-16' is before from",
        "C21P.yaml | 'workday: [\"00:00-24:00\"]' | 'rest_day: [\"00:00-24:00\"]' | C21P.yaml: reasons 'rest_day' is missing: what is said when less is supplied",
        "C04.yaml | subject: [ticket_id] | subject: [] | C04.yaml: units[0].subject '' names no field",
      })
  void aMistakeIsNamedWithItsFileAndKeyOrPlace(
      String file, String right, String wrong, String message) throws IOException {
    boolean alone = !List.of("C24.yaml", "streams.yaml").contains(file); // these need the others
    if (alone) {
      copy(file);
      copy("streams.yaml");
    } else {
      copyAll();
    }
    replace(file, right, wrong);

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining(message);
  }

  @Test
  void howSureAGapMustBeCanBeSet() throws IOException {
    copyAll();
    replace("C24.yaml", "objective: 1", "objective: 1\njudge: {z_at_risk: 1.0, z_breached: 1.5}");

    var gap = Catalogue.load(directory, TestCity.TYPES).get("C24");
    assertThat(gap.judging().zAtRisk()).isEqualTo(1.0);
    assertThat(gap.judging().zBreached()).isEqualTo(1.5);
    assertThat(gap.exceptions()).isFalse();
  }

  @Test
  void everyMisspeltKeyIsNamedAtOnce() throws IOException {
    copyAll();
    replace("C05.yaml", "objective:", "objectiv:");
    replace("C05.yaml", "min_sample:", "min_samples:");
    replace("C04.yaml", "slug:", "slog:");

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContainingAll(
            "'objectiv' is no key here; did you mean 'objective'?",
            "'min_samples' is no key here; did you mean 'min_sample'?",
            "C04.yaml:3:1: 'slog' is no key here; did you mean 'slug'?");
  }

  @Test
  void aKeyGivenTwiceIsAMistake() throws IOException {
    copyAll();
    replace("C05.yaml", "objective: 0.90", "objective: 0.90\nobjective: 0.10");

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("C05.yaml:")
        .hasMessageContaining("objective");
  }

  @Test
  void aFileThatWouldNotBeReadIsAMistake() throws IOException {
    copyAll();
    Files.move(directory.resolve("C05.yaml"), directory.resolve("C05.yml"));

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("C05.yml: name 'C05.yml' does not end in .yaml");
  }

  @Test
  void oneIdInTwoFilesIsAMistake() throws IOException {
    copyAll();
    Files.copy(directory.resolve("C05.yaml"), directory.resolve("C99.yaml"));

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("C99.yaml: id 'C05' is not the name of its file");
  }

  @Test
  void aStreamOfTheReferenceDataWithoutTimeRulesIsAMistake() throws IOException {
    copyAll();
    TestCity.CATALOGUE.requireRulesFor(TestCity.demoRegistry());
    Files.delete(directory.resolve("C17.yaml"));
    Files.delete(directory.resolve("C18.yaml"));
    Files.delete(directory.resolve("C19.yaml"));
    Files.delete(directory.resolve("C24.yaml"));
    replace("streams.yaml", "clinic:", "other:");
    var catalogue = Catalogue.load(directory, TestCity.TYPES);

    assertThatThrownBy(() -> catalogue.requireRulesFor(TestCity.demoRegistry()))
        .isInstanceOf(CatalogueException.class)
        .hasMessage(
            "streams.yaml: 'clinic' is missing, the stream of source /demo/c01/clinic/f01 of the"
                + " reference data");
  }

  @Test
  void anEmptyFileIsAMistake() throws IOException {
    copyAll();
    Files.writeString(directory.resolve("C05.yaml"), "~\n");

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("C05.yaml");
  }

  @Test
  void everyMistakeIsNamedAtOnce() throws IOException {
    copyAll();
    replace("C05.yaml", "objective: 0.90", "objective: 2");
    replace("C17.yaml", "missing: no_doctor", "missing: nobody");

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .hasMessageContaining("C05.yaml")
        .hasMessageContaining("C17.yaml");
  }

  private void copyAll() throws IOException {
    try (var files = Files.list(COMMITMENTS)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
  }

  private void copy(String file) throws IOException {
    Files.copy(COMMITMENTS.resolve(file), directory.resolve(file));
  }

  private void replace(String file, String right, String wrong) throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(right);
    int at = text.indexOf(right);
    Files.writeString(path, text.substring(0, at) + wrong + text.substring(at + right.length()));
  }
}
