package org.duixian.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.duixian.calendar.ServiceDates;

/**
 * One link in the chain of a county: what was published there since the link before, sealed.
 *
 * @param countyId the county
 * @param number 1 for the first, one more with each
 * @param date the service day on which it was published, days since 1970-01-01; never before that
 *     of the link before
 * @param previous the head of the link before, or {@link #NONE}
 * @param lines a line per row: its key and the SHA-256 of its text, in order
 * @param head SHA-256 over all of this, in hexadecimal
 */
public record Link(
    String countyId, int number, int date, String previous, List<String> lines, String head) {
  /** Before the first link. */
  public static final String NONE = "0".repeat(64);

  /** Seals lines as the next link. */
  public static Link of(
      String countyId, int number, int date, String previous, Iterable<String> lines) {
    var inOrder = new TreeSet<String>();
    lines.forEach(inOrder::add);
    var link = new Link(countyId, number, date, previous, List.copyOf(inOrder), "");
    return new Link(countyId, number, date, previous, link.lines, link.seal());
  }

  /** What the head must be. */
  public String seal() {
    String header = "%s %d %s".formatted(countyId, number, ServiceDates.format(date));
    return sha256(previous + '\n' + header + '\n' + String.join("\n", lines));
  }

  /** The line of a row. */
  public static String line(HistoryRow row) {
    return row.key() + ' ' + sha256(row.json());
  }

  /** The key of the row that a line is about. */
  public static String keyOf(String line) {
    return line.substring(0, line.lastIndexOf(' '));
  }

  /** In hexadecimal. */
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
