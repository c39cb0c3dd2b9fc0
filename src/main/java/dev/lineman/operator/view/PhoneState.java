package dev.lineman.operator.view;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a phone has what is published for it, as far as its requests tell. */
public enum PhoneState {
    /** What it was last served of each of its own files is what is published now. */
    UP_TO_DATE,
    /** It was served something else, or has not asked since. */
    OLDER,
    /** It is not up to date, and its last request was refused. */
    REFUSED,
    /** It never asked. */
    NEVER,
    /** Nothing is published that is its own, so that nobody can tell. */
    NO_FILE;

    /** The state in JSON, in an address and in a metric: {@code up_to_date}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that word; null when there is none. */
    public static @Nullable PhoneState of(String word) {
        for (PhoneState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        return null;
    }
}
