package org.duixian.area;

import java.io.Serializable;

/**
 * What a former township was paid for one purpose in one month of the base year, the year with
 * which later ones are compared.
 *
 * @param areaId the former township
 * @param purpose what the money was for
 * @param month the month, see {@link Months}
 * @param fen the amount in 1/100 yuan
 */
record BaseTransfer(String areaId, String purpose, int month, long fen) implements Serializable {}
