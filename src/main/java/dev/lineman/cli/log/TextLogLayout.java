package dev.lineman.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The log as people read it, a line each: time with its offset (RFC 3339), level, message. */
final class TextLogLayout extends LayoutBase<ILoggingEvent> {
    private static final int LEVEL_WIDTH = 5;

    private final DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        String level = event.getLevel().toString();
        String aligned = level + " ".repeat(Math.max(0, LEVEL_WIDTH - level.length()));
        return time.format(event.getInstant()) + ' ' + aligned + ' ' + event.getFormattedMessage() + '\n';
    }

    /** Nothing but the message. */
    static final class MessageOnlyLayout extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            return event.getFormattedMessage() + '\n';
        }
    }
}
