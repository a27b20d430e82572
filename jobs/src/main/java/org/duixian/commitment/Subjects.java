package org.duixian.commitment;

import org.duixian.event.Event;

/** Names of units: the values of the fields that identify them, joined by a slash. */
final class Subjects {
  private Subjects() {}

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
