package org.duixian.local.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one run over all events took.
 *
 * @param events records read
 * @param seconds wall-clock time, start-up of the job included
 * @param cpuSeconds CPU time of this process: the job with its clients, not the broker
 */
record Measured(long events, double seconds, double cpuSeconds) {

  /** Something that reads every event once. */
  interface Run {
    void run() throws Exception;
  }

  static Measured of(long events, Run run) throws Exception {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    System.gc();
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    run.run();
    return new Measured(
        events, (System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
  }

  double eventsPerSecond() {
    return events / seconds;
  }

  double cpuMicrosPerEvent() {
    return cpuSeconds * 1e6 / events;
  }
}
