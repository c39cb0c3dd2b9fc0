package dev.lineman.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Configures Logback in code: all log lines go to standard output as UTF-8.
 * Logback finds this class as a service ({@code META-INF/services}). Reading an XML configuration would take a fifth of
 * the time of a short command. A configuration that the user names in {@code logback.configurationFile} replaces this
 * one.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {
    /** The system property with which a user names another configuration. */
    private static final String CONFIGURATION_PROPERTY = "logback.configurationFile";

    /** Libraries that log what they also report with exceptions. */
    private static final List<String> SILENCED_LIBRARIES =
            List.of("io.methvin", "org.apache.velocity", "fi.iki.elonen");

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (System.getProperty(CONFIGURATION_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        loggers.getStatusManager().add(new NopStatusListener());
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console(loggers, new TextLogLayout()));
        Logger access = loggers.getLogger("access");
        access.setLevel(Level.INFO);
        // The access log has its own format, without time and level.
        access.setAdditive(false);
        access.addAppender(console(loggers, new TextLogLayout.MessageOnlyLayout()));
        SILENCED_LIBRARIES.forEach(library -> loggers.getLogger(library).setLevel(Level.OFF));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Ends the log: nothing is written any more, whatever happens. */
    public static void silence() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        }
    }

    /** Changes the layout of the root logger from now on. */
    static void setLayout(LoggerContext loggers, Layout<ILoggingEvent> layout) {
        Iterator<Appender<ILoggingEvent>> appenders =
                loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> console) {
                console.setEncoder(encoder(loggers, layout));
            }
        }
    }

    /** Returns a started appender to standard output. */
    private static ConsoleAppender<ILoggingEvent> console(LoggerContext loggers, Layout<ILoggingEvent> layout) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(loggers);
        console.setEncoder(encoder(loggers, layout));
        console.start();
        return console;
    }

    /** Returns a started encoder for UTF-8. */
    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext loggers, Layout<ILoggingEvent> layout) {
        layout.setContext(loggers);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(loggers);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }
}
