package dev.lineman.operator.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What stands behind the question mark of a request's target, as a form writes it. */
final class QueryParameters {
    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /** A target cannot be read: the message says why. */
    static final class MalformedQueryException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedQueryException(String message) {
            super(message);
        }
    }

    static QueryParameters of(String target) throws MalformedQueryException {
        Map<String, String> values = new HashMap<>();
        int mark = target.indexOf('?');
        for (String pair : mark < 0 ? new String[0] : target.substring(mark + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new QueryParameters(values);
    }

    private static String decoded(String text) throws MalformedQueryException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedQueryException("a percent sign in the query is not followed by two hex digits");
        }
    }

    /** The value of a name; empty when it is not given. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** The number of items before the part of a list that is asked for. */
    int from() throws MalformedQueryException {
        return number("from", 0, 0, Integer.MAX_VALUE);
    }

    /** A number within bounds. */
    int number(String name, int otherwise, int least, int most) throws MalformedQueryException {
        String text = text(name);
        try {
            int number = text.isEmpty() ? otherwise : Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new MalformedQueryException("'" + name + "' is no number");
        }
        throw new MalformedQueryException("'" + name + "' is a number from " + least + " to " + most);
    }
}
