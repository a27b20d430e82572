package org.duixian.area;

import java.util.List;

/** Reference data that can not be used, with everything that is wrong with it. */
public final class ReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final List<String> problems;

  ReferenceException(List<String> problems) {
    super(
        "%d problem%s in the reference data:%n%s"
            .formatted(
                problems.size(),
                problems.size() == 1 ? "" : "s",
                String.join(System.lineSeparator(), problems)));
    this.problems = List.copyOf(problems);
  }

  /** Each problem as {@code file:line:column 'name' value 'x': message}. */
  public List<String> problems() {
    return problems;
  }
}
