package org.duixian.local.sim;

import org.duixian.calendar.ServiceDates;

/** What happens at one preschool point: it meets on every working day. */
final class SchoolDiary implements Diary {
  private final String siteId;
  private final Locality locality;

  SchoolDiary(String siteId, Locality locality) {
    this.siteId = siteId;
    this.locality = locality;
  }

  @Override
  public String place() {
    return siteId;
  }

  @Override
  public void write(int serviceDate, Chance chance, Reports reports) {
    if (locality.dayType(serviceDate).isWorkday()) {
      reports.happened(
          Matter.on(serviceDate, 8 * 60 + 30, 9 * 60 + 30, chance),
          "school.session.held",
          siteId,
          new JsonObject()
              .with("site_id", siteId)
              .with("date", ServiceDates.format(serviceDate))
              .with("enrolled", 6 + Chance.trait(siteId, 15)));
    }
  }
}
