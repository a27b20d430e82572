package org.duixian.commitment;

import java.util.List;

/** The commitments can't be used; lists every problem with its file, key and value. */
public final class CatalogueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CatalogueException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
