package org.duixian.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that are the same object where their bytes are the same; the latest of those that clash.
 */
final class RecurringNames {
  private static final int SLOTS = 1 << 14;

  private final byte[][] encoded = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  /**
   * @param utf8 the text's bytes, which are kept
   */
  String of(byte[] utf8) {
    int hash = Arrays.hashCode(utf8);
    int slot = (hash ^ hash >>> 14) & SLOTS - 1;
    if (!Arrays.equals(encoded[slot], utf8)) {
      encoded[slot] = utf8;
      texts[slot] = new String(utf8, StandardCharsets.UTF_8);
    }
    return texts[slot];
  }
}
