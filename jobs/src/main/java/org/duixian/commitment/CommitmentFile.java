package org.duixian.commitment;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.duixian.commitment.Commitment.Words;
import org.duixian.event.AttributionRule;

/**
 * A commitment as it stands in its YAML file; see schemas/README.md for the meaning of each key.
 */
record CommitmentFile(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String version,
    @JsonProperty(required = true) String slug,
    @JsonProperty(required = true) Words name,
    @JsonProperty(required = true) List<String> promise,
    String stream,
    @JsonProperty(required = true) Kind meter,
    AttributionRule attribution,
    @JsonProperty(required = true) Words unit,
    List<Units> units,
    Opening open,
    Duration due,
    Term fallsDue,
    List<Step> fulfil,
    List<Step> fail,
    List<Step> withdraw,
    Duration withdrawWithin,
    boolean withdrawByDue,
    List<Step> pause,
    List<Step> resume,
    List<Step> extend,
    List<Step> confirm,
    Integer confirmWorkdays,
    String unconfirmed,
    List<Step> revoke,
    AtMost atMost,
    String late,
    String missed,
    Hours hours,
    PresenceUnit each,
    List<Requirement> require,
    String place,
    Map<String, LocalDate> milestones,
    MilestoneEvent planned,
    MilestoneEvent reached,
    Duration countsFor,
    Watching watch,
    List<Sign> seen,
    List<Sign> over,
    List<String> compare,
    Double most,
    List<Supply> supply,
    Transfers transfers,
    Retain retain,
    Hard hard,
    @JsonProperty(required = true) double objective,
    @JsonProperty(required = true) MinSample minSample,
    Judge judge,
    Boolean exceptions,
    @JsonProperty(required = true) Recipients recipients,
    @JsonProperty(required = true) Map<String, Words> reasons,
    @JsonProperty(required = true) LocalDate effectiveFrom) {

  enum Kind {
    ratio,
    deadline,
    presence,
    milestone,
    baseline,
    transfer,
    gap,
    retained,
    watch
  }

  record Units(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) List<String> subject,
      Map<String, String> subjectElse,
      String date,
      List<Map<String, List<String>>> eligible,
      List<Map<String, List<String>>> except,
      List<Map<String, List<String>>> good,
      Lag lag,
      String reasonFrom,
      String bad,
      boolean timepointsOfTrip,
      Suspend suspend,
      Listed listed) {}

  /**
   * What a unit is about, and the published list that must name it.
   *
   * @param event the event that tells it
   * @param subject fields that name the unit
   * @param item field that names the item
   */
  record Listed(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) List<String> subject,
      @JsonProperty(required = true) String item,
      @JsonProperty(required = true) ItemList in) {}

  record Lag(
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String to,
      @JsonProperty(required = true) Duration min,
      @JsonProperty(required = true) Duration max,
      @JsonProperty(required = true) String early,
      @JsonProperty(required = true) String late) {}

  record Opening(
      String event,
      String timetable,
      List<Map<String, List<String>>> where,
      List<String> subject,
      String site,
      String kind,
      String dueFrom,
      Suspend suspend) {}

  /**
   * @param route field with the route that is suspended
   * @param from field with the first service day
   * @param to field with the last service day
   * @param notified field with the instant of the notice
   * @param notice how long after it a service day must begin
   */
  record Suspend(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) String route,
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String to,
      @JsonProperty(required = true) String notified,
      @JsonProperty(required = true) Duration notice) {}

  record Step(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) List<String> subject,
      List<Map<String, List<String>>> where,
      String stop,
      String reason,
      boolean confirmed,
      String days,
      String until,
      Duration within,
      @JsonProperty("for") List<String> kinds) {}

  /**
   * How often something may happen.
   *
   * @param number field that counts it
   * @param limit how often
   * @param limitBy how often by the values of one field of the opening event
   */
  record AtMost(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) List<String> subject,
      @JsonProperty(required = true) String number,
      @JsonProperty(required = true) int limit,
      Map<String, Map<String, Integer>> limitBy,
      @JsonProperty(required = true) String reason) {}

  /**
   * When an obligation falls due in working days; the first of these that an event gives counts.
   *
   * @param at field with the instant itself
   * @param workdaysBy working days by the values of one field
   * @param workdaysFrom fields with the working days
   * @param workdays the working days
   * @param plus added to the working days
   */
  record Term(
      String at,
      Map<String, Map<String, Integer>> workdaysBy,
      List<String> workdaysFrom,
      Integer workdays,
      int plus) {}

  /**
   * @param event the event that posts them, or null where they stand here
   * @param list where in that event
   * @param terms when they hold at all, or null
   */
  record Hours(
      String event,
      String list,
      List<String> workday,
      List<String> restDay,
      List<String> statutoryHoliday,
      List<String> marketDay,
      List<Period> terms) {}

  /**
   * @param from first day
   * @param to last day
   */
  record Period(
      @JsonProperty(required = true) LocalDate from, @JsonProperty(required = true) LocalDate to) {}

  record Requirement(
      @JsonProperty(required = true) String on,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> off,
      String who,
      String date,
      List<Map<String, List<String>>> where,
      List<Map<String, List<String>>> except,
      Announced announced,
      Integer atLeast,
      List<String> forEach,
      boolean carriesOver,
      @JsonProperty(required = true) String missing) {}

  /**
   * @param month field with the month whose books the money stands in
   * @param purpose field that says what it is for
   * @param purposes those that count, or null: all
   * @param fen field with the amount
   */
  record Transfers(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) String month,
      @JsonProperty(required = true) String purpose,
      List<String> purposes,
      @JsonProperty(required = true) String fen,
      @JsonProperty(required = true) List<String> subject) {}

  record Supply(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) List<String> subject,
      String date,
      List<Map<String, List<String>>> where) {}

  /**
   * @param where which endings can be announced
   * @param at field with the instant of the announcement
   * @param before how long before the ending that must be
   * @param until field with the instant up to which it is announced
   */
  record Announced(
      @JsonProperty(required = true) List<Map<String, List<String>>> where,
      @JsonProperty(required = true) String at,
      @JsonProperty(required = true) Duration before,
      @JsonProperty(required = true) String until) {}

  /**
   * @param milestone field or fields that name the milestone
   * @param reason field with the reason why it is lost, where that is not its name
   * @param dueOn field with its date
   */
  record MilestoneEvent(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true)
          @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          List<String> milestone,
      String reason,
      String dueOn) {}

  /**
   * Who must be seen so often.
   *
   * @param subject field that names the person
   * @param cause field with the cause: each is ended by a later event for which where does not hold
   * @param unseen how long nobody may have seen the person
   * @param reason the reason where that has passed
   */
  record Watching(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) String subject,
      @JsonProperty(required = true) String cause,
      @JsonProperty(required = true) List<Map<String, List<String>>> where,
      @JsonProperty(required = true) Duration unseen,
      @JsonProperty(required = true) String reason) {}

  /**
   * @param subject field that names the person
   */
  record Sign(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) String subject,
      List<Map<String, List<String>>> where) {}

  /**
   * The published list that must still hold what a site offered before the merger.
   *
   * @param event the event that publishes it
   * @param list field with its entries
   * @param from field with the first service date on which it holds
   * @param item field of an entry that names the item
   * @param state field of an entry that says how it is offered
   * @param kept the states in which it is kept; any other is the reason why it is lost
   * @param unlisted the reason where the item has no entry
   */
  record Retain(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) String list,
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String item,
      @JsonProperty(required = true) String state,
      @JsonProperty(required = true) List<String> kept,
      @JsonProperty(required = true) String unlisted) {

    ItemList items() {
      return new ItemList(event, list, from, item, state, kept);
    }
  }

  /**
   * @param event the event that publishes it
   * @param list field with its entries
   * @param from field with the first service date on which it holds
   * @param item field of an entry that names the item
   * @param state field of an entry that says how it is offered
   * @param kept the states in which it is offered
   */
  record ItemList(
      @JsonProperty(required = true) String event,
      @JsonProperty(required = true) String list,
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String item,
      @JsonProperty(required = true) String state,
      @JsonProperty(required = true) List<String> kept) {}

  /**
   * @param run so long without service, in posted minutes in a row
   * @param wholeInterval a whole posted interval without service
   * @param wholeDay no good unit on a whole service day
   * @param anyLost a single lost unit
   * @param overdue so long not reached after its date
   * @param workdaysFrom field with the working days of a second limit
   * @param reason the reason where that limit has passed
   * @param missing the one requirement that it asks for, by its reason
   * @param words what a notice says when it is broken
   */
  record Hard(
      @JsonProperty(required = true) String rule,
      Duration run,
      boolean wholeInterval,
      boolean wholeDay,
      boolean anyLost,
      Duration overdue,
      String workdaysFrom,
      String reason,
      String missing,
      Words words) {}

  record MinSample(@JsonProperty(value = "28d", required = true) int days28) {}

  record Judge(
      Double zAtRisk,
      Double zBreached,
      Double cusumAtRisk,
      Double cusumBreached,
      Double minCoverage,
      Double toleranceAtRisk,
      Double toleranceBreached,
      Integer minDays,
      boolean warnIfNonePosted) {}

  record Recipients(
      @JsonProperty(required = true) List<String> atRisk,
      @JsonProperty(required = true) List<String> breached,
      List<String> reminded) {}
}
