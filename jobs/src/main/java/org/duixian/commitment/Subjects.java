package org.duixian.commitment;

import org.duixian.event.Event;

/** Names of units: the values of the fields that identify them, joined by a slash. */
final class Subjects {
  private Subjects() {}

  /**
   * @param substitutes for each position that of the field which stands in where that one is not
   *     given, or −1
   */
  static String of(Event event, int[] positions, int[] substitutes) {
    int[] given = positions.clone();
    for (int i = 0; i < given.length; i++) {
      if (substitutes[i] >= 0 && event.fields()[given[i]] == null) {
        given[i] = substitutes[i];
      }
    }
    return of(event, given);
  }

  static String of(Event event, int[] positions) {
    if (positions.length == 1) {
      return event.fields()[positions[0]];
    }
    var name = new StringBuilder();
    for (int position : positions) {
      if (!name.isEmpty()) {
        name.append('/');
      }
      name.append(event.fields()[position]);
    }
    return name.toString();
  }
}
