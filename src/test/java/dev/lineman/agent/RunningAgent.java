package dev.lineman.agent;

import dev.lineman.Ports;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationScheme;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.build.report.CycleReport;
import dev.lineman.fs.FileMode;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.http.ServingOptions;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The agent as it runs, on a real folder, with a real watcher and real sockets. */
final class RunningAgent implements AutoCloseable {
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

    private final Agent agent;
    private final int port;
    private final int adminPort;
    private final Thread thread;
    private final BlockingQueue<CycleReport> reports = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Exception failure;

    RunningAgent(Path root) throws IOException {
        this(root, null);
    }

    /** An agent that answers an operator who knows this password; null for anybody. */
    RunningAgent(Path root, String password) throws IOException {
        this(root, password, System::nanoTime);
    }

    /** An agent with this clock of nanoseconds. */
    RunningAgent(Path root, String password, LongSupplier nanos) throws IOException {
        this(root, password, InstantSource.system(), nanos);
    }

    /** An agent with this time of day and this clock of nanoseconds. */
    RunningAgent(Path root, String password, InstantSource clock, LongSupplier nanos) throws IOException {
        port = Ports.free();
        adminPort = Ports.free();
        Settings settings = new Settings(
                root,
                root.resolve("secrets.yaml"),
                FileMode.DEFAULT,
                Duration.ofMillis(200),
                new RemovalLimit(100, true));
        Settings.ServingSettings serving = new Settings.ServingSettings(
                new Settings.ListenAddress("127.0.0.1", port),
                new ServingOptions(
                        "/provisioning/",
                        List.of(),
                        AuthenticationScheme.parse("sha-256,md5,basic"),
                        AccessLog.Form.OFF),
                HttpLimits.standard(),
                null,
                new Settings.AdminSettings(
                        new Settings.ListenAddress("127.0.0.1", adminPort),
                        true,
                        password == null ? null : UserCredentials.of("admin", password)),
                Duration.ofMillis(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                null,
                null,
                Duration.ofSeconds(60));
        agent = new Agent(settings, serving, new RuntimeContext(clock, nanos, Map.of()), reports::add);
        thread = new Thread(this::run, "agent");
        thread.start();
    }

    private void run() {
        try {
            agent.run();
        } catch (CannotStartException | InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    /** What it answers for a path; null for 404. */
    byte[] fetch(String path) throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + port + path);
    }

    /** What it answers a phone with this User-Agent for a path; null for 404. */
    byte[] fetch(String path, String userAgent) throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + port + path, "User-Agent", userAgent);
    }

    /** What it answers the operator; header fields are name, value, name, value. */
    HttpResponse<String> operator(String path, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What it answers the operator who changes something. */
    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path));
        return client.send(
                request.POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    int adminPort() {
        return adminPort;
    }

    boolean ready() throws InterruptedException {
        try {
            return get("http://127.0.0.1:" + adminPort + "/readyz") != null;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] get(String address, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (fields.length > 0) {
            request.headers(fields);
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return response.statusCode() == 200 ? response.body() : null;
    }

    /** Waits until it has done a cycle; not for long, since there may be nothing to do. */
    void awaitCycle() throws InterruptedException {
        if (reports.poll(100, TimeUnit.MILLISECONDS) != null) {
            reports.clear();
        }
    }

    /** What the cycles did since this was asked last. */
    List<CycleReport> reports() {
        List<CycleReport> all = new ArrayList<>();
        reports.drainTo(all);
        return all;
    }

    /** Waits until something holds, or the deadline passes; the caller finds out which. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE;
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL);
        }
    }

    boolean runs() {
        return thread.isAlive();
    }

    /** Asks it to end. */
    void stop() {
        agent.stop();
    }

    @Override
    public void close() throws CannotStartException {
        agent.stop();
        await(() -> !thread.isAlive());
        if (failure instanceof CannotStartException e) {
            throw e;
        }
        if (failure != null || thread.isAlive()) {
            throw new IllegalStateException("the agent did not end as it should", failure);
        }
    }
}
