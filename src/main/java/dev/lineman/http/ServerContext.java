package dev.lineman.http;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a {@link Listener} takes from the process that it runs in. All listeners of a process share one. The
 * parts must be thread-safe.
 *
 * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
 * @param clock the time of day, for the {@code Date} field
 * @param faults receives each fault of the server, on any thread, never a fault of a client; must not throw
 * @param fileDescriptors the file descriptors of the process
 */
public record ServerContext(
        LongSupplier nanos, InstantSource clock, Consumer<Throwable> faults, FileDescriptors fileDescriptors) {}
