package dev.lineman.cli.option;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses durations such as {@code 50ms}, {@code 2s}, {@code 5m} and {@code 1h}. A number without a unit means seconds.
 * Stateless.
 */
public final class DurationConverter implements ITypeConverter<Duration> {
    /** At most nine digits, so that no unit overflows. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|)");

    @Override
    public Duration convert(String value) {
        Matcher form = FORM.matcher(value.trim().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new TypeConversionException("'" + value + "' is not a duration; write for example 50ms, 2s or 5m");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
