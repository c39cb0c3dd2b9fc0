package dev.lineman.cli.option;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses sizes such as {@code 512K}, {@code 2M} and {@code 1G}, in units of 1024. A number alone means bytes. Stateless. */
public final class ByteSizeConverter implements ITypeConverter<Long> {
    /** At most nine digits, so that no unit overflows. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([kmg]?)");

    @Override
    public Long convert(String value) {
        Matcher form = FORM.matcher(value.trim().toLowerCase(Locale.ROOT));
        long number = form.matches() ? Long.parseLong(form.group(1)) : 0;
        if (number == 0) {
            throw new TypeConversionException("'" + value + "' is not a size; write for example 512K, 2M or 1G");
        }
        return switch (form.group(2)) {
            case "k" -> number << 10;
            case "m" -> number << 20;
            case "g" -> number << 30;
            default -> number;
        };
    }
}
