package org.duixian.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Free ports of the loopback interface, remembered so that a server keeps its address. */
final class LoopbackPorts {
  private static final String FILE = "ports.properties";

  /**
   * Below the ports that systems give to outgoing connections (Linux from 32768 on, others from
   * 49152): one of those could take a chosen port before its server binds it.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int TRIES = 100;

  private LoopbackPorts() {}

  /**
   * A port for each name: the one chosen for {@code dir} before if it is still free, else any
   * other. They are free now; whoever asks should bind them soon.
   */
  static Map<String, Integer> choose(Path dir, String... names) throws IOException {
    Properties remembered = remembered(dir);
    var ports = new HashMap<String, Integer>();
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (String name : names) {
        // Held until all are chosen, or two names could get the same one.
        ServerSocket socket = bind(Integer.parseInt(remembered.getProperty(name, "0")));
        held.add(socket);
        ports.put(name, socket.getLocalPort());
        remembered.setProperty(name, Integer.toString(socket.getLocalPort()));
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    remember(dir, remembered);
    return Map.copyOf(ports);
  }

  /** Has {@link #choose} take the port for the name if it is free then. */
  static void prefer(Path dir, String name, int port) throws IOException {
    Properties remembered = remembered(dir);
    remembered.setProperty(name, Integer.toString(port));
    remember(dir, remembered);
  }

  private static Properties remembered(Path dir) throws IOException {
    var remembered = new Properties();
    Path file = dir.resolve(FILE);
    if (Files.exists(file)) {
      try (var in = Files.newInputStream(file)) {
        remembered.load(in);
      }
    }
    return remembered;
  }

  private static void remember(Path dir, Properties ports) throws IOException {
    try (var out = Files.newOutputStream(dir.resolve(FILE))) {
      ports.store(out, null);
    }
  }

  /** The wanted port if there is one and it is free, else any other. */
  private static ServerSocket bind(int wanted) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    var ports =
        IntStream.concat(
            IntStream.of(wanted).filter(port -> port > 0),
            ThreadLocalRandom.current().ints(TRIES, LOWEST, HIGHEST));
    for (int port : ports.toArray()) {
      try {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
      } catch (BindException taken) {
        // Another one is tried.
      }
    }
    socket.close();
    throw new BindException(
        "none of %d ports from %d to %d is free".formatted(TRIES, LOWEST, HIGHEST));
  }
}
