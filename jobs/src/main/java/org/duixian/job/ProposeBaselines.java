package org.duixian.job;

import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.area.Baseline;
import org.duixian.area.Registry;
import org.duixian.area.Scope;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.commitment.BaselineProposal;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Change;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.DayClose;

/**
 * Gathers what each area supplied before its merger and, when the input ends, proposes baselines.
 * State per area and commitment: a few bytes per day of the input, which is bounded.
 */
final class ProposeBaselines extends KeyedProcessFunction<String, Metered, Baseline> {
  private static final long serialVersionUID = 1;

  private final Catalogue catalogue;
  private final Registry registry;
  private transient Table<String, SupplyBefore> supplies;

  ProposeBaselines(Catalogue catalogue, Registry registry) {
    this.catalogue = catalogue;
    this.registry = registry;
  }

  @Override
  public void open(OpenContext context) {
    supplies =
        StateTable.of(getRuntimeContext(), "supply-before", String.class, SupplyBefore.class);
  }

  @Override
  public void processElement(Metered metered, Context context, Collector<Baseline> out) {
    if (metered.change() != null) {
      takeSupply(metered.change());
    } else if (metered.close() != null && metered.close().vouched()) {
      vouchedFor(metered.close());
    }
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  private void takeSupply(Change change) {
    String id = change.outcome().commitmentId();
    if (catalogue.get(id).hasBaseline()) {
      var supply = supply(id);
      supply.take(change);
      supplies.put(id, supply);
    }
  }

  private void vouchedFor(DayClose close) {
    for (Scope scope : registry.scopes(close.source(), close.areaId())) {
      for (Commitment commitment : catalogue.ofStream(close.stream(), scope)) {
        if (!commitment.hasBaseline()) {
          continue;
        }
        var supply = supply(commitment.id());
        for (int date = close.fromDate(); date <= close.throughDate(); date++) {
          supply.vouchedFor(date);
        }
        supplies.put(commitment.id(), supply);
      }
    }
  }

  private SupplyBefore supply(String commitmentId) {
    var supply = supplies.get(commitmentId);
    return supply != null ? supply : new SupplyBefore();
  }

  /** Nothing will come any more. */
  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Baseline> out) {
    String areaId = context.getCurrentKey();
    for (Commitment commitment : catalogue.ofSupply()) {
      var before = new TreeMap<Integer, Long>();
      var supply = supply(commitment.id());
      supply.vouched.forEach(
          (date, sources) -> {
            if (date < registry.effectiveOn(areaId)
                && registry.calendar().covers(date)
                && sources == sourcesOf(areaId, commitment, date)) {
              before.put(date, supply.supplied.getOrDefault(date, 0L));
            }
          });
      new BaselineProposal(registry, commitment, areaId).of(before).forEach(out::collect);
    }
  }

  private long sourcesOf(String areaId, Commitment commitment, int date) {
    return registry.sourcesOf(areaId, commitment.stream(), commitment.scope()).stream()
        .filter(source -> registry.getSource(source).since() <= date)
        .count();
  }
}
