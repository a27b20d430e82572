package org.duixian.commitment;

import java.util.ArrayList;
import java.util.List;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/**
 * The {@code hours}, {@code each} and {@code require} of a commitment as a {@link PresenceMeter}.
 */
final class PresenceCompiler {
  private static final String SITE = "site_id";
  private static final String SEGMENT = "segment_id";

  private final CommitmentFile file;
  private final FieldNames names;
  private final FixedHoursCompiler fixedHours;

  PresenceCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
    this.fixedHours = new FixedHoursCompiler(file, names);
  }

  PresenceMeter compile() {
    if (!names.allGiven("hours", file.hours(), "require", file.require())) {
      return null;
    }
    names.check(
        place().equals(SITE) || place().equals(SEGMENT),
        "place",
        file.place(),
        "is not " + SITE + " or " + SEGMENT);
    boolean posted = file.hours().event() != null;
    names.check(
        posted || !fixedHours.given().isEmpty(),
        "hours",
        "",
        "need an event that posts them, or hours");
    PresenceMeter.Posting posting = posted ? posting() : null;
    FixedHours fixed = posted ? null : fixedHours.compile();
    var requirements = new ArrayList<RequiredState>();
    int lists = 0;
    for (int i = 0; i < file.require().size(); i++) {
      requirements.add(requirement("require[" + i + "]", file.require().get(i)));
      lists += requirements.get(i) == null || requirements.get(i).forEach().isEmpty() ? 0 : 1;
    }
    int count = requirements.size();
    names.check(count > 0, "require", count, "requires nothing");
    names.check(
        count <= PresenceLog.MAX_REQUIREMENTS,
        "require",
        count,
        "is more than " + PresenceLog.MAX_REQUIREMENTS);
    names.check(
        lists <= 1,
        "require",
        lists,
        "requirements have for_each or hold of the place itself, at most one may");
    var unit = file.each() == null ? PresenceUnit.minute : file.each();
    return new PresenceMeter(
        place().equals(SEGMENT), posting, fixed, unit, requirements, hardRule());
  }

  /** The field that names where the state must hold. */
  private String place() {
    return file.place() == null ? SITE : file.place();
  }

  private PresenceMeter.Posting posting() {
    names.check(
        place().equals(SITE),
        "place",
        file.place(),
        "needs hours that stand here, none are posted");
    EventType hours = names.type("hours.event", file.hours().event());
    var fixed = fixedHours.given();
    names.check(
        fixed.isEmpty(), "hours", fixed, "stand beside an event that posts them: one of both");
    names.check(file.hours().terms() == null, "hours.terms", "", "needs hours that stand here");
    if (hours == null || !names.given("hours.list", file.hours().list())) {
      return null;
    }
    return new PresenceMeter.Posting(
        hours.name(),
        names.always("hours", hours, "site_id"),
        names.always("hours", hours, "valid_from", Kind.date),
        names.position("hours.list", hours, file.hours().list(), Kind.list));
  }

  private RequiredState requirement(String at, CommitmentFile.Requirement each) {
    EventType on = names.type(at + ".on", each.on());
    var offs = new ArrayList<EventType>();
    for (String off : each.off() == null ? List.<String>of() : each.off()) {
      offs.add(names.type(at + ".off", off));
    }
    names.check(each.off() == null || !offs.isEmpty(), at + ".off", "", "names no event");
    names.reason(at + ".missing", each.missing());
    int atLeast = each.atLeast() == null ? 1 : each.atLeast();
    names.check(atLeast > 0, at + ".at_least", atLeast, "is not > 0");
    boolean listed = each.forEach() != null;
    names.check(
        !listed || !each.forEach().isEmpty(), at + ".for_each", "", "names nobody and nothing");
    names.check(
        !listed || each.who() != null,
        at + ".who",
        "",
        "is missing: the field that for_each lists");
    names.check(!listed || atLeast == 1, at + ".at_least", atLeast, "means nothing with for_each");
    boolean ofPlace = each.carriesOver() && !listed && each.who() == null;
    names.check(
        !each.carriesOver() || each.off() != null && (listed || ofPlace),
        at + ".carries_over",
        true,
        "needs off, and for_each, which tells of whom it holds at the outset, or no who");
    names.check(
        each.off() == null || each.date() == null,
        at + ".date",
        each.date(),
        "means nothing with off");
    names.check(
        each.off() == null || each.who() != null || ofPlace,
        at + ".who",
        "",
        "is missing: whose state off ends");
    names.onlyIf(each.off() != null, "without off", at + ".except", each.except());
    names.onlyIf(
        ofPlace && (file.each() == null || file.each() == PresenceUnit.minute),
        "but for minutes of a place whose state carries over",
        at + ".announced",
        each.announced());
    if (on == null || offs.contains(null)) {
      return null;
    }
    return new RequiredState(
        on.name(),
        offs.stream().map(off -> ending(at, each, off)).toList(),
        names.condition(at + ".where", on, each.where(), Condition.ALWAYS),
        names.always(at + ".date", on, each.date(), Kind.date),
        names.always(at + ".who", on, each.who()),
        names.always(at, on, place()),
        atLeast,
        ofPlace ? List.of(RequiredState.ITSELF) : listed ? each.forEach() : List.of(),
        each.carriesOver(),
        each.missing());
  }

  private RequiredState.Ending ending(String at, CommitmentFile.Requirement each, EventType off) {
    return new RequiredState.Ending(
        off.name(),
        names.condition(at + ".except", off, each.except(), Condition.NEVER),
        names.always(at + ".who", off, each.who()),
        names.always(at, off, place()),
        each.announced() == null ? null : announcement(at + ".announced", each.announced(), off));
  }

  private RequiredState.Announcement announcement(
      String at, CommitmentFile.Announced announced, EventType off) {
    long beforeMillis = announced.before().toMillis();
    names.check(beforeMillis >= 0, at + ".before", announced.before(), "is not ≥ 0");
    return new RequiredState.Announcement(
        names.condition(at + ".where", off, announced.where(), Condition.NEVER),
        names.position(at + ".at", off, announced.at(), Kind.instant),
        beforeMillis,
        names.position(at + ".until", off, announced.until(), Kind.instant));
  }

  private HardRule hardRule() {
    var hard = file.hard();
    if (hard == null) {
      return null;
    }
    int requirement = -1;
    for (int i = 0; i < file.require().size(); i++) {
      boolean meant = file.require().get(i).missing().equals(hard.missing());
      requirement = requirement < 0 && meant ? i : requirement;
    }
    names.check(
        hard.missing() == null || requirement >= 0,
        "hard.missing",
        hard.missing(),
        "is not missing of any requirement");
    int runMinutes = hard.run() == null ? 0 : (int) hard.run().toMinutes();
    return new HardRule(hard.rule(), runMinutes, hard.wholeDay(), requirement);
  }
}
