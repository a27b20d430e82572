package org.duixian.commitment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
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
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The event that publishes a list.
   *
   * @param type its type
   * @param site position of the site
   * @param from position of the first service date
   * @param list position of the list
   * @param item name of the field of an entry that names the item
   * @param state name of the field of an entry with its state
   * @param states every state there can be; they are kept by their numbers
   */
  record Publication(
      String type, int site, int from, int list, String item, String state, List<String> states)
      implements Serializable {}

  private final Publication publication;
  private final List<String> kept;
  private final String unlisted;
  private final String hardRule;

  /**
   * @param kept the states in which an item is kept; any other is the reason why it is lost
   * @param unlisted the reason where the item is not in the list
   * @param hardRule the rule that each lost item breaks, or empty
   */
  RetainedMeter(Publication publication, List<String> kept, String unlisted, String hardRule) {
    this.publication = publication;
    this.kept = kept;
    this.unlisted = unlisted;
    this.hardRule = hardRule;
  }

  @Override
  public String kind() {
    return "retained";
  }

  @Override
  public Set<String> eventTypes() {
    return Set.of(publication.type);
  }

  @Override
  public void on(Event event, Lane lane) {
    String key = lane.key(event.fields()[publication.site]);
    ItemLists known = lane.memory().itemLists().get(key);
    var lists = known == null ? new ItemLists() : known;
    long publishedMillis = lane.clock().publishedMillis(event, lane.rules().graceMillis());
    int from = ServiceDates.parse(event.fields()[publication.from]);
    lists.publish(
        new ItemLists.Version(
            Math.max(from, ServiceDates.serviceDate(publishedMillis)),
            publishedMillis,
            items(event.fields()[publication.list]),
            Lane.reference(event)),
        lane.clock().vouchedThrough + 1);
    lane.memory().itemLists().put(key, lists);
  }

  private long[] items(String list) {
    try {
      JsonNode entries = JSON.readTree(list);
      var items = new long[entries.size()];
      for (int i = 0; i < items.length; i++) {
        JsonNode entry = entries.get(i);
        int state = publication.states.indexOf(entry.get(publication.state).asText());
        items[i] = ItemLists.item(entry.get(publication.item).asText(), state);
      }
      return items;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list that was read before", e);
    }
  }

  /**
   * Whether it is known what a site offers and what it must: one that never published its list, or
   * whose baseline is missing, must not hide behind its neighbours. Where no site has a baseline
   * there is nothing to hold a list against.
   */
  boolean knownOf(String siteId, int serviceDate, Lane lane) {
    var baseline = lane.registry().baselineItems();
    return !baseline.hasAny(lane.areaId())
        || baseline.has(siteId) && inForce(siteId, serviceDate, lane) != null;
  }

  private static ItemLists.Version inForce(String siteId, int serviceDate, Lane lane) {
    ItemLists lists = lane.memory().itemLists().get(lane.key(siteId));
    return lists == null ? null : lists.inForce(serviceDate);
  }

  /** The source has vouched for the whole day. */
  void dayEnded(String siteId, int serviceDate, long knownMillis, Lane lane) {
    var calendar = lane.registry().calendar();
    ItemLists.Version list = inForce(siteId, serviceDate, lane);
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
      int number = list.state(itemCode);
      String state = number < 0 ? unlisted : publication.states.get(number);
      if (number >= 0 && kept.contains(state)) {
        good++;
      } else {
        lost.merge(state, 1L, Long::sum);
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
