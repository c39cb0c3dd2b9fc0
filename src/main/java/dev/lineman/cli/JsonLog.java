package dev.lineman.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.lineman.report.JsonText;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** The log as JSON, one object a line: {@code time} (RFC 3339), {@code level}, {@code message}, and what the event has besides. */
final class JsonLog extends LayoutBase<ILoggingEvent> {
    private JsonLog() {}

    /** Has the log written so from here on. */
    static void begin() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logging.layOut(context, new JsonLog());
        }
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder json = new StringBuilder("{\"time\":\"")
                .append(event.getInstant())
                .append("\",\"level\":")
                .append(JsonText.quoted(event.getLevel().toString().toLowerCase(Locale.ROOT)))
                .append(",\"message\":")
                .append(JsonText.quoted(event.getFormattedMessage()));
        List<KeyValuePair> more = event.getKeyValuePairs();
        for (KeyValuePair pair : more == null ? List.<KeyValuePair>of() : more) {
            json.append(',').append(JsonText.quoted(pair.key)).append(':').append(value(pair.value));
        }
        return json.append("}\n").toString();
    }

    private static String value(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(JsonLog::value).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof Number ? value.toString() : JsonText.quoted(String.valueOf(value));
    }
}
