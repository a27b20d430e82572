package org.duixian.calendar;

import java.io.Serializable;

/**
 * What one publication says about one date.
 *
 * @param publishedOn service date of the publication
 * @param date the service date it speaks of
 * @param type what it makes of that date
 * @param name the holiday's name, or empty
 */
public record PublishedDay(int publishedOn, int date, DayType type, String name)
    implements Serializable {}
