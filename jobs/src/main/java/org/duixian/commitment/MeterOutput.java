package org.duixian.commitment;

import org.duixian.event.Intake;
import org.duixian.event.Origin;

/** Where the meters of an area put what they find. */
public interface MeterOutput {
  void change(Change change);

  void dayClosed(DayClose close);

  void silence(SourceSilence silence);

  void reminder(Reminder reminder);

  void intake(Intake intake);

  /** An event changes nothing any more: it is older than its source's clock by too much. */
  void tooLate(Origin event);

  /** Asks to be told when everything that arrived up to the instant has been taken in. */
  void wakeAtArrival(long arrivalMillis);
}
