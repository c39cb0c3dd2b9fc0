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

/** Writes a line for each request: without its query, its credentials and what may be a token. Thread-safe. */
public final class AccessLog {
    /** A logger of its own, whose lines have nothing before them. */
    private static final Logger LINES = LoggerFactory.getLogger("access");

    /** As Apache and nginx write it. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Form form;
    private final UnaryOperator<String> redaction;

    /** How a line looks. */
    public enum Form {
        /** There is none. */
        OFF,
        /** The combined log format of Apache and nginx. */
        TEXT,
        /** A JSON object. */
        JSON
    }

    /** @param redaction takes tokens out of a text */
    AccessLog(Form form, UnaryOperator<String> redaction) {
        this.form = form;
        this.redaction = redaction;
    }

    boolean isOn() {
        return form != Form.OFF;
    }

    /** Writes a line. */
    void write(Instant at, IpAddress from, String user, LoggedRequestLine asked, HttpExchange exchange) {
        LINES.info(line(at, from, user, asked, exchange));
    }

    /** The line. */
    String line(Instant at, IpAddress from, String user, LoggedRequestLine asked, HttpExchange exchange) {
        Request request = exchange.request();
        String header = request == null ? null : request.header("User-Agent");
        String agent = header == null ? "" : redaction.apply(header);
        if (form == Form.JSON) {
            return "{\"time\":\"" + at + "\",\"address\":\"" + from + "\",\"user\":\"" + escaped(user)
                    + "\",\"method\":\""
                    + escaped(asked.method()) + "\",\"path\":\"" + escaped(asked.path()) + "\",\"status\":"
                    + exchange.status()
                    + ",\"bytes\":"
                    + exchange.sentBytes() + ",\"agent\":\"" + escaped(agent) + "\"}";
        }
        return from + " - " + (user.isEmpty() ? "-" : escaped(user).replace(" ", "%20")) + " [" + TIME.format(at)
                + "] \""
                + escaped(asked.text()) + "\" " + exchange.status() + ' ' + exchange.sentBytes() + " \"-\" \""
                + (agent.isEmpty() ? "-" : escaped(agent)) + '"';
    }

    /** Nothing in a line may end it, or look like another field (RFC 8259, section 7). */
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
