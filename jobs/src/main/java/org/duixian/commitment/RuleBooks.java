package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.duixian.area.Area;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;

/**
 * Every rule book there is, each from its first service day until the next one's; the first also
 * holds before its own. Immutable.
 */
public final class RuleBooks implements Rules {
  private static final long serialVersionUID = 1;

  private final List<RuleBook> books;

  private RuleBooks(List<RuleBook> books) {
    this.books = List.copyOf(books);
  }

  /** A single book, which always holds. */
  public static RuleBooks of(Registry registry, Catalogue catalogue) {
    return of(List.of(new RuleBook(registry, catalogue, registry.calendar().firstDate())));
  }

  /**
   * @param published in the order of publication: of those that apply from the same day the last
   *     one holds
   * @throws IllegalArgumentException if there is none, or if one drops a former township or a
   *     township: what was promised there would vanish unseen
   */
  public static RuleBooks of(List<RuleBook> published) {
    var books = new ArrayList<RuleBook>();
    for (RuleBook each : published) {
      books.removeIf(earlier -> earlier.appliesFrom() == each.appliesFrom());
      books.add(each);
    }
    if (books.isEmpty()) {
      throw new IllegalArgumentException("there is no rule book");
    }
    books.sort(Comparator.comparingInt(RuleBook::appliesFrom));
    for (int i = 1; i < books.size(); i++) {
      refuseIfItDropsAreas(books.get(i - 1).registry(), books.get(i).registry());
    }
    return new RuleBooks(books);
  }

  private static void refuseIfItDropsAreas(Registry before, Registry after) {
    for (Level level : List.of(Level.former_township, Level.township)) {
      var kept = after.areas(level).stream().map(Area::areaId).collect(Collectors.toSet());
      for (Area area : before.areas(level)) {
        if (!kept.contains(area.areaId())) {
          throw new IllegalArgumentException(
              "areas.csv: version %s lacks %s '%s', which version %s has"
                  .formatted(
                      after.version(),
                      level.name().replace('_', ' '),
                      area.areaId(),
                      before.version()));
        }
      }
    }
  }

  @Override
  public RuleBook on(int serviceDate) {
    return books.get(numberOn(serviceDate));
  }

  private int numberOn(int serviceDate) {
    int number = books.size() - 1;
    while (number > 0 && books.get(number).appliesFrom() > serviceDate) {
      number--;
    }
    return number;
  }

  /** The first day of the book after the one that holds on a day, or the end of time. */
  public int until(int serviceDate) {
    int next = numberOn(serviceDate) + 1;
    return next == books.size() ? Integer.MAX_VALUE : books.get(next).appliesFrom();
  }

  /** The books that hold on the days up to one, such as {@code demo-1 from 2020-01-01}. */
  public List<String> through(int serviceDate) {
    return books.subList(0, numberOn(serviceDate) + 1).stream()
        .map(each -> each.version() + " from " + ServiceDates.format(each.appliesFrom()))
        .toList();
  }
}
