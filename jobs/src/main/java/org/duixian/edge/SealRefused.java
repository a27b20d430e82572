package org.duixian.edge;

import org.duixian.audit.Link;

/** A link that is not added to the chain, since others were meanwhile. */
public final class SealRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  SealRefused(Link link) {
    super(
        ("county '%s', link %d: the chains are not what they were when this seal began. If another is"
                + " at work, or was until now, seal again once it has ended; if none was, links have"
                + " been taken out: ./duixian audit --chain")
            .formatted(link.countyId(), link.number()));
  }
}
