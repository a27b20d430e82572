package org.duixian.edge;

import java.util.List;
import org.duixian.alert.Alert;
import org.duixian.alert.Notice;
import org.duixian.commitment.Outcome;
import org.duixian.edge.Restatements.Restated;
import org.duixian.event.ArchivedEvent;
import org.duixian.event.Heartbeat;
import org.duixian.event.Intake;
import org.duixian.event.Rejected;
import org.duixian.level.ServiceLevel;

/** The tables of {@code schemas/clickhouse/001_tables.sql} as this version fills them. */
final class ClickHouseTables {

  static final ClickHouseTable<ArchivedEvent> EVENTS =
      new ClickHouseTable<ArchivedEvent>("events")
          .text("topic", ArchivedEvent::topic)
          .whole("partition", ArchivedEvent::partition)
          .whole("offset", ArchivedEvent::offset)
          .instant("arrived_at", ArchivedEvent::arrivedMillis)
          .text("source", ArchivedEvent::source)
          .text("id", ArchivedEvent::id)
          .text("type", ArchivedEvent::type)
          .instantIf(ArchivedEvent::decoded, "time", ArchivedEvent::timeMillis)
          .instantIf(ArchivedEvent::decoded, "recorded_at", ArchivedEvent::recordedMillis)
          .text("subject", ArchivedEvent::subject)
          .text("site_code", ArchivedEvent::siteCode)
          .text("village_code", ArchivedEvent::villageCode)
          .flag("decoded", ArchivedEvent::decoded)
          .text("payload", ArchivedEvent::payload);

  static final ClickHouseTable<Rejected> REJECTED_EVENTS =
      new ClickHouseTable<Rejected>("rejected_events")
          .text("topic", Rejected::topic)
          .whole("partition", Rejected::partition)
          .whole("offset", Rejected::offset)
          .instant("arrived_at", Rejected::arrivedMillis)
          .text("source", Rejected::source)
          .text("reason", Rejected::reason)
          .text("detail", Rejected::detail)
          .text("payload", Rejected::payload);

  static final ClickHouseTable<Heartbeat> HEARTBEATS =
      new ClickHouseTable<Heartbeat>("heartbeats")
          .text("source", Heartbeat::source)
          .instant("period_start", Heartbeat::periodStartMillis)
          .instant("period_end", Heartbeat::periodEndMillis)
          .text("id", Heartbeat::id)
          .whole("events_emitted", Heartbeat::eventsEmitted)
          .instant("sent_at", Heartbeat::sentMillis)
          .instant("arrived_at", Heartbeat::arrivedMillis)
          .text("topic", Heartbeat::topic)
          .whole("partition", Heartbeat::partition)
          .whole("offset", Heartbeat::offset);

  static final ClickHouseTable<Outcome> OUTCOMES =
      new ClickHouseTable<Outcome>("outcomes")
          .text("area_id", Outcome::areaId)
          .text("commitment_id", Outcome::commitmentId)
          .date("service_date", Outcome::serviceDate)
          .text("source", Outcome::source)
          .text("subject", Outcome::subject)
          .whole("revision", Outcome::revision)
          .text("site_id", Outcome::siteId)
          .whole("good", Outcome::good)
          .whole("total", Outcome::total)
          .counts("lost_by_reason", Outcome::lostByReason)
          .text("hard_rule", Outcome::hardRule)
          .instantIf(outcome -> outcome.dueMillis() != 0, "due_at", Outcome::dueMillis)
          .instant("known_at", Outcome::knownMillis)
          .texts("evidence", Outcome::evidence)
          .text("commitment_version", Outcome::commitmentVersion)
          .text("reference_version", Outcome::referenceVersion)
          .text("calendar_version", Outcome::calendarVersion);

  static final ClickHouseTable<ServiceLevel> SERVICE_LEVELS =
      new ClickHouseTable<ServiceLevel>("service_levels")
          .text("area_id", ServiceLevel::areaId)
          .text("commitment_id", ServiceLevel::commitmentId)
          .whole("window_days", ServiceLevel::windowDays)
          .date("service_date", ServiceLevel::serviceDate)
          .whole("revision", ServiceLevel::revision)
          .whole("good", ServiceLevel::good)
          .whole("total", ServiceLevel::total)
          .whole("raw_good", ServiceLevel::rawGood)
          .whole("raw_total", ServiceLevel::rawTotal)
          .number("objective", ServiceLevel::objective)
          .number("lower_share", ServiceLevel::lowerShare)
          .number("upper_share", ServiceLevel::upperShare)
          .number("cusum", ServiceLevel::cusum)
          .text("verdict", level -> level.verdict() == null ? "" : level.verdict().name())
          .text("hard_rule", ServiceLevel::hardRule)
          .whole("units_missing", ServiceLevel::unitsMissing)
          .whole("days_vouched", ServiceLevel::daysVouched)
          .whole("days_expected", ServiceLevel::daysExpected)
          .whole("days_excepted", ServiceLevel::daysExcepted)
          .wholeOrNone("open_units", ServiceLevel::openUnits)
          .wholeOrNone("overdue_units", ServiceLevel::overdueUnits)
          .counts("lost_by_reason", ServiceLevel::lostByReason)
          .texts("evidence", ServiceLevel::evidence)
          .instant("judged_at", ServiceLevel::judgedMillis)
          .text("commitment_version", ServiceLevel::commitmentVersion)
          .text("reference_version", ServiceLevel::referenceVersion)
          .text("calendar_version", ServiceLevel::calendarVersion);

