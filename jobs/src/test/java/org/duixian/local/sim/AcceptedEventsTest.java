package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.RawRecord;
import org.junit.jupiter.api.Test;

class AcceptedEventsTest {
  @Test
  void everyEventIsAcceptedAndEverySimulatedTypeIsUsed() {
    var decoder = new EventDecoder(EventTypes.load());
    var seen = new HashSet<String>();
    // Over the merger, long enough for the rare types; and when money is paid.
    for (var span : Map.of("2020-04-24", 7, "2020-05-20", 1).entrySet()) {
      Told.demo(1, ServiceDates.parse(span.getKey()), span.getValue(), Story.ofDemo(Told.DEMO))
          .events()
          .forEachRemaining(
              event ->
                  decoder.decode(
                      record(event),
                      accepted -> {
                        seen.add(accepted.type());
                        assertThat(accepted.recordedMillis()).isEqualTo(event.arrivedMillis());
                      },
                      rejected -> assertThat(rejected).isNull()));
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "care.visit.cancelled",
            "care.visit.done",
            "care.visit.planned",
            "clinic.hours.published",
            "clinic.patient.ended",
            "clinic.patient.registered",
            "clinic.patient.seen",
            "clinic.practitioner.checked_in",
            "clinic.practitioner.checked_out",
            "clinic.session.closed",
            "clinic.session.opened",
            "clinic.stock.out",
            "clinic.stock.restored",
            "feedback.callback.done",
            "feedback.contact.abandoned",
            "feedback.contact.answered",
            "feedback.contact.offered",
            "feedback.request.closed",
            "feedback.request.filed",
            "feedback.request.replied",
            "fiscal.budget.approved",
            "fiscal.transfer.disbursed",
            "hall.case.state_changed",
            "hall.case.visited",
            "hall.catalogue.published",
            "hall.hours.published",
            "hall.proxy.accepted",
            "hall.proxy.confirmed",
            "hall.proxy.fulfilled",
            "hall.proxy.requested",
            "hall.staff.checked_in",
            "hall.staff.checked_out",
            "hall.ticket.called",
            "hall.ticket.ended",
            "hall.ticket.issued",
            "hall.window.closed",
            "hall.window.opened",
            "ops.source.heartbeat",
            "reform.milestone.planned",
            "reform.milestone.reached",
            "school.session.held",
            "transport.road.closed",
            "transport.road.reopened",
            "transport.road.restricted",
            "transport.service.suspension_notified",
            "transport.stop.visited",
            "transport.timetable.published",
            "transport.trip.cancelled",
            "transport.trip.completed",
            "transport.trip.departed",
            "works.milestone.planned",
            "works.milestone.reached");
  }

  private static RawRecord record(SimulatedEvent event) {
    var key = event.key().getBytes(StandardCharsets.UTF_8);
    return new RawRecord(event.topic(), 0, 0, event.arrivedMillis(), key, event.value());
  }
}
