package dev.lineman.serve.http;

import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.message.Request;
import dev.lineman.serve.TokenRedaction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request line for the access log: what a client asked, also when the server could make no request of it. Without query and
 * password, and without tokens. Not escaped.
 *
 * @param method empty when the line has none
 * @param path the decoded path of a request; of a line that is no request, its target as it came
 * @param version empty when the line has none
 */
record LoggedRequestLine(String method, String path, String version) {
    /** More than any phone asks for, and few enough that refused requests do not fill the disk. */
    private static final int MAX_LENGTH = 1024;

    /** The user and the password in a URL. */
    private static final Pattern USER = Pattern.compile("^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?[^/]*@");

    /** The line of a request that is over. */
    static LoggedRequestLine of(HttpExchange exchange, TokenRedaction redaction) {
        Request request = exchange.request();
        if (request == null) {
            return ofMalformed(exchange.requestLine(), redaction);
        }
        String path =
                request.path().isEmpty() ? redactTarget(request.target(), redaction) : redaction.path(request.path());
        return new LoggedRequestLine(request.method(), path, request.version());
    }

    /** The line as a client sends it, with blanks in a path percent-encoded; {@code -} when nothing came. */
    String text() {
        String text = Stream.of(method, path.replace(" ", "%20"), version)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return text.isEmpty() ? "-" : text;
    }

    private static LoggedRequestLine ofMalformed(String told, TokenRedaction redaction) {
        String line = redaction.text(told);
        int first = line.indexOf(' ');
        if (first < 0) {
            return new LoggedRequestLine("", redactTarget(line, redaction), "");
        }
        String method = line.substring(0, first);
        if (method.endsWith(":")) {
            // A header field without its request: the value may be a password.
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
            // It broke off, perhaps within a token.
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
