package dev.lineman.inventory.extension;

import java.util.List;
import java.util.Locale;

/** What the name of a variable in {@code vars} says about its value. Case does not matter. Stateless. */
public final class VariableNames {
    private static final List<String> SECRET_WORDS = List.of("password", "passwd", "secret", "token", "pin");

    /** A vendor parameter whose name contains one of these parts or words is a secret. */
    private static final List<String> SECRET_PARTS = List.of("pass", "pswd", "pwd", "psk", "ha1");

    private static final List<String> NAME_WORDS = List.of("name", "label", "user");

    private VariableNames() {}

    /** Whether the value counts as a secret. */
    public static boolean isSecret(String name) {
        return containsWord(name, SECRET_WORDS);
    }

    /** Whether the value is probably the name of a person, a place or a login. */
    public static boolean isName(String name) {
        return containsWord(name, NAME_WORDS);
    }

    /** Whether a vendor parameter in {@code settings} counts as a secret, because its name says so. */
    public static boolean isSecretParameter(String name) {
        return containsWord(name, SECRET_WORDS) || containsWord(name, SECRET_PARTS);
    }

    private static boolean containsWord(String name, List<String> words) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
