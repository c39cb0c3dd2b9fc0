package dev.lineman.access.auth;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@code AuthorizationHeader} field (RFC 9110, section 11.4).
 *
 * @param scheme in lower case
 * @param token what follows, where it is one word; empty when it is parameters
 * @param parameters by their names in lower case; without their quotes
 */
record AuthorizationHeader(String scheme, String token, Map<String, String> parameters) {

    AuthorizationHeader {
        parameters = Map.copyOf(parameters);
    }

    /** A parameter; empty when it is not there. */
    String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Reads a value; null when it is none, or names a parameter twice. */
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

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private String word() {
            int from = at;
            while (at < text.length() && ", \t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

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
