package org.duixian.local.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts events into the order in which they arrived; those that arrived at the same instant, and so
 * those of one source, stay in the order in which they were added. Any number of events takes
 * little memory: sorted runs go to files.
 */
public final class ArrivalOrder {
  private static final Comparator<ReplayEvent> BY_ARRIVAL =
      Comparator.comparingLong(ReplayEvent::arrivedMillis);
  private static final int OVERHEAD_BYTES = 200;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path scratch;
  private final long maxRunBytes;
  private final List<Path> runs = new ArrayList<>();
  private final List<ReplayEvent> run = new ArrayList<>();
  private long runBytes;
  private long size;

  /**
   * An empty order.
   *
   * @param scratch an existing directory for its files
   * @param maxRunBytes how much it keeps in memory
   */
  public ArrivalOrder(Path scratch, long maxRunBytes) {
    this.scratch = scratch;
    this.maxRunBytes = maxRunBytes;
  }

  public void add(ReplayEvent event) {
    run.add(event);
    size++;
    runBytes += event.value().length + OVERHEAD_BYTES;
    if (runBytes > maxRunBytes) {
      run.sort(BY_ARRIVAL);
      runs.add(spill());
      run.clear();
      runBytes = 0;
    }
  }

  /** How many events were added. */
  public long size() {
    return size;
  }

  /** Gives all events in their order. */
  public void forEach(Consumer<ReplayEvent> events) {
    run.sort(BY_ARRIVAL);
    var open = new ArrayList<Run>();
    try {
      for (Path path : runs) {
        open.add(new RunFile(path));
      }
      open.add(new RunInMemory(run));
      merge(open, events);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read back from " + scratch, e);
    } finally {
      open.forEach(Run::close);
    }
  }

  private static void merge(List<Run> open, Consumer<ReplayEvent> events) throws IOException {
    record Head(ReplayEvent event, int run) {}
    var heads =
        new PriorityQueue<Head>(
            Comparator.comparing(Head::event, BY_ARRIVAL).thenComparingInt(Head::run));
    for (int i = 0; i < open.size(); i++) {
      ReplayEvent first = open.get(i).next();
      if (first != null) {
        heads.add(new Head(first, i));
      }
    }
    while (!heads.isEmpty()) {
      Head head = heads.poll();
      events.accept(head.event());
      ReplayEvent next = open.get(head.run()).next();
      if (next != null) {
        heads.add(new Head(next, head.run()));
      }
    }
  }

  private Path spill() {
    try {
      Path path = Files.createTempFile(scratch, "run-", "");
      try (var out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES))) {
        for (ReplayEvent event : run) {
          out.writeUTF(event.topic());
          out.writeBoolean(event.key() != null);
          out.writeUTF(event.key() == null ? "" : event.key());
          out.writeLong(event.arrivedMillis());
          out.writeUTF(event.file());
          out.writeLong(event.line());
          out.writeInt(event.value().length);
          out.write(event.value());
        }
      }
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep events in " + scratch, e);
    }
  }

  /** Sorted events, one after the other. */
  private interface Run {
    /** The next event, or null at the end. */
    ReplayEvent next() throws IOException;

    void close();
  }

  private static final class RunInMemory implements Run {
    private final List<ReplayEvent> events;
    private int at;

    RunInMemory(List<ReplayEvent> events) {
      this.events = events;
    }

    @Override
    public ReplayEvent next() {
      return at < events.size() ? events.get(at++) : null;
    }

    @Override
    public void close() {}
  }

  private static final class RunFile implements Run {
    private final DataInputStream in;

    RunFile(Path path) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES));
    }

    @Override
    public ReplayEvent next() throws IOException {
      String topic;
      try {
        topic = in.readUTF();
      } catch (EOFException end) {
        return null;
      }
      boolean hasKey = in.readBoolean();
      String key = in.readUTF();
      long arrivedMillis = in.readLong();
      String file = in.readUTF();
      long line = in.readLong();
      byte[] value = new byte[in.readInt()];
      in.readFully(value);
      return new ReplayEvent(topic, hasKey ? key : null, arrivedMillis, value, file, line);
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
