package org.duixian.area;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * Days on which some commitments are not judged in some areas, announced before they began.
 *
 * @param exceptionId its id
 * @param commitments the commitments
 * @param commitmentsAt where they are named, such as {@code exceptions.csv:2:2}
 * @param areas the former townships and townships
 * @param fromDate first service date
 * @param throughDate last service date
 * @param reasonZh why, in Chinese
 * @param reasonEn why, in English
 * @param announcedMillis when it was announced
 * @param approver the role that approved it
 */
public record AnnouncedException(
    String exceptionId,
    List<String> commitments,
    String commitmentsAt,
    Set<String> areas,
    int fromDate,
    int throughDate,
    String reasonZh,
    String reasonEn,
    long announcedMillis,
    String approver)
    implements Serializable {}
