package org.duixian.area;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duixian.event.AttributionRule;
import org.duixian.event.EventType;
import org.duixian.event.EventTypes;

/** Which areas of its home a source without sites and routes reports about; its stream decides. */
enum Reach {
  /** The former townships: it tells of the people who lived there. */
  residents,
  /** The townships: each of its events names one. */
  townships,
  /** Both: each of its events names one of them. */
  areas;

  private static final Map<String, Reach> OF_STREAM =
      EventTypes.load().all().stream()
          .filter(EventType::namesArea)
          .collect(Collectors.toMap(EventType::stream, Reach::of, Reach::wider));

  static Reach of(String stream) {
    return OF_STREAM.getOrDefault(stream, residents);
  }

  static Reach of(EventType type) {
    return type.attribution() == AttributionRule.seat ? townships : areas;
  }

  private static Reach wider(Reach one, Reach other) {
    return one == other ? one : areas;
  }

  /** The levels of the areas. */
  List<Level> levels() {
    return switch (this) {
      case residents -> List.of(Level.former_township);
      case townships -> List.of(Level.township);
      case areas -> List.of(Level.former_township, Level.township);
    };
  }
}
