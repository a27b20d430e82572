package org.duixian.commitment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * Each item that a site offered before the merger is a unit of every working day, unless it was
 * dropped with approval: good if the list that the site published by then still offers it. A list
 * counts from its first day on, but not for days before it was published, so no day that is over
 * changes.
 */
public final class RetainedMeter implements Meter {
  private static final long serialVersionUID = 1;

  private final ItemPublication publication;
  private final String unlisted;
  private final String hardRule;

  /**
   * @param publication the list; a state in which it does not offer an item is the reason why that
   *     is lost
   * @param unlisted the reason where the item is not in the list
   * @param hardRule the rule that each lost item breaks, or empty
   */
  RetainedMeter(ItemPublication publication, String unlisted, String hardRule) {
    this.publication = publication;
    this.unlisted = unlisted;
    this.hardRule = hardRule;
  }

  @Override
  public String kind() {
    return "retained";
  }

  @Override
  public Set<String> eventTypes() {
    return Set.of(publication.type());
  }

  @Override
  public void on(Event event, Lane lane) {
    publication.take(event, lane);
  }

  /**
   * Whether it is known what a site offers and what it must: one that never published its list, or
   * whose baseline is missing, must not hide behind its neighbours. Where no site has a baseline
   * there is nothing to hold a list against.
   */
  boolean knownOf(String siteId, int serviceDate, Lane lane) {
    var baseline = lane.registry().baselineItems();
    return !baseline.hasAny(lane.areaId())
        || baseline.has(siteId) && ItemPublication.inForce(siteId, serviceDate, lane) != null;
  }

  /** The source has vouched for the whole day. */
  void dayEnded(String siteId, int serviceDate, long knownMillis, Lane lane) {
    var calendar = lane.registry().calendar();
    ItemLists.Version list = ItemPublication.inForce(siteId, serviceDate, lane);
    List<String> promised = lane.registry().baselineItems().promised(siteId, serviceDate);
    boolean owed =
        !promised.isEmpty()
            && calendar.covers(serviceDate)
            && calendar.dayType(serviceDate).isWorkday();
    if (!owed || list == null) {
      return;
    }
    Map<String, Long> lost = new HashMap<>();
    int good = 0;
    for (String itemCode : promised) {
      String state = publication.state(list, itemCode);
      if (publication.offered().contains(state)) {
        good++;
      } else {
        lost.merge(state.isEmpty() ? unlisted : state, 1L, Long::sum);
      }
    }
    var outcome =
        lane.outcome(
            siteId + '/' + ServiceDates.format(serviceDate),
            siteId,
            serviceDate,
            good,
            promised.size(),
            lost,
            lost.isEmpty() ? "" : hardRule,
            0,
            knownMillis,
            0,
            lost.isEmpty() ? List.of() : List.of(list.reference()));
    lane.output().change(new Change(outcome, 0, 0, Map.of(), false));
  }
}
