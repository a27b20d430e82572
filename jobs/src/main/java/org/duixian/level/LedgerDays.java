package org.duixian.level;

import java.util.Arrays;
import org.duixian.commitment.Varints;

/**
 * The days of a {@link Ledger}, spread out to work on. At rest a day takes three bytes and what is
 * not as on most days: nobody silent, nothing lost, told once. The days before the first that has
 * changed are put to rest as the bytes that they were.
 */
final class LedgerDays {
  static final int GOOD = 0;
  static final int TOTAL = 1;
  static final int SILENT = 2;
  static final int HARD = 3;
  static final int REVISIONS = 4;
  private static final int CELLS = 5;

  private static final int IS_SILENT = 1;
  private static final int IS_HARD = 2;
  private static final int IS_REVISED = 4;
  private static final int HAS_LOST = 8;
  private static final int HAS_CUSUM = 16;

  private int firstDay;
  private int count;
  private int columns;

  /** What was read, beginning with which day, and where in it each day begins. */
  private byte[] read = {};

  private int firstRead;
  private int[] starts = {};

  /** No day before this one has changed since. */
  private int changedFrom = Integer.MAX_VALUE;

  /**
   * Per day: good, total, silent sources and whether nothing fell due at a site, broken hard rules,
   * revisions published.
   */
  private int[] cells = {};

  /** Per day and reason: units lost. */
  private int[] lost = {};

  /** Per day: the CUSUM at its end. */
  private double[] cusum = {};

  /**
   * Spreads out other days, in the room that the last ones took.
   *
   * @param packed what {@link #packed} wrote, or nothing
   * @param reasons how many reasons there are
   */
  void spread(byte[] packed, int reasons) {
    columns = reasons;
    changedFrom = Integer.MAX_VALUE;
    count = 0;
    if (packed.length == 0) {
      return;
    }
    var reader = new Varints.Reader(packed);
    firstDay = (int) reader.next();
    count = (int) reader.next();
    makeRoom(count + 1); // for the day that is closed now
    Arrays.fill(lost, 0, count * columns, 0);
    read = packed;
    firstRead = firstDay;
    for (int day = 0; day < count; day++) {
      starts[day] = reader.position();
      read(reader, day);
    }
    starts[count] = reader.position();
  }

  private void makeRoom(int days) {
    if (!hasRoom(days)) {
      cells = new int[days * CELLS];
      lost = new int[days * columns];
      cusum = new double[days];
    }
    if (starts.length < days) {
      starts = new int[days];
    }
  }

  private boolean hasRoom(int days) {
    return days <= cusum.length && days * columns <= lost.length;
  }

  private void read(Varints.Reader reader, int day) {
    int has = (int) reader.next();
    int at = day * CELLS;
    cells[at + GOOD] = (int) reader.nextSigned();
    cells[at + TOTAL] = cells[at + GOOD] + (int) reader.nextSigned();
    cells[at + SILENT] = (has & IS_SILENT) == 0 ? 0 : (int) reader.next();
    cells[at + HARD] = (has & IS_HARD) == 0 ? 0 : (int) reader.nextSigned();
    cells[at + REVISIONS] = (has & IS_REVISED) == 0 ? 1 : (int) reader.next();
    for (int i = 0; i < columns && (has & HAS_LOST) != 0; i++) {
      lost[day * columns + i] = (int) reader.nextSigned();
    }
    cusum[day] = (has & HAS_CUSUM) == 0 ? 0 : Double.longBitsToDouble(reader.next());
  }

  byte[] packed() {
    var writer = new Varints.Writer(4 * count);
    if (count > 0) {
      writer.write(firstDay);
      writer.write(count);
    }
    int unchanged = Math.max(0, Math.min(changedFrom - firstDay, count));
    if (unchanged > 0) {
      int first = firstDay - firstRead;
      writer.copy(read, starts[first], starts[first + unchanged]);
    }
    for (int day = unchanged; day < count; day++) {
      write(day, writer);
    }
    return writer.toByteArray();
  }

