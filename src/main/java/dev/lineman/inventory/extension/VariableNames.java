package dev.lineman.inventory.extension;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the name of a variable in {@code vars} says about its value. Case does not matter. Stateless. */
public final class VariableNames {
    private static final List<String> SECRET_WORDS = List.of("password", "passwd", "secret", "token", "pin");

    /** A vendor parameter whose name contains one of these parts or words is a secret. */
    private static final List<String> SECRET_PARTS = List.of("pass", "pswd", "pwd", "psk", "ha1");

    /** A vendor parameter whose name contains a match is a secret: a key of a cipher or a network, or an SNMP community. */
    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?:aes|enc(?:ryption)?|private|shared|wep|wpa[23]?|auth|config(?:file)?)[._-]?key|(?:^|[./])key(?:\\[\\d+])?$|community");

    /** The option of Cisco's {@code Profile_Rule} that has the key of an encrypted file. */
    private static final String KEY_OPTION = "--key";

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
        return containsWord(name, SECRET_WORDS)
                || containsWord(name, SECRET_PARTS)
                || SECRET_KEY.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Whether a text counts as a secret as the value of a vendor parameter: because of its name, or of what it contains. */
    public static boolean isSecretParameter(String name, String value) {
        return isSecretParameter(name) || value.contains(KEY_OPTION);
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
