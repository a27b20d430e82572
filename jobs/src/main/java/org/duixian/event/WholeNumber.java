package org.duixian.event;

/**
 * The exact value of a JSON number that JSON Schema calls an integer: one without a fractional
 * part, however it is written ({@code 1.0}, {@code 1e2}). Takes time linear in the text, whatever
 * the exponent.
 */
final class WholeNumber {
  /** The number has a fractional part. */
  static final long FRACTION = Long.MIN_VALUE;

  /** The number has more than 18 digits. */
  static final long TOO_LARGE = Long.MIN_VALUE + 1;

  private static final int MAX_DIGITS = 18;
  private static final long MAX_EXPONENT = 1_000_000_000_000L;

  private WholeNumber() {}

  /** The value of a well-formed JSON number, or {@link #FRACTION} or {@link #TOO_LARGE}. */
  static long parse(String number) {
    int end = number.length();
    long exponent = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == 'e' || c == 'E') {
        exponent = exponent(number, i + 1);
        end = i;
        break;
      }
    }
    long value = 0;
    int digits = 0;
    long zeros = 0; // seen since the last other digit: they count only if another one follows
    boolean point = false;
    for (int i = number.charAt(0) == '-' ? 1 : 0; i < end; i++) {
      char c = number.charAt(i);
      if (c == '.') {
        point = true;
        continue;
      }
      exponent -= point ? 1 : 0;
      if (c == '0') {
        zeros += digits > 0 ? 1 : 0;
        continue;
      }
      digits = (int) Math.min(digits + zeros + 1, MAX_DIGITS + 1);
      if (digits <= MAX_DIGITS) {
        value = value * powerOfTen(zeros + 1) + (c - '0');
      }
      zeros = 0;
    }
    if (digits == 0) {
      return 0;
    }
    exponent += zeros;
    if (exponent < 0) {
      return FRACTION;
    }
    if (digits + exponent > MAX_DIGITS) {
      return TOO_LARGE;
    }
    value *= powerOfTen(exponent);
    return number.charAt(0) == '-' ? -value : value;
  }

  private static long exponent(String number, int start) {
    boolean negative = number.charAt(start) == '-';
    long exponent = 0;
    for (int i = negative || number.charAt(start) == '+' ? start + 1 : start;
        i < number.length();
        i++) {
      exponent = Math.min(exponent * 10 + (number.charAt(i) - '0'), MAX_EXPONENT);
    }
    return negative ? -exponent : exponent;
  }

  private static long powerOfTen(long exponent) {
    long power = 1;
    for (long i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
