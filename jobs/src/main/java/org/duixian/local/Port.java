package org.duixian.local;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A port as an option names it; 0 is any that is free. */
final class Port implements ITypeConverter<Integer> {
  private static final int MAX = 65_535;

  @Override
  public Integer convert(String value) {
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > MAX) {
      throw new TypeConversionException("must be 0 to %d, not '%s'".formatted(MAX, value));
    }
    return Integer.valueOf(value);
  }
}
