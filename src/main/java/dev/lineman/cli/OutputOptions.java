package dev.lineman.cli;

import dev.lineman.disk.FileMode;
import dev.lineman.plan.Guard;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How outputs are written: for the commands that write any. */
final class OutputOptions {
    @Option(
            names = "--max-wait",
            paramLabel = "D",
            defaultValue = "2s",
            converter = Durations.class,
            description = "How long a burst of changes may last before it is taken all the same, and how long a"
                    + " removal must hold before it takes effect (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Duration maxWait;

    @Option(
            names = "--file-mode",
            paramLabel = "MODE",
            defaultValue = "0640",
            converter = Modes.class,
            description = "Permissions of the files below out, in octal (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private FileMode fileMode;

    @Option(
            names = "--max-removals",
            paramLabel = "N",
            defaultValue = "50%",
            converter = Guards.class,
            description = "How many files, or which part of all files in percent, may be removed at once before a"
                    + " person confirms it; ten always may when it is a part (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Guard maxRemovals;

    Guard maxRemovals() {
        return maxRemovals;
    }

    Duration maxWait() {
        return maxWait;
    }

    FileMode fileMode() {
        return fileMode;
    }

    /** Reads {@code 100} and {@code 50%}. */
    private static final class Guards implements ITypeConverter<Guard> {
        @Override
        public Guard convert(String value) {
            try {
                return Guard.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads octal permissions. */
    private static final class Modes implements ITypeConverter<FileMode> {
        @Override
        public FileMode convert(String value) {
            try {
                return FileMode.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
