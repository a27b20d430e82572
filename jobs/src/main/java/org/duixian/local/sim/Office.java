package org.duixian.local.sim;

/** What an office takes up for the people of one former township. */
@FunctionalInterface
interface Office {
  /** Takes up what comes in on the service date, and enters all that will come of it. */
  void open(int serviceDate, Chance chance, Agenda agenda);
}
