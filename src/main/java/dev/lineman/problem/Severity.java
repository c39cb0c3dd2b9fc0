package dev.lineman.problem;

import java.util.Locale;

/** How bad a problem is: an error keeps an output from being right, a warning does not. */
public enum Severity {
    ERROR,
    WARNING;

    /** The word as it stands in a problem's line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
