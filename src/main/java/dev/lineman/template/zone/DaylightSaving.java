package dev.lineman.template.zone;

/**
 * The daylight saving time of a zone. Immutable.
 *
 * @param minutes how far the clock is put forward
 * @param start by standard time
 * @param end by daylight saving time
 */
public record DaylightSaving(int minutes, ClockChange start, ClockChange end) {}
