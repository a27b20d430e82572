package org.duixian.commitment;

/**
 * A set of 64-bit fingerprints in one primitive array: open addressing, at most three quarters
 * full, the count in the first slot. 11 to 22 bytes each once there are more than a few; packed,
 * when hardly anything will be looked up or added, 8 bytes: one behind the other, the count in the
 * first slot below 0. An area has one set for each source and service day: of its n event ids and
 * units two collide with a probability of about n² / 2⁶⁵, and the later one would be taken for one
 * told again.
 */
public final class Fingerprints {
  private static final int SMALLEST = 8;

  private Fingerprints() {}

  /** FNV-1a over the characters of both texts and a separator, finished by MurmurHash3's fmix64. */
  static long of(String first, String second) {
    return of(begun(first), second);
  }

  /** The same where the first text has been read before. */
  static long of(long begun, String second) {
    return finished(append(begun * 0x100000001b3L, second));
  }

  /** The same with a number instead of the second text. */
  static long of(long begun, int number) {
    return finished((begun ^ number) * 0x100000001b3L);
  }

  /** What comes of the first text alone. */
  static long begun(String first) {
    return append(0xcbf29ce484222325L, first);
  }

  private static long finished(long mixed) {
    long hash = mixed;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }

  private static long append(long hash, String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /**
   * The set with the fingerprint added (the same array where it had room), or null if it was in.
   */
  static long[] add(long[] set, long fingerprint) {
    if (set == null) {
      set = new long[1 + SMALLEST];
    } else if (set[0] < 0) {
      if (isPackedIn(set, fingerprint)) {
        return null;
      }
      set = unpacked(set);
    }
    if (!insert(set, fingerprint)) {
      return null;
    }
    return 4 * ++set[0] > 3L * (set.length - 1) ? grown(set) : set;
  }

  static boolean contains(long[] set, long fingerprint) {
    if (set == null) {
      return false;
    }
    if (set[0] < 0) {
      return isPackedIn(set, fingerprint);
    }
    return set[1 + slot(set, fingerprint)] == fingerprint;
  }

  private static boolean isPackedIn(long[] packed, long fingerprint) {
    for (int i = 1; i < packed.length; i++) {
      if (packed[i] == fingerprint) {
        return true;
      }
    }
    return false;
  }

  /** The same set in as little room as it can take. */
  static long[] packed(long[] set) {
    if (set[0] < 0) {
      return set;
    }
    long[] packed = new long[1 + (int) set[0]];
    int count = 0;
    for (int i = 1; i < set.length; i++) {
      if (set[i] != 0) {
        packed[++count] = set[i];
      }
    }
    packed[0] = -count;
    return packed;
  }

  private static long[] unpacked(long[] packed) {
    int room = SMALLEST;
    while (4 * (packed.length - 1) > 3 * room) {
      room *= 2;
    }
    return spread(packed, -packed[0], room);
  }

  private static long[] grown(long[] set) {
    return spread(set, set[0], 2 * (set.length - 1));
  }

  private static long[] spread(long[] set, long count, int room) {
    long[] spread = new long[1 + room];
    spread[0] = count;
    for (int i = 1; i < set.length; i++) {
      if (set[i] != 0) {
        insert(spread, set[i]);
      }
    }
    return spread;
  }

  private static boolean insert(long[] set, long fingerprint) {
    int slot = slot(set, fingerprint);
    boolean free = set[1 + slot] == 0;
    set[1 + slot] = fingerprint;
    return free;
  }

  /** Where it is, or would be. */
  private static int slot(long[] set, long fingerprint) {
    int mask = set.length - 2;
    int slot = (int) fingerprint & mask;
    while (set[1 + slot] != 0 && set[1 + slot] != fingerprint) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
