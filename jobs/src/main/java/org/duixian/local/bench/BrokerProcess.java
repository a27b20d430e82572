package org.duixian.local.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.duixian.local.KafkaBroker;
import org.duixian.local.Topics;

/**
 * A Kafka broker in a process of its own, so that its work is not counted as the job's. It ends
 * when its standard input closes, and so with this JVM.
 */
final class BrokerProcess implements AutoCloseable {
  private static final long STOP_WITHIN_SECONDS = 30;

  private final Process process;
  private final String servers;

  private BrokerProcess(Process process, String servers) {
    this.process = process;
    this.servers = servers;
  }

  static BrokerProcess start(Path directory) throws IOException {
    var process = ChildJvm.start(BrokerProcess.class, "1g", directory.toString());
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String servers = out.readLine();
    if (servers == null) {
      throw new IOException("the broker did not start");
    }
    return new BrokerProcess(process, servers);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  String servers() {
    return servers;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** The child: serves until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    try (var broker = KafkaBroker.start(Path.of(arguments[0]))) {
      broker.createTopics(Topics.all());
      var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println(broker.bootstrapServers());
      while (System.in.read() >= 0) {
        // Nothing is said to it but that it may end.
      }
    }
  }
}
