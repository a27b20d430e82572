package org.duixian.edge;

import java.util.Map;

/**
 * One line of the reference data or one commitment, as it was published.
 *
 * @param version the version that it belongs to
 * @param appliesFrom first service date on which that holds, days since 1970-01-01
 * @param publishedMillis when that was published, by the publisher's clock
 * @param file such as {@code reference/areas.csv}
 * @param line of the file, 1 is its first; 1 for a file that is no table
 * @param fields value by column; of YAML by path, such as {@code name.zh} or {@code fulfil.0.event}
 */
public record ReferenceRow(
    String version,
    int appliesFrom,
    long publishedMillis,
    String file,
    int line,
    Map<String, String> fields) {}
