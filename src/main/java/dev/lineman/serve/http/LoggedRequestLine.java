package dev.lineman.serve.http;

import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.message.Request;
import dev.lineman.serve.TokenRedaction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The request line for {@link AccessLog}, also of a request that could not be parsed. Without query, password and
 * tokens. Not escaped. Immutable.
 *
 * @param method the method; empty when the line has none
 * @param path the decoded path of a request; for a malformed line, its target as received
 * @param version the HTTP version; empty when the line has none
 */
record LoggedRequestLine(String method, String path, String version) {
    /** Characters of a path. No phone asks for a longer one, and the log of refused requests stays small. */
    private static final int MAX_LENGTH = 1024;

    /** The user and the password in a URL (RFC 3986, section 3.2.1). */
    private static final Pattern USER = Pattern.compile("^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?[^/]*@");

    /** Returns the line of a finished exchange. */
    static LoggedRequestLine of(HttpExchange exchange, TokenRedaction redaction) {
        Request request = exchange.request();
        if (request == null) {
            return ofMalformed(exchange.requestLine(), redaction);
        }
        String path =
                request.path().isEmpty() ? redactTarget(request.target(), redaction) : redaction.path(request.path());
        return new LoggedRequestLine(request.method(), path, request.version());
    }

    /** Returns the line in one text, with blanks of the path percent-encoded; {@code -} when the client sent nothing. */
    String text() {
        String text = Stream.of(method, path.replace(" ", "%20"), version)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return text.isEmpty() ? "-" : text;
    }

    private static LoggedRequestLine ofMalformed(String received, TokenRedaction redaction) {
        String line = redaction.text(received);
        int first = line.indexOf(' ');
        if (first < 0) {
            return new LoggedRequestLine("", redactTarget(line, redaction), "");
        }
        String method = line.substring(0, first);
        if (method.endsWith(":")) {
            // This is a header field without its request: the value may be a password.
            return new LoggedRequestLine("", method + "***", "");
        }
        int last = line.lastIndexOf(' ');
        if (last > first && line.startsWith("HTTP/", last + 1)) {
            return new LoggedRequestLine(
                    cut(method),
                    redactTarget(line.substring(first + 1, last), redaction),
                    cut(line.substring(last + 1)));
        }
        String path = redactTarget(line.substring(first + 1), redaction);
        if (redaction.hasTokens()) {
            // The line is incomplete and may end within a token.
            path = path.substring(0, path.lastIndexOf('/') + 1) + "***";
        }
        return new LoggedRequestLine(cut(method), path, "");
    }

    private static String redactTarget(String target, TokenRedaction redaction) {
        String path = USER.matcher(target).replaceFirst("$1***@");
        int query = path.indexOf('?');
        return cut(redaction.path(query < 0 ? path : path.substring(0, query)));
    }

    private static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }
}
