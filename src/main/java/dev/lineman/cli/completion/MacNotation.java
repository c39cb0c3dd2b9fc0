package dev.lineman.cli.completion;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a MAC in the notation in which a user has begun to type it. Stateless. */
final class MacNotation {
    private static final String DEFAULT_SEPARATOR = ":";

    private MacNotation() {}

    /** Returns the lower-case hex digits of a MAC, or of its beginning. */
    static String digits(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
    }

    /**
     * Returns a MAC that continues the typed text; null if the text is not its beginning.
     *
     * @param mac 12 lower-case hex digits
     * @param typed in any notation and case; empty for pairs of digits with colons
     */
    static @Nullable String continuing(String mac, String typed) {
        String separator = typed.isEmpty() ? DEFAULT_SEPARATOR : typed.replaceAll("[0-9A-Fa-f]", "");
        separator = separator.isEmpty() ? "" : separator.substring(0, 1);
        int group = separator.equals(".") ? 4 : 2;
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < mac.length(); i++) {
            written.append(i > 0 && i % group == 0 ? separator : "").append(mac.charAt(i));
        }
        return written.toString().startsWith(typed.toLowerCase(Locale.ROOT))
                ? typed + written.substring(typed.length())
                : null;
    }
}
