package dev.lineman.operator.view;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a phone has the files that are published for it, judged by its requests. */
public enum PhoneState {
    /** The phone was last served the published content of each of its files. */
    UP_TO_DATE,
    /** The phone was served other content, or did not ask since the publication. */
    OLDER,
    /** The phone is not up to date, and its last request was refused. */
    REFUSED,
    /** The phone was served none of its files, and asked for a name that it does not have. */
    NOT_FOUND,
    /** The phone never asked. */
    NEVER,
    /** No published file belongs to this phone alone, so its requests say nothing. */
    NO_FILE;

    /** The state in JSON, in URLs and in metrics, such as {@code up_to_date}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this word; null if there is none. */
    public static @Nullable PhoneState of(String word) {
        for (PhoneState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        return null;
    }
}
