package org.duixian.area;

import java.io.Serializable;

/**
 * A former township, or some of its villages, going to a township.
 *
 * @param formerId the former township
 * @param townshipId its successor, or empty where none is known
 * @param villageId the village that goes there; empty for the whole rest of the former township
 * @param effectiveOn service date from which it does
 * @param seat whether the successor's seat stands in this former township
 */
record Succession(
    String formerId, String townshipId, String villageId, int effectiveOn, boolean seat)
    implements Serializable {}
