package org.duixian.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.duixian.alert.AreaAlerts;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.local.HistoryTables.AlertStep;
import org.duixian.local.HistoryTables.DayUnits;
import org.duixian.local.HistoryTables.Promise;
import org.duixian.local.HistoryTables.Said;
import org.duixian.local.sim.Story;

/** Whether the history tells what the stories broke and shows what was announced, no more. */
final class StoryCheck {
  private static final String RED = "red";
  private static final String NO_DATA = "no_data";
  private static final String SUPPLY = "C14";

  private final Registry registry;
  private final Catalogue catalogue;
  private final HistoryTables history;
  private final List<String> wrong = new ArrayList<>();

  private StoryCheck(Registry registry, Catalogue catalogue, HistoryTables history) {
    this.registry = registry;
    this.catalogue = catalogue;
    this.history = history;
  }

  /** What is missing from the history or should not be there, one line each. */
  static List<String> findings(
      List<Story> stories, Registry registry, Catalogue catalogue, HistoryTables history) {
    var check = new StoryCheck(registry, catalogue, history);
    check.run(stories);
    return List.copyOf(check.wrong);
  }

  private void run(List<Story> stories) {
    List<AlertStep> steps = history.alertSteps();
    Set<Promise> toBreak = new HashSet<>();
    Set<String> toFallSilent = new HashSet<>();
    for (Story story : stories) {
      if (story.kind() == Story.Kind.SILENT_FEED) {
        toFallSilent.add(story.place());
        checkSilence(story, steps);
      } else if (story.kind().isExcused()) {
        checkExcused(story);
      } else {
        for (String commitmentId : story.kind().commitmentIds()) {
          toBreak.add(new Promise(story.areaId(registry), commitmentId));
          checkBreach(story, commitmentId, steps);
        }
        for (Commitment gap : catalogue.gaps()) { // what is broken here may be kept at the seat
          toBreak.add(new Promise(story.areaId(registry), gap.id()));
        }
      }
    }
    for (AlertStep step : steps) {
      boolean unexpected =
          step.commitmentId().equals(AreaAlerts.DATA)
              ? !toFallSilent.contains(step.subject())
              : step.severity().equals(RED)
                  && !toBreak.contains(new Promise(step.areaId(), step.commitmentId()));
      if (unexpected) {
        wrong.add(
            "an alert that no story caused: %s %s (%s)"
                .formatted(step.alertId(), step.state(), step.severity()));
      }
    }
    for (Promise promise : history.breachedEver()) {
      if (!toBreak.contains(promise)) {
        wrong.add(
            "breached without a story: %s in %s"
                .formatted(promise.commitmentId(), promise.areaId()));
      }
    }
    HistoryTables.Counts counts = history.counts();
    if (!counts.identityHolds()) {
      wrong.add("events are not all accounted for: " + counts);
    }
  }

  private void checkBreach(Story story, String commitmentId, List<AlertStep> steps) {
    String areaId = story.areaId(registry);
    boolean red =
        steps.stream()
            .anyMatch(
                step ->
                    step.areaId().equals(areaId)
                        && step.commitmentId().equals(commitmentId)
                        && step.severity().equals(RED)
                        && step.serviceDate() >= story.from());
    if (!red) {
      wrong.add("no red alert for %s in %s (%s)".formatted(commitmentId, areaId, story));
    }
  }

  /** What was announced is neither promised nor hidden: it shows in what nothing excuses. */
  private void checkExcused(Story story) {
    String areaId = story.areaId(registry);
    for (int date = story.from(); date < story.until(); date++) {
      DayUnits owed = history.unitsOf(areaId, story.kind().commitmentId(), date);
      DayUnits supply = history.unitsOf(areaId, SUPPLY, date);
      boolean asAnnounced =
          story.kind() == Story.Kind.NOTIFIED_SUSPENSION
              ? owed.total() < supply.total() && supply.good() < supply.total()
              : owed.total() == 0 && owed.rawGood() < owed.rawTotal();
      if (!asAnnounced) {
        wrong.add(
            "not left out, or not shown, on %s: %s (%s)"
                .formatted(ServiceDates.format(date), owed, story));
      }
    }
  }

  private void checkSilence(Story story, List<AlertStep> steps) {
    for (String state : List.of("raised", "resolved")) {
      boolean there =
          steps.stream()
              .anyMatch(
                  step ->
                      step.commitmentId().equals(AreaAlerts.DATA)
                          && step.subject().equals(story.place())
                          && step.state().equals(state));
      if (!there) {
        wrong.add("no data alert was %s for %s (%s)".formatted(state, story.place(), story));
      }
    }
    String stream = registry.getSource(story.place()).stream();
    for (Commitment commitment : catalogue.all()) {
      if (stream.equals(commitment.stream())) {
        checkDeadDays(story, commitment);
      }
    }
  }

  /** First nothing may be said of the days, and later, with the backlog, something must be. */
  private void checkDeadDays(Story story, Commitment commitment) {
    List<Said> said = history.said(commitment.id(), story.from(), story.until());
    for (String areaId : registry.areasOfSource(story.place())) {
      if (!registry.scopes(story.place(), areaId).contains(commitment.scope())) {
        continue; // only its home area, or of other matters
      }
      for (int date = story.from(); date < story.until(); date++) {
        checkDeadDay(areaId, commitment.id(), date, said);
      }
    }
  }

  private void checkDeadDay(String areaId, String commitmentId, int date, List<Said> all) {
    String what = "%s in %s on %s".formatted(commitmentId, areaId, ServiceDates.format(date));
    var found =
        all.stream()
            .filter(said -> said.areaId().equals(areaId) && said.serviceDate() == date)
            .findFirst();
    if (found.isEmpty()) {
      wrong.add("nothing was published: " + what);
      return;
    }
    Said said = found.get();
    if (!said.first().equals(NO_DATA)) {
      wrong.add("first published as %s, not no_data: %s".formatted(said.first(), what));
    }
    if (said.last().equals(NO_DATA)) {
      wrong.add("still no_data after the backlog came: " + what);
    }
    if (said.breached()) {
      wrong.add("a silent feed was called a breach: " + what);
    }
  }
}