  static final ClickHouseTable<Alert> ALERTS =
      new ClickHouseTable<Alert>("alerts")
          .text("alert_id", Alert::alertId)
          .whole("revision", Alert::revision)
          .text("area_id", Alert::areaId)
          .texts("township_ids", Alert::townshipIds)
          .text("county_id", Alert::countyId)
          .text("commitment_id", Alert::commitmentId)
          .text("stream", Alert::stream)
          .text("subject", Alert::subject)
          .text("severity", Alert::severity)
          .text("state", Alert::state)
          .text("resolution", Alert::resolution)
          .text("held_by", Alert::heldBy)
          .instantIf(alert -> alert.ackDueMillis() != 0, "ack_due_at", Alert::ackDueMillis)
          .text("acknowledged_by", Alert::acknowledgedBy)
          .text("note", Alert::note)
          .date("since_date", Alert::sinceDate)
          .date("service_date", Alert::serviceDate)
          .instant("at", Alert::atMillis)
          .whole("good", Alert::good)
          .whole("total", Alert::total)
          .number("objective", Alert::objective)
          .text("hard_rule", Alert::hardRule)
          .counts("lost_by_reason", Alert::lostByReason)
          .texts("evidence", Alert::evidence)
          .texts("recipients", Alert::recipients)
          .text("text_zh", Alert::textZh)
          .text("text_en", Alert::textEn)
          .text("commitment_version", Alert::commitmentVersion)
          .text("reference_version", Alert::referenceVersion)
          .text("calendar_version", Alert::calendarVersion);

  static final ClickHouseTable<Intake> INTAKE =
      new ClickHouseTable<Intake>("intake")
          .text("source", Intake::source)
          .second("hour", Intake::hourMillis)
          .text("area_id", Intake::areaId)
          .whole("accounted", Intake::accounted)
          .whole("duplicate", Intake::duplicate)
          .whole("too_late", Intake::tooLate)
          .whole("irrelevant", Intake::irrelevant);

  static final ClickHouseTable<Notice> NOTICES =
      new ClickHouseTable<Notice>("notices")
          .text("alert_id", Notice::alertId)
          .whole("revision", Notice::revision)
          .text("role", Notice::role)
          .text("severity", Notice::severity)
          .text("state", Notice::state)
          .text("commitment_id", Notice::commitmentId)
          .text("area_id", Notice::areaId)
          .text("county_id", Notice::countyId)
          .text("peer", Notice::peer)
          .text("receiver", Notice::receiver)
          .text("result", Notice::result)
          .whole("status", Notice::status)
          .text("detail", Notice::detail)
          .instant("at", Notice::atMillis);

  static final ClickHouseTable<Restated> RESTATEMENTS =
      new ClickHouseTable<Restated>("restatements")
          .instant("audited_at", Restated::auditedMillis)
          .text("of_table", each -> each.difference().ofTable())
          .text("unit", each -> each.difference().unit())
          .whole("revision", each -> each.difference().revision())
          .text("area_id", each -> each.difference().areaId())
          .text("commitment_id", each -> each.difference().commitmentId())
          .date("service_date", each -> each.difference().serviceDate())
          .text("why", each -> each.difference().why().name())
          .texts("differing", each -> each.difference().differing())
          .text("said", each -> each.difference().said())
          .text("known", each -> each.difference().known());

  static final ClickHouseTable<Chain.Stored> CHAIN =
      new ClickHouseTable<Chain.Stored>("chain")
          .text("county_id", each -> each.link().countyId())
          .whole("number", each -> each.link().number())
          .date("date", each -> each.link().date())
          .text("previous", each -> each.link().previous())
          .texts("lines", each -> each.link().lines())
          .text("head", each -> each.link().head())
          .instant("read_at", Chain.Stored::readMillis)
          .counts("read_to", Chain.Stored::readTo);

  static final ClickHouseTable<ReferenceRow> REFERENCE =
      new ClickHouseTable<ReferenceRow>("reference")
          .text("version", ReferenceRow::version)
          .date("applies_from", ReferenceRow::appliesFrom)
          .instant("published_at", ReferenceRow::publishedMillis)
          .text("file", ReferenceRow::file)
          .whole("line", ReferenceRow::line)
          .named("fields", ReferenceRow::fields);

  static final List<ClickHouseTable<?>> ALL =
      List.of(
          EVENTS,
          REJECTED_EVENTS,
          HEARTBEATS,
          OUTCOMES,
          SERVICE_LEVELS,
          ALERTS,
          INTAKE,
          NOTICES,
          RESTATEMENTS,
          CHAIN,
          REFERENCE);

  private ClickHouseTables() {}
}
