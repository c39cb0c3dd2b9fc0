package dev.lineman.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Listens at an address and has its {@link Staff} answer what is asked there, over HTTP/1.0 and 1.1, within {@link Limits}.
 * One thread accepts, a few serve all connections. Thread-safe.
 */
public final class Listener implements AutoCloseable {
    private final Reception reception;
    private final List<Thread> threads;
    private final long stopMillis;

    private Listener(Reception reception, List<Thread> threads, long stopMillis) {
        this.reception = reception;
        this.threads = threads;
        this.stopMillis = stopMillis;
    }

    /**
     * Starts to listen; when it returns, clients can connect.
     *
     * @param address port 0 takes a free one
     * @param staff who answers, who is told, and who says who may connect
     * @param nanos a clock for durations, such as {@link System#nanoTime}
     * @param clock the time of day, for the {@code Date} field
     * @param faults is told what went wrong on our side, never because of a client, and on any thread
     * @throws IOException if nothing can listen there; the message says where and why
     */
    public static Listener open(
            InetSocketAddress address,
            Limits limits,
            Staff staff,
            LongSupplier nanos,
            InstantSource clock,
            Consumer<Throwable> faults)
            throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + address.getHostString() + ": no such host");
        }
        List<Loop> loops = new ArrayList<>();
        int number = Math.min(limits.loops(), limits.connections());
        for (int i = 0; i < number; i++) {
            loops.add(new Loop(new Service(staff, limits, clock, faults), nanos, number));
        }
        Reception reception = new Reception(address, List.copyOf(loops), staff.doorkeeper(), nanos, faults);
        List<Thread> threads = new ArrayList<>();
        for (Loop loop : loops) {
            Thread thread = new Thread(loop, "http-" + address.getPort() + '-' + threads.size());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        long stopMillis = limits.stop().toMillis() + TimeUnit.SECONDS.toMillis(1);
        Listener listener = new Listener(reception, List.copyOf(threads), stopMillis);
        try {
            reception.start(0, true);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ':' + address.getPort() + ": " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return reception.getListeningPort();
    }

    /** Stops to listen, finishes the answers in hand within the limit, and ends every connection. */
    @Override
    public void close() {
        reception.stop();
        try {
            for (Thread thread : threads) {
                thread.join(stopMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
