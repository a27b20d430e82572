package org.duixian.commitment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.util.List;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * The event with which a site publishes its list of items. A list counts from its first day on, but
 * not for days that were over when it was published.
 *
 * @param type its type
 * @param site position of the site
 * @param from position of the first service date
 * @param list position of the list
 * @param item name of the field of an entry that names the item
 * @param state name of the field of an entry with its state
 * @param states every state there can be; they are kept by their numbers
 * @param offered the states in which the site offers an item
 * @param beforehand whether it must have been published before a day begins to count for it
 */
record ItemPublication(
    String type,
    int site,
    int from,
    int list,
    String item,
    String state,
    List<String> states,
    List<String> offered,
    boolean beforehand)
    implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  void take(Event event, Lane lane) {
    String key = lane.key(event.fields()[site]);
    ItemLists known = lane.memory().itemLists().get(key);
    var lists = known == null ? new ItemLists() : known;
    long publishedMillis = lane.clock().publishedMillis(event, lane.rules().graceMillis());
    int first =
        beforehand
            ? ServiceDates.serviceDate(publishedMillis - 1) + 1
            : ServiceDates.serviceDate(publishedMillis);
    lists.publish(
        new ItemLists.Version(
            Math.max(ServiceDates.parse(event.fields()[from]), first),
            publishedMillis,
            items(event.fields()[list]),
            Lane.reference(event)),
        lane.clock().vouchedThrough + 1);
    lane.memory().itemLists().put(key, lists);
  }

  private long[] items(String document) {
    try {
      JsonNode entries = JSON.readTree(document);
      var items = new long[entries.size()];
      for (int i = 0; i < items.length; i++) {
        JsonNode entry = entries.get(i);
        int number = states.indexOf(entry.get(state).asText());
        items[i] = ItemLists.item(entry.get(item).asText(), number);
      }
      return items;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list that was read before", e);
    }
  }

  /** The list by which a site's day is counted, or null if there is none. */
  static ItemLists.Version inForce(String siteId, int serviceDate, Lane lane) {
    ItemLists lists = lane.memory().itemLists().get(lane.key(siteId));
    return lists == null ? null : lists.inForce(serviceDate);
  }

  /** How a list offers an item, or empty if it does not name it. */
  String state(ItemLists.Version list, String itemCode) {
    int number = list.state(itemCode);
    return number < 0 ? "" : states.get(number);
  }

  boolean offers(ItemLists.Version list, String itemCode) {
    return offered.contains(state(list, itemCode));
  }
}
