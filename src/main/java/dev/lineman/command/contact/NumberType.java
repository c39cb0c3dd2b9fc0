package dev.lineman.command.contact;

import java.util.Locale;
import java.util.Optional;

/** The types of telephone numbers of a contact, in the order of its keys. */
public enum NumberType {
    WORK,
    MOBILE,
    HOME,
    OTHER;

    /** Returns the key of the type in {@code numbers}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the type of a number with a label, such as {@code Mobile} or {@code Work Fax}. A number without a label is a
     * work number, one with a label of its own another one. Empty for fax machines and pagers, which people do not call.
     */
    public static Optional<NumberType> ofLabel(String label) {
        String text = label.toLowerCase(Locale.ROOT);
        if (text.contains("fax") || text.contains("pager")) {
            return Optional.empty();
        }
        if (text.contains("mobile") || text.contains("cell")) {
            return Optional.of(MOBILE);
        }
        if (text.contains("home")) {
            return Optional.of(HOME);
        }
        boolean work = text.isBlank()
                || text.contains("work")
                || text.contains("main")
                || text.contains("business")
                || text.contains("internal");
        return Optional.of(work ? WORK : OTHER);
    }
}
