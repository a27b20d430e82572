package org.duixian.commitment;

import java.util.Map;

/**
 * An outcome and what it replaces, so that sums can be kept without remembering every outcome.
 *
 * @param outcome the outcome now
 * @param previousGood good units published before, 0 at first
 * @param previousTotal total units published before, 0 at first
 * @param previousLost units lost per reason published before, empty at first
 * @param previouslyHard whether a hard rule was broken before
 */
public record Change(
    Outcome outcome,
    long previousGood,
    long previousTotal,
    Map<String, Long> previousLost,
    boolean previouslyHard) {}
