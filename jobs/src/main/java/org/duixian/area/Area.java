package org.duixian.area;

import java.io.Serializable;

/**
 * A place promises are made to. Its id is its own and never changes; official codes are dated
 * attributes of it.
 *
 * @param areaId stable id, never parsed
 * @param level what kind of place it is
 * @param nameZh Chinese name
 * @param nameEn English name, or the Chinese one where no source gives one
 * @param parentId the area it lies in: city of a county, county of a (former) township, former
 *     township of a village; empty for the city
 * @param batch the batch of the reform, 0 where it has none
 * @param effectiveOn service date from which the promises hold for a former township; {@link
 *     #NO_DATE} for areas of other levels
 * @param latitude degrees, NaN where unknown
 * @param longitude degrees, NaN where unknown
 * @param fate what the reform did to it, a stable word, or empty
 * @param confidence how sure that is: official, high, medium, low, none, or empty
 */
public record Area(
    String areaId,
    Level level,
    String nameZh,
    String nameEn,
    String parentId,
    int batch,
    int effectiveOn,
    double latitude,
    double longitude,
    String fate,
    String confidence)
    implements Serializable {

  /** Stands for a date that does not apply; later than every date. */
  public static final int NO_DATE = Integer.MAX_VALUE;
}
