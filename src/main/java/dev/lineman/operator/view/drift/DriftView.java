package dev.lineman.operator.view.drift;

import org.jspecify.annotations.Nullable;

/** Which given values phones override, for the pages and the API. Thread-safe. */
@FunctionalInterface
public interface DriftView {
    /** Nothing is known, since phones cannot upload. */
    DriftView NONE = mac -> null;

    /**
     * The values of a phone.
     *
     * @param mac 12 lower-case hex digits
     * @return null if the phone has uploaded no values
     */
    @Nullable
    PhoneDrift of(String mac);
}
