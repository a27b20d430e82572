package org.duixian.area;

/** What kind of place an area is; the names are those of {@code areas.csv}. */
public enum Level {
  /** The city whose reform is watched. */
  city,
  /** A county or district of the city. */
  county,
  /** A township as it was before the merger: the unit of account. */
  former_township,
  /** A township as it is after the merger. */
  township,
  /** A village or community, in its former township. */
  village;

  /** Such as "former township". */
  String inWords() {
    return name().replace('_', ' ');
  }

  /** The level of the areas that one of this level lies in, or null for the city. */
  Level parent() {
    return switch (this) {
      case city -> null;
      case county -> city;
      case former_township, township -> county;
      case village -> former_township;
    };
  }
}
