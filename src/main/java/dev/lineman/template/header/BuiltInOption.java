package dev.lineman.template.header;

import java.util.List;

/**
 * An option whose values do not depend on the template. The first value is the default. Immutable.
 *
 * @param name the name in {@code options}
 * @param valueNames at least one
 */
public record BuiltInOption(String name, List<String> valueNames) implements OptionOffer {
    /** Whether daylight saving time is on. */
    public static final BuiltInOption DST = new BuiltInOption("dst", List.of("true", "false"));

    /** How calls are transferred: blind or attended. */
    public static final BuiltInOption TRANSFER = new BuiltInOption("xfertype", List.of("bxfer", "attxfer"));

    public BuiltInOption {
        valueNames = List.copyOf(valueNames);
    }

    @Override
    public boolean isSecurity() {
        return false;
    }

    @Override
    public boolean accepts(String value) {
        return valueNames.stream().anyMatch(value::equalsIgnoreCase);
    }

    @Override
    public List<String> identifiers() {
        return valueNames;
    }

    @Override
    public String defaultValue() {
        return valueNames.get(0);
    }
}
