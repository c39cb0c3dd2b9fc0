package dev.lineman.serve.http;

import dev.lineman.access.IpAddress;
import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.message.Request;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each request, without query, credentials and tokens. {@link PhoneHandler} calls it after the
 * response. Thread-safe.
 */
public final class AccessLog {
    /** A separate logger: its lines have no time and level in front. */
    private static final Logger LINES = LoggerFactory.getLogger("access");

    /** The time format of the Apache and nginx logs. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Form form;
    private final UnaryOperator<String> redaction;

    /** The format of a line; the names are values of {@code --access-log}. */
    public enum Form {
        /** No lines. */
        OFF,
        /** The combined log format of Apache and nginx. */
        TEXT,
        /** One JSON object per line. */
        JSON
    }

    /**
     * Creates a log.
     *
     * @param redaction removes tokens from text
     */
    AccessLog(Form form, UnaryOperator<String> redaction) {
        this.form = form;
        this.redaction = redaction;
    }

    /** Returns whether lines are written at all. */
    boolean isOn() {
        return form != Form.OFF;
    }

    /**
     * Writes the line of a finished exchange.
     *
     * @param user the authenticated user; empty when there is none
     */
    void write(Instant at, IpAddress from, String user, LoggedRequestLine requestLine, HttpExchange exchange) {
        LINES.info(line(at, from, user, requestLine, exchange));
    }

    /** Returns the line that {@link #write} logs. */
    String line(Instant at, IpAddress from, String user, LoggedRequestLine requestLine, HttpExchange exchange) {
        Request request = exchange.request();
        String header = request == null ? null : request.header("User-Agent");
        String agent = header == null ? "" : redaction.apply(header);
        if (form == Form.JSON) {
            return "{\"time\":\"" + at + "\",\"address\":\"" + from + "\",\"user\":\"" + escaped(user)
                    + "\",\"method\":\""
                    + escaped(requestLine.method()) + "\",\"path\":\"" + escaped(requestLine.path()) + "\",\"status\":"
                    + exchange.status()
                    + ",\"bytes\":"
                    + exchange.sentBytes() + ",\"agent\":\"" + escaped(agent) + "\"}";
        }
        return from + " - " + (user.isEmpty() ? "-" : escaped(user).replace(" ", "%20")) + " [" + TIME.format(at)
                + "] \""
                + escaped(requestLine.text()) + "\" " + exchange.status() + ' ' + exchange.sentBytes() + " \"-\" \""
                + (agent.isEmpty() ? "-" : escaped(agent)) + '"';
    }

    /**
     * Escapes quotes, control characters and non-ASCII characters (RFC 8259, section 7): no value can end a line or a
     * field.
     */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                escaped.append("\\u").append(String.format("%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
