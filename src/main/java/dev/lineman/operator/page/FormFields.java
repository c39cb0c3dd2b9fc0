package dev.lineman.operator.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lineman.http.message.Request;
import java.util.Locale;
import java.util.Map;

/**
 * The fields of a submitted HTML form (application/x-www-form-urlencoded). Of several fields with one name, the first
 * counts. Immutable.
 */
final class FormFields {
    private static final String TYPE = "application/x-www-form-urlencoded";

    private final Map<String, String> values;

    private FormFields(Map<String, String> values) {
        this.values = values;
    }

    /** Whether the body of a request has the type of a form. */
    static boolean isForm(Request request) {
        String type = request.header("Content-Type");
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE);
    }

    /** Parses the body of a request. */
    static FormFields of(byte[] body) throws QueryParameters.MalformedQueryException {
        return new FormFields(QueryParameters.pairs(new String(body, ISO_8859_1), "form"));
    }

    /** The value of a field; empty if it is missing. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }
}
