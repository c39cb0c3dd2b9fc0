package dev.lineman.http.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats and parses the dates of HTTP (RFC 9110, section 5.6.7), in whole seconds. Thread-safe. */
public final class HttpDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    /**
     * The preferred format: {@code Sun, 06 Nov 1994 08:49:37 GMT}.
     *
     * @param epochSecond seconds since 1970
     */
    public static String format(long epochSecond) {
        // A DateTimeFormatter would delay the first response after a start by tens of milliseconds.
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29);
        text.append(
                DAYS,
                3 * (time.getDayOfWeek().getValue() - 1),
                3 * time.getDayOfWeek().getValue());
        appendTwoDigits(text.append(", "), time.getDayOfMonth());
        text.append(' ').append(MONTHS, 3 * (time.getMonthValue() - 1), 3 * time.getMonthValue());
        appendTwoDigits(text.append(' '), time.getYear() / 100);
        appendTwoDigits(text, time.getYear() % 100);
        appendTwoDigits(text.append(' '), time.getHour());
        appendTwoDigits(text.append(':'), time.getMinute());
        appendTwoDigits(text.append(':'), time.getSecond());
        return text.append(" GMT").toString();
    }

    /**
     * Parses any of the three formats that a recipient must accept. Null for anything else; the field is then
     * ignored.
     */
    static @Nullable Instant parse(String text) {
        for (DateTimeFormatter form : Forms.ALL) {
            Instant date = parse(text, form);
            if (date != null) {
                return date;
            }
        }
        return null;
    }

    private static @Nullable Instant parse(String text, DateTimeFormatter form) {
        try {
            return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static void appendTwoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** A class of its own, so that the formatters are made only when a client sends a date. */
    private static final class Forms {
        static final List<DateTimeFormatter> ALL = List.of(
                DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH),
                new DateTimeFormatterBuilder()
                        .appendPattern("EEEE, dd-MMM-")
                        .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
                        .appendPattern(" HH:mm:ss 'GMT'")
                        .toFormatter(Locale.ENGLISH),
                DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH));
    }
}
