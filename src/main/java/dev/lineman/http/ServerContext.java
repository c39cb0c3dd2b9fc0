package dev.lineman.http;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a listener has of the process that it runs in.
 *
 * @param nanos a clock for durations, such as {@link System#nanoTime}
 * @param clock the time of day, for the {@code Date} field
 * @param faults is told what went wrong on our side, never because of a client, and on any thread; it must throw no exception
 * @param fileDescriptors the file descriptors of the process
 */
public record ServerContext(
        LongSupplier nanos, InstantSource clock, Consumer<Throwable> faults, FileDescriptors fileDescriptors) {}
