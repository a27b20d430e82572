package org.duixian.area;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The service items that each site offered before the merger, and those dropped since with approval
 * and when: {@code baseline_items.csv}, which need not be there.
 */
public final class BaselineItems implements Serializable {
  private static final long serialVersionUID = 1;

  static final String FILE = "baseline_items.csv";
  static final List<String> COLUMNS =
      List.of("site_id", "item_code", "document_ref", "dropped_on", "drop_document_ref");

  /**
   * @param itemCode the item
   * @param droppedOn first service date on which it is no longer promised
   */
  private record Item(String itemCode, int droppedOn) implements Serializable {}

  private final HashMap<String, ArrayList<Item>> bySite = new HashMap<>();
  private final HashSet<String> areaIds = new HashSet<>();

  private BaselineItems() {}

  static BaselineItems read(ReferenceTable table, Map<String, Site> sites) {
    var baseline = new BaselineItems();
    Set<String> seen = new HashSet<>();
    for (var row : table.rows()) {
      var site = sites.get(row.text("site_id"));
      if (row.require(site != null, "site_id", "no such site")) {
        row.require(site.kind() != Site.Kind.stop, "site_id", "is a stop, which offers no items");
        baseline.areaIds.add(site.areaId());
      }
      row.name("document_ref");
      row.optionalName("drop_document_ref");
      row.require(
          row.isEmpty("drop_document_ref") == row.isEmpty("dropped_on"),
          "drop_document_ref",
          "dropped_on and the document that approves it go together");
      var item = new Item(row.id("item_code"), row.date("dropped_on", Integer.MAX_VALUE));
      row.require(
          seen.add(row.text("site_id") + ' ' + item.itemCode),
          "item_code",
          "is given twice for the site");
      baseline.bySite.computeIfAbsent(row.text("site_id"), any -> new ArrayList<>()).add(item);
    }
    return baseline;
  }

  /** Whether a site has a baseline, be it that all of it was dropped. */
  public boolean has(String siteId) {
    return bySite.containsKey(siteId);
  }

  /** Whether any site of a former township has one. */
  public boolean hasAny(String areaId) {
    return areaIds.contains(areaId);
  }

  /** The codes of the items that a site must offer on a service date, in the order of the file. */
  public List<String> promised(String siteId, int serviceDate) {
    return bySite.getOrDefault(siteId, new ArrayList<>()).stream()
        .filter(item -> serviceDate < item.droppedOn)
        .map(Item::itemCode)
        .toList();
  }
}
