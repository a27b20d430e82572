package org.duixian.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.duixian.audit.ChainCheck.Break;
import org.duixian.audit.ChainCheck.What;
import org.junit.jupiter.api.Test;

final class ChainCheckTest {
  private static final HistoryRow ROW = row("a|C05|2020-05-01|28", "{\"good\":1}");
  private static final HistoryRow LATER = row("a|C05|2020-05-02|28", "{\"good\":2}");
  private static final Link FIRST = Link.of("c01", 1, 18_000, Link.NONE, List.of(Link.line(ROW)));
  private static final Link SECOND =
      Link.of("c01", 2, 18_001, FIRST.head(), List.of(Link.line(LATER)));

  private static HistoryRow row(String unit, String json) {
    return new HistoryRow("service_levels", unit, 0, json);
  }

  private static List<Break> breaks(List<Link> links, HistoryRow... rows) {
    var check = new ChainCheck();
    links.forEach(check::link);
    for (HistoryRow row : rows) {
      check.row(row, false);
    }
    return check.breaks();
  }

  @Test
  void nothingIsBrokenWhereNothingWasTouched() {
    assertThat(breaks(List.of(FIRST, SECOND), ROW, LATER)).isEmpty();
  }

  @Test
  void theOrderOfTheLinesDoesNotMatter() {
    var lines = new ArrayList<>(List.of(Link.line(LATER), Link.line(ROW)));
    assertThat(Link.of("c01", 1, 1, Link.NONE, lines).head())
        .isEqualTo(
            Link.of("c01", 1, 1, Link.NONE, List.of(Link.line(ROW), Link.line(LATER))).head());
  }

  @Test
  void anAlteredRowIsFoundAtItsLink() {
    assertThat(breaks(List.of(FIRST, SECOND), ROW, row(LATER.unit(), "{\"good\":3}")))
        .extracting(Break::countyId, Break::number, Break::date, Break::what, Break::subject)
        .containsExactly(tuple("c01", 2, 18_001, What.row_altered, LATER.key()));
  }

  @Test
  void aDeletedRowIsFoundAtItsLink() {
    assertThat(breaks(List.of(FIRST, SECOND), LATER))
        .extracting(Break::number, Break::what, Break::subject)
        .containsExactly(tuple(1, What.row_deleted, ROW.key()));
  }

  @Test
  void aRowThatNobodySealedIsNewsOrInserted() {
    assertThat(breaks(List.of(FIRST), ROW, LATER))
        .extracting(Break::number, Break::what, Break::subject)
        .containsExactly(tuple(0, What.row_inserted, LATER.key()));
    var check = new ChainCheck();
    check.link(FIRST);
    check.row(ROW, false);
    check.row(LATER, true);
    assertThat(check.breaks()).isEmpty();
    assertThat(check.unsealed()).isEqualTo(1);
  }

  @Test
  void aLinkThatIsNotWhatItsHeadSaysIsBroken() {
    var forged = row(ROW.unit(), "{\"good\":9}");
    var altered =
        new Link("c01", 1, FIRST.date(), Link.NONE, List.of(Link.line(forged)), FIRST.head());
    assertThat(breaks(List.of(altered, SECOND), forged, LATER))
        .extracting(Break::number, Break::what)
        .containsExactly(tuple(1, What.link_altered));
  }

  @Test
  void aLinkThatWasSealedAnewBreaksTheNext() {
    var forged = row(ROW.unit(), "{\"good\":9}");
    var anew = Link.of("c01", 1, FIRST.date(), Link.NONE, List.of(Link.line(forged)));
    assertThat(breaks(List.of(anew, SECOND), forged, LATER))
        .extracting(Break::number, Break::what)
        .containsExactly(tuple(2, What.link_altered));
  }

  @Test
  void aLinkThatIsGoneIsMissed() {
    assertThat(breaks(List.of(SECOND), LATER))
        .extracting(Break::number, Break::what)
        .containsExactly(tuple(2, What.link_missing));
  }

  @Test
  void aWholeChainThatWasMadeAnewIsNotTheOneThatWasNoted() {
    var check = new ChainCheck();
    check.noted("c01", 1, FIRST.head(), FIRST);
    assertThat(check.breaks()).isEmpty();
    check.noted("c01", 1, FIRST.head(), Link.of("c01", 1, 18_000, Link.NONE, List.of("x y")));
    check.noted("c01", 2, SECOND.head(), null);
    assertThat(check.breaks())
        .extracting(Break::number, Break::what)
        .containsExactly(tuple(1, What.head_other), tuple(2, What.head_other));
  }
}
