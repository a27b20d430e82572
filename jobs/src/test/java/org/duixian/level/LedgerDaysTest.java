package org.duixian.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is changed in whatever order: what was put to rest in between is what comes back. */
final class LedgerDaysTest {
  private static final int DAY = 18_380;

  /** One change of one day, and whether the days are put to rest and spread out again after it. */
  record Step(int date, int what, int value, boolean rests) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(DAY - 5, DAY + 90),
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(-300, 300),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void restingChangesNothing(@ForAll("steps") List<Step> steps) {
    var model = new TreeMap<Integer, List<Double>>();
    var days = new LedgerDays();
    days.spread(new byte[0], 1);
    int columns = 1;
    int latest = DAY;
    byte[] other = other();
    for (Step step : steps) {
      latest = Math.max(latest, step.date);
      int oldest = latest - Ledger.MAX_DAYS + 1;
      if (step.what == 7) {
        days.addColumn();
        columns++;
        model.values().forEach(each -> each.add(0.0));
      } else if (step.date >= oldest) {
        days.reach(step.date, oldest);
        reach(step.date, oldest, columns, model);
        change(step, days, model.get(step.date));
      }
      if (step.rests) {
        byte[] packed = days.packed();
        days.spread(other, 3); // of another ledger, in between
        days.spread(packed, columns);
      }
      assertThat(content(days, columns, model)).isEqualTo(model);
      assertThat(days.count()).isEqualTo(model.size());
    }
  }

  private static byte[] other() {
    var days = new LedgerDays();
    days.spread(new byte[0], 3);
    days.reach(DAY, DAY);
    days.reach(DAY + 30, DAY);
    for (int date = DAY; date <= DAY + 30; date++) {
      days.set(date, LedgerDays.TOTAL, 9);
      days.addLost(date, 2, 5);
      days.setCusum(date, 1.5);
    }
    return days.packed();
  }

  /** The days kept follow each other without a gap; old ones leave only when one is added. */
  private static void reach(
      int date, int oldest, int columns, TreeMap<Integer, List<Double>> model) {
    int first = model.isEmpty() ? date : Math.min(model.firstKey(), date);
    int last = model.isEmpty() ? date : Math.max(model.lastKey(), date);
    if (!model.isEmpty() && date > model.lastKey()) {
      first = Math.max(first, oldest);
      model.headMap(first).clear();
    }
    for (int day = first; day <= last; day++) {
      model.computeIfAbsent(day, any -> nothing(columns));
    }
  }

  private static List<Double> nothing(int columns) {
    var nothing = new ArrayList<Double>();
    for (int i = 0; i < 6 + columns; i++) {
      nothing.add(0.0);
    }
    return nothing;
  }

  /** Cells, the CUSUM, then what was lost by reason. */
  private static void change(Step step, LedgerDays days, List<Double> model) {
    if (step.what < 5) {
      int cell = step.what;
      int value = cell == LedgerDays.SILENT || cell == LedgerDays.REVISIONS ? 7 : step.value;
      if (step.value % 2 == 0) {
        days.set(step.date, cell, value);
        model.set(cell, (double) value);
      } else {
        days.add(step.date, cell, 1);
        model.set(cell, model.get(cell) + 1);
      }
    } else if (step.what == 5) {
      days.setCusum(step.date, step.value / 7.0);
      model.set(5, step.value / 7.0);
    } else {
      int last = model.size() - 1;
      days.addLost(step.date, last - 6, step.value);
      model.set(last, model.get(last) + step.value);
    }
  }

  private static TreeMap<Integer, List<Double>> content(
      LedgerDays days, int columns, TreeMap<Integer, List<Double>> model) {
    var content = new TreeMap<Integer, List<Double>>();
    for (int date : model.keySet()) {
      var day = new ArrayList<Double>();
      for (int cell = 0; cell < 5; cell++) {
        day.add((double) days.cell(date, cell));
      }
      day.add(days.cusum(date));
      long[] lost = new long[columns];
      days.addLostTo(lost, date);
      LongStream.of(lost).forEach(n -> day.add((double) n));
      content.put(date, day);
    }
    return content;
  }
}
