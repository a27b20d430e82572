package org.duixian.local;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker of one node (KRaft) inside this JVM, on the loopback interface.
 *
 * <p>Everything it keeps is below one directory: started again there, it has its topics, offsets
 * and transactions back, and its old port if that is still free.
 */
public final class KafkaBroker implements AutoCloseable {
  /** The largest record a broker takes: room for a 10 MB event, which is for the job to reject. */
  static final int MAX_RECORD_BYTES = 12 * 1024 * 1024;

  private static final int NODE_ID = 1;
  private static final String CLUSTER_ID = "ZHVpeGlhbi1sb2NhbC0wMQ"; // base64 of duixian-local-01
  private static final int ANSWER_SECONDS = 30;
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final KafkaRaftServer server;
  private final int port;

  private KafkaBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts on {@code dir}, which is created if needed, and returns when the broker serves. */
  public static KafkaBroker start(Path dir) {
    try {
      Path absolute = Files.createDirectories(dir).toAbsolutePath();
      Map<String, Integer> ports = LoopbackPorts.choose(absolute, "broker", "controller");
      Path log = absolute.resolve("log");
      format(log);
      var server =
          new KafkaRaftServer(
              KafkaConfig.fromProps(settings(log, ports.get("broker"), ports.get("controller"))),
              Time.SYSTEM);
      server.startup();
      return new KafkaBroker(server, ports.get("broker"));
    } catch (IOException e) {
      throw new CannotStart("Kafka cannot start on " + dir + ": " + e.getMessage(), e);
    }
  }

  /** Where clients connect: {@code host:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /**
   * Creates those that do not exist yet, and returns when they can be written to; existing topics
   * stay as they are.
   */
  public void createTopics(Collection<NewTopic> topics) {
    createTopics(bootstrapServers(), topics);
  }

  /** The same on any broker. */
  public static void createTopics(String servers, Collection<NewTopic> topics) {
    Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    try (var admin = Admin.create(settings)) {
      var created = admin.createTopics(topics);
      var leaders = new HashMap<TopicPartition, OffsetSpec>();
      for (NewTopic topic : topics) {
        try {
          int partitions = created.numPartitions(topic.name()).get(ANSWER_SECONDS, SECONDS);
          for (int i = 0; i < partitions; i++) {
            leaders.put(new TopicPartition(topic.name(), i), OffsetSpec.latest());
          }
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
      awaitLeaders(admin, leaders);
    } catch (ExecutionException e) {
      throw new CannotStart("Kafka cannot create a topic: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new CannotStart("Kafka did not create the topics in " + ANSWER_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("interrupted while Kafka created topics", e);
    }
  }

  /**
   * Only a leader answers. Where one appears while a producer's first batches are under way, a
   * later batch can be taken and the refused first one then never fits in again.
   */
  private static void awaitLeaders(Admin admin, Map<TopicPartition, OffsetSpec> leaders)
      throws ExecutionException, TimeoutException, InterruptedException {
    long until = System.nanoTime() + SECONDS.toNanos(ANSWER_SECONDS);
    while (true) {
      try {
        admin.listOffsets(leaders).all().get(ANSWER_SECONDS, SECONDS);
        return;
      } catch (ExecutionException e) {
        // A topic that has just been created may not be known to the broker yet.
        if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > until) {
          throw e;
        }
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
    }
  }

  /** Stops the broker; what it acknowledged stays on disk. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static void format(Path log) {
    var console = new ByteArrayOutputStream();
    try {
      new Formatter()
          .setPrintStream(new PrintStream(console, true, StandardCharsets.UTF_8))
          .setNodeId(NODE_ID)
          .setClusterId(CLUSTER_ID)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(log.toString())
          .addDirectory(log.toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) { // Formatter declares no narrower type
      throw new CannotStart("Kafka cannot use " + log + ": " + e.getMessage(), e);
    }
  }

  private static Properties settings(Path log, int port, int controllerPort) {
    var settings = new Properties();
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", Integer.toString(NODE_ID));
    settings.setProperty("controller.listener.names", "CONTROLLER");
    settings.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    settings.setProperty(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.setProperty("log.dirs", log.toString());
    settings.setProperty("message.max.bytes", Integer.toString(MAX_RECORD_BYTES));
    settings.setProperty("auto.create.topics.enable", "false");
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    // One node: every internal topic has one replica and few partitions.
    settings.setProperty("offsets.topic.replication.factor", "1");
    settings.setProperty("offsets.topic.num.partitions", "4");
    settings.setProperty("transaction.state.log.replication.factor", "1");
    settings.setProperty("transaction.state.log.min.isr", "1");
    settings.setProperty("transaction.state.log.num.partitions", "4");
    settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
    settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    // The default reserves 128 MiB of this JVM's heap.
    settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
    return settings;
  }
}
