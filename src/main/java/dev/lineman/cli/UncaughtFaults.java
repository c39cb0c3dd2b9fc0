package dev.lineman.cli;

import dev.lineman.cli.program.ExitCode;
import dev.lineman.problem.FaultDescription;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when one of its threads fails with an unhandled error. Otherwise the other threads would continue
 * without it, and nothing would notice. A service manager such as systemd then restarts the process. Thread-safe.
 */
public final class UncaughtFaults implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtFaults.class);

    /** Ends the process, whatever state it is in. */
    private final IntConsumer exit;

    /**
     * Creates the handler.
     *
     * @param exit ends the process at once, with an exit code
     */
    public UncaughtFaults(IntConsumer exit) {
        this.exit = exit;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
        int code = fault instanceof OutOfMemoryError ? ExitCode.OUT_OF_MEMORY : ExitCode.FAULT;
        try {
            if (code == ExitCode.OUT_OF_MEMORY) {
                LOG.error("there is too little memory, and Lineman stops: give it a larger heap (-Xmx)");
            } else {
                LOG.error(
                        "a fault in Lineman stops it, please report it: {}, in '{}'",
                        FaultDescription.of(fault),
                        thread.getName());
            }
        } finally {
            // Logging may fail when memory is full. The process must end in any case.
            exit.accept(code);
        }
    }
}
