package org.duixian.commitment;

import java.io.Serializable;
import org.duixian.area.Registry;

/** One whole version of what is judged by: reference data and commitments. */
public final class RuleBook implements Serializable {
  private static final long serialVersionUID = 1;

  private final Registry registry;
  private final Catalogue catalogue;
  private final int appliesFrom;

  /**
   * @param registry the reference data, whose version is that of the book
   * @param catalogue the commitments
   * @param appliesFrom first service day on which it holds, days since 1970-01-01
   * @throws CatalogueException if sources are of a stream that the commitments give no time rules
   */
  public RuleBook(Registry registry, Catalogue catalogue, int appliesFrom) {
    catalogue.requireRulesFor(registry);
    this.registry = registry;
    this.catalogue = catalogue;
    this.appliesFrom = appliesFrom;
  }

  public String version() {
    return registry.version();
  }

  public Registry registry() {
    return registry;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public int appliesFrom() {
    return appliesFrom;
  }
}
