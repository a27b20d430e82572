package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Decodes single records and holds the decoder to giving each to exactly one side. */
final class Decoding {
  private final EventDecoder decoder;

  Decoding(EventTypes types) {
    this.decoder = new EventDecoder(types);
  }

  /** The one {@link Event} or {@link Rejected}. */
  Object decode(RawRecord record) {
    List<Object> results = new ArrayList<>();
    decoder.decode(record, results::add, results::add);
    assertThat(results).hasSize(1);
    return results.get(0);
  }

  Event accepted(RawRecord record) {
    Object result = decode(record);
    assertThat(result).isInstanceOf(Event.class);
    return (Event) result;
  }

  Rejected rejected(RawRecord record) {
    Object result = decode(record);
    assertThat(result).isInstanceOf(Rejected.class);
    return (Rejected) result;
  }
}
