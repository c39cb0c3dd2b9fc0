package dev.lineman.resolve.key;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.template.key.StandardKeyType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Warns of a number that a key of a standard type cannot use. The phone still gets the number. No message has the
 * number, which may contain a password. For one phone, by one thread.
 */
final class KeyNumberCheck {
    private static final Pattern ABSOLUTE_URL =
            Pattern.compile("[a-z][a-z0-9+.-]*://[^\\s/?#]+\\S*", Pattern.CASE_INSENSITIVE);

    /** An IPv4 or IPv6 address for multicast (RFC 5771, RFC 4291), and the port in the group. */
    private static final Pattern GROUP_ADDRESS = Pattern.compile(
            "(?:(?:22[4-9]|23[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|\\[ff[0-9a-f:.]+])"
                    + ":([1-9][0-9]{0,4})",
            Pattern.CASE_INSENSITIVE);

    private static final int MAX_PORT = 65_535;

    private final ReferenceResolver referenceResolver;

    /** @param referenceResolver receives the warnings */
    KeyNumberCheck(ReferenceResolver referenceResolver) {
        this.referenceResolver = referenceResolver;
    }

    /**
     * Checks the number of a key.
     *
     * @param key the key in words, such as {@code BLF key 3}
     * @param type its standard type; null if it has none, so that its number can be any text
     * @param number the number; null if no layer gives it
     * @param at the place of the key
     */
    void check(String key, @Nullable StandardKeyType type, LayerStack.@Nullable LayerValue number, Position at) {
        if (type == null) {
            return;
        }
        String text = number == null ? "" : String.valueOf(number.value());
        if (text.isEmpty() || number == null) {
            if (type.needsNumber()) {
                referenceResolver.report(Problem.warning(
                        at, key + " has no 'number', so it does nothing; add a 'number', or remove the key"));
            }
            return;
        }
        String objection = objection(type, text);
        if (objection != null) {
            referenceResolver.report(Problem.warning(number.position(), "the 'number' of " + key + ' ' + objection));
        }
    }

    /** Why a key of a type cannot use a number, and what to do; null if it can. */
    private static @Nullable String objection(StandardKeyType type, String number) {
        return switch (type.form()) {
            case SIP ->
                ValueText.isSipUser(number)
                        ? null
                        : "has a character that a SIP user name cannot have, such as a blank, so the phone may not dial it;"
                                + " remove it";
            case URL ->
                ABSOLUTE_URL.matcher(number).matches()
                        ? null
                        : "is no URL, which a key of the type '" + type.key()
                                + "' opens; write one such as http://10.0.0.1/menu.xml";
            case GROUP_ADDRESS ->
                isGroupAddress(number)
                        ? null
                        : "is no multicast address with a port, to which a key of the type '" + type.key()
                                + "' sends; write one such as 224.0.1.75:5000";
            case EXTENSION, TEXT -> null;
        };
    }

    private static boolean isGroupAddress(String number) {
        Matcher address = GROUP_ADDRESS.matcher(number);
        return address.matches() && Integer.parseInt(address.group(1)) <= MAX_PORT;
    }
}
