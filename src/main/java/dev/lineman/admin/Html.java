package dev.lineman.admin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Writes HTML: elements that are opened and closed, and text and attributes that can be nothing else. For one thread. */
final class Html {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder(16_384);
    private final Deque<String> open = new ArrayDeque<>();

    /** A document of HTML's newest kind. */
    static Html document() {
        Html html = new Html();
        html.text.append("<!doctype html>\n");
        return html;
    }

    /** Opens an element; attributes are name, value, name, value. */
    Html in(String element, String... attributes) {
        single(element, attributes);
        open.push(element);
        return this;
    }

    /** An element that has no content and is not closed. */
    Html single(String element, String... attributes) {
        text.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            text.append('"');
        }
        text.append('>');
        return this;
    }

    /** Closes the element that was opened last. */
    Html out() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with nothing but text in it. */
    Html leaf(String element, String content, String... attributes) {
        return in(element, attributes).text(content).out();
    }

    Html text(String content) {
        escape(content);
        return this;
    }

    /** A line end, for people who read the source. */
    Html line() {
        text.append('\n');
        return this;
    }

    /** A time of day, which a script may write in the reader's own way. */
    Html time(Instant time) {
        return leaf("time", TIME.format(time), "datetime", time.toString());
    }

    private void escape(String content) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
