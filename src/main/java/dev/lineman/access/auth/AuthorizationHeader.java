package dev.lineman.access.auth;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@code Authorization} field (RFC 9110, section 11.6.2). Immutable.
 *
 * @param scheme in lower case
 * @param token the credentials of Basic; empty if there are parameters
 * @param parameters the values without quotes, by names in lower case
 */
record AuthorizationHeader(String scheme, String token, Map<String, String> parameters) {

    AuthorizationHeader {
        parameters = Map.copyOf(parameters);
    }

    /** The value of a parameter; empty if it is absent. */
    String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Parses a value. Null if it is malformed or has a parameter twice. */
    static @Nullable AuthorizationHeader parse(String value) {
        int blank = value.indexOf(' ');
        if (blank <= 0) {
            return null;
        }
        String scheme = value.substring(0, blank).toLowerCase(Locale.ROOT);
        String rest = value.substring(blank).strip();
        if (scheme.equals("basic")) {
            return new AuthorizationHeader(scheme, rest, Map.of());
        }
        Map<String, String> parameters = new ParameterReader(rest).readAll();
        return parameters == null ? null : new AuthorizationHeader(scheme, "", parameters);
    }

    /** Reads {@code name=value, name="value"} (RFC 9110, section 11.2). */
    private static final class ParameterReader {
        private final String text;
        private int at;

        ParameterReader(String text) {
            this.text = text;
        }

        /** All parameters; null if the text is malformed. */
        @Nullable
        Map<String, String> readAll() {
            Map<String, String> all = new HashMap<>();
            skip(", \t");
            while (at < text.length()) {
                int equals = text.indexOf('=', at);
                if (equals < 0) {
                    return null;
                }
                String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
                at = equals + 1;
                skip(" \t");
                String value = at < text.length() && text.charAt(at) == '"' ? quoted() : word();
                if (name.isEmpty() || value == null || all.putIfAbsent(name, value) != null) {
                    return null;
                }
                int end = at;
                skip(", \t");
                if (at < text.length() && text.substring(end, at).indexOf(',') < 0) {
                    return null;
                }
            }
            return all;
        }

        /** Skips any of these characters. */
        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        /** Reads a value without quotes. */
        private String word() {
            int from = at;
            while (at < text.length() && ", \t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        /** Reads a quoted string and removes its backslashes (RFC 9110, section 5.6.4). Null if it does not end. */
        private @Nullable String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            return null;
        }
    }
}
