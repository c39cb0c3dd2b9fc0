package dev.lineman.template.zone;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/**
 * A yearly change of the clock: the first such day of the week on or after a day of a month, at a time. Immutable.
 *
 * @param month the month
 * @param day from 1, or {@link #LAST} for the last such day of the week in the month
 * @param weekday the day of the week
 * @param minute minutes after midnight on the wall clock before the change; 1440 is the end of the day
 */
public record ClockChange(Month month, int day, DayOfWeek weekday, int minute) {
    /** The day, or the week, of a change on the last such day of the week in the month. */
    public static final int LAST = -1;

    private static final int DAYS_OF_WEEK = 7;
    private static final int WEEKS = 4;
    private static final int MINUTES_OF_HOUR = 60;
    private static final int MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR;

    /** Reads the form of the table: {@code month:day:weekday:minute}. */
    static ClockChange parse(String text) {
        String[] parts = text.split(":", -1);
        return new ClockChange(
                Month.of(Integer.parseInt(parts[0])),
                Integer.parseInt(parts[1]),
                DayOfWeek.of(Integer.parseInt(parts[2])),
                Integer.parseInt(parts[3]));
    }

    /** The week of the month: 1 to 4, {@link #LAST}, or 0 for a change that is not in the same week of each year. */
    public int week() {
        if (day == LAST) {
            return LAST;
        }
        return day % DAYS_OF_WEEK == 1 && day / DAYS_OF_WEEK < WEEKS ? day / DAYS_OF_WEEK + 1 : 0;
    }

    /** The first day of the month on which the change can be: for the last week, of a year that is no leap year. */
    public int firstDay() {
        return day == LAST ? month.minLength() - DAYS_OF_WEEK + 1 : day;
    }

    /** The hour on the wall clock, 0 to 24. */
    public int hour() {
        return minute / MINUTES_OF_HOUR;
    }

    /** The minute of the hour. */
    public int minuteOfHour() {
        return minute % MINUTES_OF_HOUR;
    }

    /** The date and the time of the change on the wall clock before it. */
    public LocalDateTime in(int year) {
        LocalDate first = LocalDate.of(year, month, 1);
        LocalDate date = day == LAST
                ? first.with(TemporalAdjusters.lastInMonth(weekday))
                : first.withDayOfMonth(day).with(TemporalAdjusters.nextOrSame(weekday));
        return date.atStartOfDay().plusMinutes(minute);
    }

    /** The same change as the end of the day before; null if it is at another time, or can be on the first of the month. */
    @Nullable
    ClockChange atEndOfDayBefore() {
        int before = firstDay() - 1;
        if (minute != 0 || before < 1 || (day == LAST && month == Month.FEBRUARY)) {
            return null;
        }
        boolean last = month != Month.FEBRUARY && before == month.minLength() - DAYS_OF_WEEK + 1;
        return new ClockChange(month, last ? LAST : before, weekday.minus(1), MINUTES_OF_DAY);
    }
}
