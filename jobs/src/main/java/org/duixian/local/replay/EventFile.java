package org.duixian.local.replay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The lines of a file, plain or gzipped, in their order; blank ones are left out. */
final class EventFile implements AutoCloseable {
  /** What is longer is cut: Kafka would not take it, and the decoder rejects it as it is. */
  static final int MAX_LINE_BYTES = 8 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Path path;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long number;

  private EventFile(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  static EventFile open(Path path) {
    try {
      var file = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
      return new EventFile(path, isGzip(file) ? new GZIPInputStream(file, BUFFER_BYTES) : file);
    } catch (IOException e) {
      throw new UnusableInput(path + ": cannot be read: " + reason(e), e);
    }
  }

  /** The next line that is not blank, or null at the end. */
  byte[] next() {
    try {
      while (true) {
        byte[] line = readLine();
        if (line == null || !isBlank(line)) {
          return line;
        }
      }
    } catch (IOException e) {
      throw new UnusableInput("%s:%d: cannot be read: %s".formatted(path, number, reason(e)), e);
    }
  }

  /** Number of the line that {@link #next} gave, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UnusableInput(path + ": cannot be closed: " + reason(e), e);
    }
  }

  private byte[] readLine() throws IOException {
    number++;
    if (at == end && !fill()) {
      return null;
    }
    var line = new ByteArrayOutputStream(512);
    do {
      int start = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, start, Math.min(at - start, MAX_LINE_BYTES - line.size()));
      if (at < end) {
        at++;
        break;
      }
    } while (fill());
    return trimmed(line.toByteArray());
  }

  private boolean fill() throws IOException {
    end = in.read(buffer, 0, buffer.length);
    at = 0;
    if (end < 0) {
      end = 0;
      return false;
    }
    return true;
  }

  /**
   * Without the carriage return that ends lines on Windows and the mark that begins files there.
   */
  private byte[] trimmed(byte[] line) {
    int length = line.length;
    int start = 0;
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    if (number == 1 && startsWithMark(line)) {
      start = BYTE_ORDER_MARK.length;
    }
    if (start == 0 && length == line.length) {
      return line;
    }
    byte[] trimmed = new byte[Math.max(0, length - start)];
    System.arraycopy(line, start, trimmed, 0, trimmed.length);
    return trimmed;
  }

  private static boolean startsWithMark(byte[] line) {
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if (i >= line.length || line[i] != BYTE_ORDER_MARK[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t') {
        return false;
      }
    }
    return true;
  }

  private static boolean isGzip(InputStream file) throws IOException {
    file.mark(2);
    int first = file.read();
    int second = file.read();
    file.reset();
    return first == 0x1f && second == 0x8b;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
