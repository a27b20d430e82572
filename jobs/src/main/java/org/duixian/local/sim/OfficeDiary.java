package org.duixian.local.sim;

/**
 * What an office does for the people of one former township. What it took up before the simulation
 * began, after its source went live, is under way as it begins.
 */
final class OfficeDiary implements Diary {
  /** Nothing takes longer than nineteen working days and the longest holidays among them. */
  private static final int LONGEST_DAYS = 60;

  private final String place;
  private final Office office;
  private final Agenda agenda;
  private final long seed;
  private int nextDate;

  /**
   * @param since the first service day of the source
   */
  OfficeDiary(
      String source, Residents residents, Office office, int since, SimulationSettings settings) {
    this.place = source + " for " + residents.areaId();
    this.office = office;
    this.agenda = new Agenda(residents);
    this.seed = settings.seed();
    this.nextDate = Math.min(settings.from(), Math.max(since, settings.from() - LONGEST_DAYS));
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public void write(int serviceDate, Chance chance, Reports reports) {
    for (; nextDate <= serviceDate; nextDate++) {
      office.open(nextDate, Chance.of(seed, "new at " + place, nextDate), agenda);
    }
    agenda.tell(serviceDate, reports);
  }
}