  private void write(int day, Varints.Writer writer) {
    int at = day * CELLS;
    boolean anyLost = false;
    for (int i = 0; i < columns; i++) {
      anyLost |= lost[day * columns + i] != 0;
    }
    int has =
        (cells[at + SILENT] == 0 ? 0 : IS_SILENT)
            | (cells[at + HARD] == 0 ? 0 : IS_HARD)
            | (cells[at + REVISIONS] == 1 ? 0 : IS_REVISED)
            | (anyLost ? HAS_LOST : 0)
            | (cusum[day] == 0 ? 0 : HAS_CUSUM);
    writer.write(has);
    writer.writeSigned(cells[at + GOOD]);
    writer.writeSigned(cells[at + TOTAL] - cells[at + GOOD]);
    if ((has & IS_SILENT) != 0) {
      writer.write(Integer.toUnsignedLong(cells[at + SILENT]));
    }
    if ((has & IS_HARD) != 0) {
      writer.writeSigned(cells[at + HARD]);
    }
    if ((has & IS_REVISED) != 0) {
      writer.write(cells[at + REVISIONS]);
    }
    for (int i = 0; i < columns && anyLost; i++) {
      writer.writeSigned(lost[day * columns + i]);
    }
    if ((has & HAS_CUSUM) != 0) {
      writer.write(Double.doubleToLongBits(cusum[day]));
    }
  }

  /** How many days there are. */
  int count() {
    return count;
  }

  /** Makes room for a day; those before the oldest that matters may leave then. */
  void reach(int serviceDate, int oldest) {
    if (count == 0) {
      firstDay = serviceDate;
    }
    if (serviceDate < firstDay) {
      shift(serviceDate, firstDay + count);
    } else if (serviceDate >= firstDay + count) {
      shift(Math.max(firstDay, oldest), serviceDate + 1);
    }
  }

  /** Keeps the days from one (inclusive) to another (exclusive); new ones are empty. */
  private void shift(int from, int to) {
    changedFrom = Math.min(changedFrom, from < firstDay ? from : firstDay + count);
    int first = Math.max(from, firstDay);
    int kept = Math.max(0, Math.min(to, firstDay + count) - first);
    int days = to - from;
    boolean hasRoom = first == from && hasRoom(days);
    int[] movedCells = hasRoom ? cells : new int[days * CELLS];
    int[] movedLost = hasRoom ? lost : new int[days * columns];
    double[] movedCusum = hasRoom ? cusum : new double[days];
    if (kept > 0) {
      int was = first - firstDay;
      int is = first - from;
      System.arraycopy(cells, was * CELLS, movedCells, is * CELLS, kept * CELLS);
      System.arraycopy(lost, was * columns, movedLost, is * columns, kept * columns);
      System.arraycopy(cusum, was, movedCusum, is, kept);
    }
    if (hasRoom) {
      Arrays.fill(cells, kept * CELLS, days * CELLS, 0);
      Arrays.fill(lost, kept * columns, days * columns, 0);
      Arrays.fill(cusum, kept, days, 0);
    }
    cells = movedCells;
    lost = movedLost;
    cusum = movedCusum;
    firstDay = from;
    count = days;
  }

  /** Whether the day is kept. */
  boolean has(int serviceDate) {
    return serviceDate >= firstDay && serviceDate < firstDay + count;
  }

  /** 0 on days that are not kept. */
  int cell(int serviceDate, int which) {
    return has(serviceDate) ? cells[(serviceDate - firstDay) * CELLS + which] : 0;
  }

  void set(int serviceDate, int which, int value) {
    changedFrom = Math.min(changedFrom, serviceDate);
    cells[(serviceDate - firstDay) * CELLS + which] = value;
  }

  void add(int serviceDate, int which, int more) {
    changedFrom = Math.min(changedFrom, serviceDate);
    cells[(serviceDate - firstDay) * CELLS + which] += more;
  }

  /** There is one more reason. */
  void addColumn() {
    int[] wider = new int[cusum.length * (columns + 1)];
    for (int day = 0; day < count; day++) {
      System.arraycopy(lost, day * columns, wider, day * (columns + 1), columns);
    }
    lost = wider;
    columns++;
    changedFrom = firstDay;
  }

  /** Adds the units lost on a day to sums by the reasons' numbers; none where it is not kept. */
  void addLostTo(long[] sums, int serviceDate) {
    if (has(serviceDate)) {
      int at = (serviceDate - firstDay) * columns;
      for (int i = 0; i < columns; i++) {
        sums[i] += lost[at + i];
      }
    }
  }

  void addLost(int serviceDate, int reason, int more) {
    changedFrom = Math.min(changedFrom, serviceDate);
    lost[(serviceDate - firstDay) * columns + reason] += more;
  }

  /** 0 on days that are not kept. */
  double cusum(int serviceDate) {
    return has(serviceDate) ? cusum[serviceDate - firstDay] : 0;
  }

  void setCusum(int serviceDate, double value) {
    changedFrom = Math.min(changedFrom, serviceDate);
    cusum[serviceDate - firstDay] = value;
  }
}
