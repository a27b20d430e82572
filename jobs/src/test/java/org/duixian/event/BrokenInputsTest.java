package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Whatever arrives becomes a rejection with the right reason and origin, and never an exception.
 */
final class BrokenInputsTest {
  private static final Collection<BrokenInputs.Broken> ALL = BrokenInputs.all();
  private static final EventTypes TYPES = EventTypes.load();

  private final Decoding decoding = new Decoding(TYPES);

  @Test
  void everyTypeIsSoundBeforeItIsBroken() {
    for (String type : Contract.eventTypes()) {
      var event = BrokenInputs.sound(type);
      assertThat(Contract.violatedFields(event)).as(type).isEmpty();
    }
  }

  @Test
  void everyBrokenRecordIsRejectedWithReasonAndOrigin() {
    assertThat(ALL).hasSizeGreaterThan(1_000);
    SoftAssertions softly = new SoftAssertions();
    for (BrokenInputs.Broken broken : ALL) {
      RawRecord record = broken.record();
      Object result = decoding.decode(record);
      softly.assertThat(result).as(broken.kind()).isInstanceOf(Rejected.class);
      if (!(result instanceof Rejected rejected)) {
        continue;
      }
      softly
          .assertThat(RejectReason.valueOf(rejected.reason()))
          .as("%s: %s", broken.kind(), rejected.detail())
          .isEqualTo(broken.reason());
      softly.assertThat(rejected.topic()).isEqualTo(record.topic());
      softly.assertThat(rejected.partition()).isEqualTo(record.partition());
      softly.assertThat(rejected.offset()).isEqualTo(record.offset());
      softly.assertThat(rejected.arrivedMillis()).isEqualTo(record.arrivedMillis());
      softly.assertThat(rejected.detail()).as(broken.kind()).isNotBlank();
    }
    softly.assertAll();
  }

  @Test
  void noRejectionShowsAPersonalNumberOrGrowsBeyondItsBounds() {
    for (BrokenInputs.Broken broken : ALL) {
      Rejected rejected = decoding.rejected(broken.record());
      for (String number : BrokenInputs.PERSONAL_NUMBERS.values()) {
        assertThat(rejected.payload()).as(broken.kind()).doesNotContain(number);
        assertThat(rejected.detail()).as(broken.kind()).doesNotContain(number);
        assertThat(rejected.source()).as(broken.kind()).doesNotContain(number);
      }
      assertThat(rejected.payload()).hasSizeLessThanOrEqualTo(Redaction.MAX_PAYLOAD_CHARS);
      assertThat(rejected.detail()).hasSizeLessThanOrEqualTo(Redaction.MAX_DETAIL_CHARS);
    }
  }

  @Test
  void sourceIsTheEventsElseTheKeysElseEmpty() {
    String event = "{\"source\":\"/demo/a\",\"id\":";
    assertThat(source("/demo/b", event)).isEqualTo("/demo/a");
    assertThat(source("/demo/b", "{\"source\":\"no slash\"")).isEqualTo("/demo/b");
    assertThat(source("/demo/b", "{\"source\":\"/13800138000\"}")).isEqualTo("/demo/b");
    assertThat(source("/demo/b", "no json")).isEqualTo("/demo/b");
    assertThat(source("no slash", "no json")).isEmpty();
    assertThat(source("/13800138000", "no json")).isEmpty();
  }

  private String source(String key, String value) {
    return decoding
        .rejected(
            new RawRecord(
                "events.hall",
                0,
                0,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8)))
        .source();
  }
}
