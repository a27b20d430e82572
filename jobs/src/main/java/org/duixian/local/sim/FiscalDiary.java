package org.duixian.local.sim;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.function.IntPredicate;
import org.duixian.area.BaseTransfers;
import org.duixian.area.BaseTransfers.Period;
import org.duixian.area.Months;

/**
 * What a county's finance bureau tells of one new township: the budget of the rest of the year on
 * the day it starts work, and each whole month, around the 20th, the money for each programme, a
 * little more than its parts were paid in the base year.
 */
final class FiscalDiary implements Diary {
  private static final String SHORT_PROGRAMME = "public_service";
  private static final double SHORT_SHARE = 0.7;
  private static final int FIRST_PAYDAY = 18;

  private final String townshipId;
  private final int startsOn;
  private final BaseTransfers base;
  private final IntPredicate paysTooLittle;

  /**
   * @param startsOn the township's first day of work
   * @param paysTooLittle the service dates on which less is paid for public services
   */
  FiscalDiary(String townshipId, int startsOn, BaseTransfers base, IntPredicate paysTooLittle) {
    this.townshipId = townshipId;
    this.startsOn = startsOn;
    this.base = base;
    this.paysTooLittle = paysTooLittle;
  }

  @Override
  public String place() {
    return "money of " + townshipId;
  }

  @Override
  public void write(int serviceDate, Chance chance, Reports reports) {
    var date = LocalDate.ofEpochDay(serviceDate);
    var month = Months.parse(date.toString());
    if (serviceDate == startsOn) {
      var year = Integer.toString(date.getYear());
      var december = Months.parse(year + "-12");
      promised(new Period(month, december))
          .forEach(
              (programme, fen) ->
                  tell("budget.approved", year, programme, fen, serviceDate, chance, reports));
    }
    if (date.getDayOfMonth() == FIRST_PAYDAY + Chance.trait("payday of " + townshipId, 6)) {
      promised(new Period(month, month))
          .forEach(
              (programme, fen) ->
                  tell(
                      "transfer.disbursed",
                      YearMonth.from(date).toString(),
                      programme,
                      paid(programme, fen, serviceDate, chance),
                      serviceDate,
                      chance,
                      reports));
    }
  }

  private Map<String, Long> promised(Period period) {
    return base.promised(townshipId, period).orElse(Map.of());
  }

  private long paid(String programme, long promisedFen, int serviceDate, Chance chance) {
    var isShort = programme.equals(SHORT_PROGRAMME) && paysTooLittle.test(serviceDate);
    return isShort
        ? Math.round(promisedFen * SHORT_SHARE)
        : promisedFen + promisedFen * chance.between(0, 3) / 100;
  }

  private void tell(
      String what,
      String period,
      String programme,
      long fen,
      int serviceDate,
      Chance chance,
      Reports reports) {
    var document = "fiscal/%s/%s/%s".formatted(townshipId, period, programme);
    reports.happened(
        Matter.inOfficeHours(serviceDate, chance),
        "fiscal." + what,
        document,
        new JsonObject()
            .with("area_id", townshipId)
            .with("period", period)
            .with("programme", programme)
            .with("amount_fen", fen)
            .with("document_ref", document));
  }
}
