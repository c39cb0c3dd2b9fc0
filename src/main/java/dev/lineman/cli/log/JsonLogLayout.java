package dev.lineman.cli.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.lineman.operator.view.JsonObject;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Formats a log event as one JSON object per line: {@code time} (RFC 3339), {@code level}, {@code message}, and the
 * key-value pairs of the event. For {@code --format json}.
 */
public final class JsonLogLayout extends LayoutBase<ILoggingEvent> {
    private JsonLogLayout() {}

    /** Switches the log to this layout from now on. */
    public static void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            LogConfiguration.setLayout(context, new JsonLogLayout());
        }
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        JsonObject json = new JsonObject()
                .with("time", event.getInstant())
                .with("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
                .with("message", event.getFormattedMessage());
        List<KeyValuePair> more = event.getKeyValuePairs();
        for (KeyValuePair pair : more == null ? List.<KeyValuePair>of() : more) {
            json.put(pair.key, pair.value);
        }
        return json.toString() + '\n';
    }
}
