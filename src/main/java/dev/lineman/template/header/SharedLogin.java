package dev.lineman.template.header;

import dev.lineman.template.constraint.ValueRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That phones have one login for all their files, and send it to the server of a URL too. The attributes {@code login} and
 * {@code unless} of {@code <var>} say so. Immutable.
 *
 * @param unless the feature of models that have a login of its own for the URL; empty if no model has one
 */
public record SharedLogin(String unless) {
    private static final String LOGIN = "login";
    private static final String UNLESS = "unless";

    /** The only value of the attribute: the login of the phone's settings. */
    private static final String SETTINGS = "settings";

    /** Reads the attributes of an element; null if it has none. */
    static @Nullable SharedLogin of(HeaderElement element) {
        String unless = element.attribute(UNLESS);
        return element.attribute(LOGIN) == null ? null : new SharedLogin(unless == null ? "" : unless);
    }

    /** What is wrong with the attributes of a {@code <var>}; null if nothing is. */
    static @Nullable String objection(HeaderElement element, ValueRule.@Nullable ValueType type) {
        String login = element.attribute(LOGIN);
        String unless = element.attribute(UNLESS);
        if (login == null) {
            return unless == null ? null : "'unless' of <var> is for login=\"settings\" only; remove it";
        }
        if (!login.equals(SETTINGS)) {
            return "'login' of <var> is 'settings', not '" + login + "'; correct it, or remove it";
        }
        return type == ValueRule.ValueType.URL || type == ValueRule.ValueType.TEXT
                ? null
                : "'login' of <var> is for type=\"url\" and texts only; remove it";
    }

    /**
     * Whether phones of a model send the login.
     *
     * @param features those of the model
     */
    public boolean appliesTo(List<String> features) {
        return unless.isEmpty() || !features.contains(unless);
    }
}
