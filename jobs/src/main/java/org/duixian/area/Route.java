package org.duixian.area;

import java.io.Serializable;
import java.util.List;

/**
 * A line on which trips run.
 *
 * @param routeId stable id
 * @param nameZh Chinese name
 * @param source the one source that reports its trips
 * @param stopIds its stops, in order; a stop may come twice
 */
public record Route(String routeId, String nameZh, String source, List<String> stopIds)
    implements Serializable {}
