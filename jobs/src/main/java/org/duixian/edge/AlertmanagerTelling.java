package org.duixian.edge;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an Alertmanager is told.
 *
 * @param every how often what holds is said again. Each time it holds for four times as long:
 *     longer than a job takes to start again, or the Alertmanager would take its silence for the
 *     end of every alert
 * @param batch alerts of one request
 * @param timeout how long an answer is waited for
 * @param link where to look further, with {@code {alert_id}} in it; or empty
 */
public record AlertmanagerTelling(Duration every, int batch, Duration timeout, String link)
    implements Serializable {

  long holdsForMillis() {
    return 4 * every.toMillis();
  }
}
