package org.duixian.area;

import java.io.Serializable;

/**
 * An official division code while it names an area.
 *
 * @param code 4 or 6 digits for a city or county, else 12
 * @param areaId the area; a township for a village code of which only the township is known
 * @param validFrom first service date
 * @param validTo first service date after the last, {@link Area#NO_DATE} while it is in use
 */
record DatedCode(String code, String areaId, int validFrom, int validTo) implements Serializable {
  /** Stands for "since ever". */
  static final int ALWAYS = Integer.MIN_VALUE;

  /** Whether it names a township as a whole rather than a village in one. */
  static boolean isTownshipCode(String code) {
    return code.length() == 12 && code.endsWith("000");
  }

  boolean isValidOn(int serviceDate) {
    return validFrom <= serviceDate && serviceDate < validTo;
  }

  boolean overlaps(DatedCode other) {
    return validFrom < other.validTo && other.validFrom < validTo;
  }
}
