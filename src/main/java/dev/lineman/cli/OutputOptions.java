package dev.lineman.cli;

import dev.lineman.disk.FileMode;
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

    Duration maxWait() {
        return maxWait;
    }

    FileMode fileMode() {
        return fileMode;
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
