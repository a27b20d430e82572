package org.duixian.area;

import java.io.Serializable;
import java.util.List;

/**
 * A stretch of road between market towns.
 *
 * @param segmentId stable id
 * @param nameZh Chinese name
 * @param source the one source that reports its closures
 * @param areaIds the former townships on whose way to the new seat it lies
 */
public record Segment(String segmentId, String nameZh, String source, List<String> areaIds)
    implements Serializable {}
