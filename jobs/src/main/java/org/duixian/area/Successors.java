package org.duixian.area;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which former townships and villages went to which townships, and when. */
final class Successors implements Serializable {
  private static final long serialVersionUID = 1;

  private final Map<String, List<Succession>> ofFormer = new HashMap<>();
  private final Map<String, List<String>> formers = new HashMap<>();
  private final Map<String, String> seats = new HashMap<>();
  private final Set<String> seatsOfAny = new HashSet<>();
  private final Map<String, Integer> since = new HashMap<>();

  Successors(Collection<Succession> successions) {
    for (var succession : successions) {
      var township = succession.townshipId();
      if (township.isEmpty()) {
        continue;
      }
      ofFormer.computeIfAbsent(succession.formerId(), any -> new ArrayList<>(1)).add(succession);
      var parts = formers.computeIfAbsent(township, any -> new ArrayList<>(2));
      if (!parts.contains(succession.formerId())) {
        parts.add(succession.formerId());
      }
      since.merge(township, succession.effectiveOn(), Math::min);
      if (succession.seat()) {
        seats.put(township, succession.formerId());
        seatsOfAny.add(succession.formerId());
      }
    }
  }

  /** The townships that a former township, or some of it, belongs to on a date. */
  List<String> of(String formerId, int serviceDate) {
    var townships = new ArrayList<String>(1);
    for (var succession : ofFormer.getOrDefault(formerId, List.of())) {
      if (succession.effectiveOn() <= serviceDate && !townships.contains(succession.townshipId())) {
        townships.add(succession.townshipId());
      }
    }
    return Collections.unmodifiableList(townships);
  }

  /** The townships that a village, or some of it, belongs to on a date; empty if not known. */
  List<String> ofVillage(String villageId, String formerId, int serviceDate) {
    var successions = ofFormer.getOrDefault(formerId, List.of());
    var listed = successions.stream().filter(one -> one.villageId().equals(villageId)).toList();
    var rest = successions.stream().filter(one -> one.villageId().isEmpty()).toList();
    return (listed.isEmpty() ? rest : listed)
        .stream()
            .filter(succession -> succession.effectiveOn() <= serviceDate)
            .map(Succession::townshipId)
            .toList();
  }

  /** The former townships of which a township has at least a part. */
  List<String> formersOf(String townshipId) {
    return formers.getOrDefault(townshipId, List.of());
  }

  /** The service date on which the first part of a township went to it. */
  int since(String townshipId) {
    return since.getOrDefault(townshipId, Area.NO_DATE);
  }

  /** The former township in which a township has its seat, if known. */
  Optional<String> seatOf(String townshipId) {
    return Optional.ofNullable(seats.get(townshipId));
  }

  /** Whether any township has its seat in a former township. */
  boolean isSeat(String formerId) {
    return seatsOfAny.contains(formerId);
  }
}
