package org.duixian.edge;

import java.io.Serializable;
import java.util.List;
import org.duixian.alert.Alert;
import org.duixian.alert.Notice;
import org.duixian.commitment.Outcome;
import org.duixian.event.Intake;
import org.duixian.event.Rejected;
import org.duixian.level.ServiceLevel;

/**
 * A topic of answers: records of one type as JSON, those with one key in order.
 *
 * @param name the Kafka topic
 * @param type the type of its records
 * @param key gives the record key
 */
public record OutputTopic<T>(String name, Class<T> type, Key<T> key) implements Serializable {

  public static final OutputTopic<Outcome> OUTCOMES =
      new OutputTopic<>("outcomes", Outcome.class, Outcome::areaId);
  public static final OutputTopic<ServiceLevel> LEVELS =
      new OutputTopic<>("levels", ServiceLevel.class, ServiceLevel::areaId);
  public static final OutputTopic<Alert> ALERTS =
      new OutputTopic<>("alerts", Alert.class, Alert::areaId);
  public static final OutputTopic<Rejected> REJECTED =
      new OutputTopic<>("rejected", Rejected.class, Rejected::source);
  public static final OutputTopic<Intake> INTAKE =
      new OutputTopic<>("intake", Intake.class, Intake::source);
  public static final OutputTopic<Notice> NOTICES =
      new OutputTopic<>("notices", Notice.class, Notice::alertId);

  public static final List<OutputTopic<?>> ALL =
      List.of(OUTCOMES, LEVELS, ALERTS, REJECTED, INTAKE, NOTICES);

  /** Gives the record key, never null. */
  @FunctionalInterface
  public interface Key<T> extends Serializable {
    String of(T record);
  }
}
