package org.duixian.alert;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the evidence of an alert is shown.
 *
 * @param base what the alert's id is appended to, or empty: then there is no link
 */
public record AlertLink(String base) implements Serializable {
  public static final AlertLink NONE = new AlertLink("");

  /** The longest base: a notice has room for so much. */
  public static final int MAX_BASE_CHARS = 200;

  /** The link, or empty. */
  String to(String alertId) {
    return base.isEmpty() ? "" : base + URLEncoder.encode(alertId, StandardCharsets.UTF_8);
  }
}
