package org.duixian.alert;

import java.io.Serializable;
import java.util.Optional;

/** What people did about alerts, as far as it is known. */
public interface AlertActions extends Serializable {

  /** Nobody ever does anything. */
  AlertActions NONE = (alertId, fromMillis, untilMillis) -> Optional.empty();

  /** The first acknowledgement of an alert between two instants, both included. */
  Optional<AlertAction> acknowledgement(String alertId, long fromMillis, long untilMillis);

  /** Makes ready. */
  default void open() {}

  /** No more will be asked. */
  default void close() {}
}
