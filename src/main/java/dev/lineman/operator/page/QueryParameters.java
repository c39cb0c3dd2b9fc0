package dev.lineman.operator.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The parameters in the query of a request target, in the encoding of HTML forms (application/x-www-form-urlencoded).
 * Of several parameters with one name, the first counts. Immutable.
 */
final class QueryParameters {
    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /** A query or a form that is not valid. The message says why and becomes the answer with status 400. */
    static final class MalformedQueryException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedQueryException(String message) {
            super(message);
        }
    }

    /** Parses the query of a request target; without a query there are no parameters. */
    static QueryParameters of(String target) throws MalformedQueryException {
        int mark = target.indexOf('?');
        return new QueryParameters(mark < 0 ? Map.of() : pairs(target.substring(mark + 1), "query"));
    }

    /**
     * Parses names and values in the encoding of HTML forms.
     *
     * @param where what the text is, for the message
     */
    static Map<String, String> pairs(String text, String where) throws MalformedQueryException {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            // A parameter without a name or an equals sign is ignored.
            if (equals > 0) {
                values.putIfAbsent(
                        decoded(pair.substring(0, equals), where), decoded(pair.substring(equals + 1), where));
            }
        }
        return values;
    }

    private static String decoded(String text, String where) throws MalformedQueryException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedQueryException("a percent sign in the " + where + " is not followed by two hex digits");
        }
    }

    /** The value of a parameter; empty if it is missing. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** Whether there is a parameter. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** How many items of a list to skip: the parameter {@code from}, or 0. */
    int from() throws MalformedQueryException {
        return number("from", 0, 0, Integer.MAX_VALUE);
    }

    /**
     * The value of a parameter that is a number.
     *
     * @param otherwise the value if the parameter is missing
     * @param least the lowest valid value
     * @param most the highest valid value
     */
    int number(String name, int otherwise, int least, int most) throws MalformedQueryException {
        String text = text(name);
        try {
            int number = text.isEmpty() ? otherwise : Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new MalformedQueryException("'" + name + "' is not a number");
        }
        throw new MalformedQueryException("'" + name + "' is a number from " + least + " to " + most);
    }
}
