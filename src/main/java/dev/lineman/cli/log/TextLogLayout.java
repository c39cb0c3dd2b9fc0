package dev.lineman.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats a log event as one line of text: time with UTC offset (RFC 3339), level, message. The default. */
final class TextLogLayout extends LayoutBase<ILoggingEvent> {
    /** Characters of the longest level name, so that messages are aligned. */
    private static final int LEVEL_WIDTH = 5;

    private final DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        String level = event.getLevel().toString();
        String aligned = level + " ".repeat(Math.max(0, LEVEL_WIDTH - level.length()));
        return time.format(event.getInstant()) + ' ' + aligned + ' ' + event.getFormattedMessage() + '\n';
    }

    /** Writes only the message: the access log has its own time format. */
    static final class MessageOnlyLayout extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            return event.getFormattedMessage() + '\n';
        }
    }
}
