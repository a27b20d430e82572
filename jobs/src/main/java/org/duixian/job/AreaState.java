package org.duixian.job;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.duixian.commitment.AreaMemory;
import org.duixian.commitment.ItemLists;
import org.duixian.commitment.Milestone;
import org.duixian.commitment.Obligation;
import org.duixian.commitment.PresenceLog;
import org.duixian.commitment.RouteSuspensions;
import org.duixian.commitment.RouteTimetables;
import org.duixian.commitment.SourceClock;
import org.duixian.commitment.SupplyLog;
import org.duixian.commitment.TransferLog;
import org.duixian.commitment.Watch;

/** An area's memory in Flink's keyed state. */
record AreaState(
    Table<String, Obligation> obligations,
    Table<String, Obligation> broken,
    Table<String, String[]> agenda,
    Table<String, PresenceLog> presence,
    Table<String, SupplyLog> supply,
    Table<String, TransferLog> transfers,
    Table<String, RouteTimetables> timetables,
    Table<String, RouteSuspensions> suspensions,
    Table<String, Milestone> milestones,
    Table<String, Watch> watches,
    Table<String, ItemLists> itemLists,
    Table<String, SourceClock> clocks,
    Table<Long, long[]> seen)
    implements AreaMemory {

  static AreaState of(RuntimeContext context) {
    return new AreaState(
        StateTable.of(context, "obligations", String.class, Obligation.class),
        StateTable.of(context, "broken", String.class, Obligation.class),
        StateTable.of(context, "agenda", String.class, String[].class),
        StateTable.of(context, "presence", String.class, PresenceLog.class),
        StateTable.of(context, "supply", String.class, SupplyLog.class),
        StateTable.of(context, "transfers", String.class, TransferLog.class),
        StateTable.of(context, "timetables", String.class, RouteTimetables.class),
        StateTable.of(context, "suspensions", String.class, RouteSuspensions.class),
        StateTable.of(context, "milestones", String.class, Milestone.class),
        StateTable.of(context, "watches", String.class, Watch.class),
        StateTable.of(context, "item-lists", String.class, ItemLists.class),
        StateTable.of(context, "clocks", String.class, SourceClock.class),
        StateTable.of(context, "seen", Long.class, long[].class));
  }
}
