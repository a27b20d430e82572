package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoopbackPortsTest {
  @TempDir private Path dir;

  @Test
  void aServerKeepsItsPorts() throws Exception {
    Map<String, Integer> first = LoopbackPorts.choose(dir, "broker", "controller");
    assertThat(LoopbackPorts.choose(dir, "broker", "controller")).isEqualTo(first);
    assertThat(first.get("broker")).isNotEqualTo(first.get("controller"));
  }

  @Test
  void noOutgoingConnectionCanTakeAPortBeforeItsServer() throws Exception {
    Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    assumeThat(range).exists();
    int lowest;
    try (var lines = Files.newBufferedReader(range)) { // only the first read of it gives anything
      lowest = Integer.parseInt(lines.readLine().split("\\s+", 2)[0]);
    }
    assertThat(LoopbackPorts.choose(dir, "http").get("http")).isBetween(1024, lowest - 1);
  }

  @Test
  void aPortThatSomebodyElseTookIsReplaced() throws Exception {
    int wanted = LoopbackPorts.choose(dir, "http").get("http");
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      assertThat(LoopbackPorts.choose(dir, "http").get("http")).isNotEqualTo(wanted);
    }
  }
}
