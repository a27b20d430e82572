package org.duixian.area;

import java.io.Serializable;

/**
 * A place where service is given.
 *
 * @param siteId stable id
 * @param kind what kind of place
 * @param nameZh Chinese name
 * @param areaId the former township it stands in
 * @param latitude degrees, NaN where unknown
 * @param longitude degrees, NaN where unknown
 * @param source the one source it reports through, empty for a stop
 */
public record Site(
    String siteId,
    Kind kind,
    String nameZh,
    String areaId,
    double latitude,
    double longitude,
    String source)
    implements Serializable {

  /** What kind of place a site is; the names are those of {@code sites.csv}. */
  public enum Kind {
    /** A service hall or station. */
    hall,
    /** A clinic or a branch of one. */
    clinic,
    /** A preschool point. */
    school,
    /** A stop of one or more routes. */
    stop
  }
}
