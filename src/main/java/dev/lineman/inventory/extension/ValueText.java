package dev.lineman.inventory.extension;

import dev.lineman.input.InputPaths;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the text of a value, whatever the format of the file that it will be written to: characters that could add
 * lines to the configuration of a phone, and what phones and PBXs cannot use in SIP. Stateless.
 */
public final class ValueText {
    /**
     * The characters of a user in a SIP address (RFC 3261, 25.1), with {@code #}, which phones dial, and with {@code @}
     * for users such as {@code anna@example.com}.
     */
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.!~*'()%&=+$,;?/#@-]*");

    /** A host name, an IPv4 or an IPv6 address, and a port that may follow. */
    private static final Pattern HOST = Pattern.compile(
            "(?:[A-Za-z0-9._-]+(?::\\d{1,5})?|\\[[0-9A-Fa-f:.]+](?::\\d{1,5})?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)?");

    /** A host name, an IPv4 address, or an IPv6 address with or without brackets. */
    private static final Pattern HOST_WITHOUT_PORT =
            Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]|[0-9A-Fa-f]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    /** A blank, a double quote, or a backslash. */
    private static final Pattern BLANK_OR_QUOTE = Pattern.compile("[\\s\\p{Z}\"\\\\]");

    private ValueText() {}

    /**
     * Whether a text has a character of Unicode's class Cc, U+2028, U+2029, an unpaired surrogate, or U+FFFE or U+FFFF,
     * which XML cannot hold (XML 1.0, 2.2).
     */
    public static boolean hasControlCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c >= '\uFFFE') {
                return true;
            }
            if (Character.isSurrogate(c) && !Character.isSupplementaryCodePoint(text.codePointAt(i++))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Why a value is not usable and what to do; null if it is usable, or if there is nothing to check. Never contains the
     * value.
     */
    public static @Nullable String objection(ExtensionField field, String value) {
        String key = "'" + field.key() + "' ";
        return switch (field) {
            case EXTENSION ->
                isSipUser(value)
                        ? null
                        : key + "has a character that a SIP user name cannot have, such as a blank, so calls and"
                                + " registrations may fail; use digits, letters from A to Z, and -_.+*#";
            case AUTH_ID ->
                BLANK_OR_QUOTE.matcher(value).find()
                        ? key + "has a blank, a quote or a backslash, with which phones and PBXs may fail to log in;"
                                + " remove it here and at the PBX"
                        : null;
            case AUTH_PASSWORD, USER, PASSWORD -> endsObjection(field.key(), value);
            case PBX_IP ->
                HOST.matcher(value).matches()
                        ? null
                        : key + "is neither a host name nor an IP address, so phones may not find the PBX; write one"
                                + " such as pbx.example.com or 10.172.0.2";
            case PROVISIONING_URL ->
                BLANK_OR_QUOTE.matcher(value).find()
                        ? key + "has a blank, a quote or a backslash, which no URL has; write %20, %22 or %5C instead"
                        : null;
            default -> null;
        };
    }

    /** Whether a text can be a host name or an IP address, without a port. */
    public static boolean isHost(String text) {
        return HOST_WITHOUT_PORT.matcher(text).matches();
    }

    /**
     * Why a word of a command line is not usable and what to do: the process could not decode its letters. Null if it is
     * usable.
     */
    public static @Nullable String localeObjection(String text) {
        return text.indexOf(InputPaths.UNDECODABLE) < 0
                ? null
                : "'" + text.replace(InputPaths.UNDECODABLE, '?')
                        + "' has letters that the locale cannot hold; run the command again with LC_ALL=C.UTF-8";
    }

    /** Whether a number has only characters that a user in a SIP address can have. */
    public static boolean isSipUser(String number) {
        return USER.matcher(number).matches();
    }

    /** Why the ends of a secret are not usable; null if they are. */
    public static @Nullable String endsObjection(String key, String value) {
        return value.equals(value.strip())
                ? null
                : "'" + key + "' begins or ends with a blank, which phones and PBXs may cut off; remove it";
    }
}
