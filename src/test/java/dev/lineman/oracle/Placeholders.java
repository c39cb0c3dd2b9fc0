package dev.lineman.oracle;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Replaces {@code %%name%%}, character by character. */
final class Placeholders {
    private Placeholders() {}

    /** Replaces all placeholders. Their values are not read again. */
    static String filled(String text, Function<String, Optional<String>> values, UnaryOperator<String> escape) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int length = length(text, at);
            if (length == 0) {
                filled.append(text.charAt(at));
                at++;
            } else {
                String name = text.substring(at + 2, at + length - 2);
                String value = values.apply(name).orElseThrow(() -> new TemplateError("no value for " + name));
                filled.append(escape.apply(value));
                at += length;
            }
        }
        return filled.toString();
    }

    /** Length of the placeholder that begins at an offset; 0 if there is none. */
    static int length(CharSequence text, int at) {
        int end = at;
        if (!pair(text, end)) {
            return 0;
        }
        end += 2;
        int name = end;
        while (end < text.length() && ofName(text.charAt(end))) {
            end++;
        }
        return end > name && pair(text, end) ? end + 2 - at : 0;
    }

    private static boolean pair(CharSequence text, int at) {
        return at + 1 < text.length() && text.charAt(at) == '%' && text.charAt(at + 1) == '%';
    }

    private static boolean ofName(char c) {
        return Character.isLetterOrDigit(c) || "_.:-".indexOf(c) >= 0;
    }
}
