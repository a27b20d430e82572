package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServer;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.LibChdb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers with {@code deploy/kubernetes/replicas.xml} take each other's tables for copies of
 * their own. ZooKeeper stands in for Keeper. The engine does not open the port by which servers
 * fetch from each other, so its tables stay read-only: no row travels here, and nothing that exists
 * is altered.
 */
final class ReplicasIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));
  private static final Pattern KEEPERS =
      Pattern.compile("<zookeeper>.*</zookeeper>", Pattern.DOTALL);

  @TempDir private Path dir;

  @Test
  @Timeout(300)
  void eachTableOfOneServerIsACopyOfTheOthers() throws Exception {
    var zookeeper = new ZooKeeperServer(dir.resolve("zk").toFile(), dir.toFile(), 2_000);
    ServerCnxnFactory door =
        ServerCnxnFactory.createFactory(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    door.startup(zookeeper);
    try (var one = replica("clickhouse-0", door.getLocalPort());
        var other = replica("clickhouse-1", door.getLocalPort())) {
      List<String> creating =
          SqlStatements.of(applied()).stream().filter(sql -> sql.startsWith("CREATE ")).toList();
      for (var server : List.of(one, other)) {
        creating.forEach(server::execute);
      }

      List<String> tables =
          one.execute(
                  "SELECT name FROM system.tables WHERE database = 'duixian'"
                      + " AND engine NOT LIKE '%View' ORDER BY name")
              .lines()
              .toList();
      assertThat(tables).contains("events", "service_levels", "alerts");
      for (String table : tables) {
        String copies = "/clickhouse/tables/1/duixian/" + table + "/replicas";
        assertThat(zookeeper.getZKDatabase().getNode(copies).getChildren())
            .as(table)
            .containsExactlyInAnyOrder("clickhouse-0", "clickhouse-1");
      }
    } finally {
      door.shutdown();
    }
  }

  private ClickHouseProcess replica(String name, int zookeeperPort) throws IOException {
    String shipped = Files.readString(HOME.resolve("deploy/kubernetes/replicas.xml"));
    String here =
        KEEPERS
            .matcher(shipped)
            .replaceFirst(
                "<zookeeper><node><host>127.0.0.1</host><port>%d</port></node></zookeeper>"
                    .formatted(zookeeperPort))
            .replace("<replica from_env=\"POD_NAME\"/>", "<replica>" + name + "</replica>");
    Path data = dir.resolve(name);
    Files.createDirectories(data.resolve("config.d"));
    Files.writeString(data.resolve("config.d/replicas.xml"), here);
    return ClickHouseProcess.start(data, LibChdb.find(HOME));
  }

  /** What deploy/clickhouse/apply.sh gives to the client of a replica. */
  private static String applied() throws Exception {
    var command =
        new ProcessBuilder(
            "bash",
            HOME.resolve("deploy/clickhouse/apply.sh").toString(),
            HOME.resolve("schemas/clickhouse").toString());
    command
        .environment()
        .putAll(Map.of("CLICKHOUSE_CLIENT", "cat", "DUIXIAN_REPLICATED", "Replicated"));
    Process process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
