package org.duixian.area;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/** What was supplied before the merger, by commitment, former township and type of day. */
public final class Baselines implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int WHOLE = 100;

  private final List<Baseline> all;
  private final Map<String, Baseline> byKey = new HashMap<>();
  private final Map<String, Area> areas;
  private final DayTypes dayTypes;

  Baselines(Collection<Baseline> all, Map<String, Area> areas, DayTypes dayTypes) {
    this.all = List.copyOf(all);
    this.areas = areas;
    this.dayTypes = dayTypes;
    this.all.forEach(
        each -> byKey.put(key(each.commitmentId(), each.areaId(), each.dayType()), each));
  }

  private static String key(String commitmentId, String areaId, String dayType) {
    return commitmentId + '|' + areaId + '|' + dayType;
  }

  /**
   * Writes baselines as they are read; one that nobody has signed is refused then.
   *
   * @param baselines in the order in which they are to stand
   */
  public static void write(List<Baseline> baselines, Path file) throws IOException {
    BaselineFiles.write(baselines, file);
  }

  /** All of them, in the order of the file. */
  public List<Baseline> all() {
    return all;
  }

  /** Whether it is known what was supplied on such days as this one. */
  public boolean covers(String commitmentId, String areaId, int serviceDate) {
    return find(commitmentId, areaId, serviceDate).isPresent();
  }

  private Optional<Baseline> find(String commitmentId, String areaId, int serviceDate) {
    return dayTypes
        .find(areaId, serviceDate)
        .map(dayType -> byKey.get(key(commitmentId, areaId, dayType)));
  }

  /**
   * The units that a day must not fall short of, from the day on which the promises hold; empty
   * where it is not known what was supplied before. Where that is no whole number, days of one type
   * take turns, so that their sum is right to within one unit.
   *
   * @param compared which days are compared with those before, this one among them
   */
  public OptionalLong promised(
      String commitmentId, String areaId, int serviceDate, IntPredicate compared) {
    int since = areas.get(areaId).effectiveOn();
    var baseline = find(commitmentId, areaId, serviceDate);
    if (baseline.isEmpty() || serviceDate < since) {
      return OptionalLong.empty();
    }
    long hundredths = baseline.get().hundredths();
    if (hundredths % WHOLE == 0) {
      return OptionalLong.of(hundredths / WHOLE);
    }
    long before = dayTypes.count(baseline.get().dayType(), areaId, since, serviceDate, compared);
    return OptionalLong.of((before + 1) * hundredths / WHOLE - before * hundredths / WHOLE);
  }
}
