package dev.lineman.agent;

import dev.lineman.Ports;
import dev.lineman.ProjectTemplates;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationScheme;
import dev.lineman.build.ProgressListener;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.build.report.CycleReport;
import dev.lineman.fs.FileMode;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.http.ServingOptions;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.ZeroTouchSettings;
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

/** A running agent on a real folder, with a real file watcher and real sockets. */
final class RunningAgent implements AutoCloseable {
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(30);
    /** The environment of the start, as in the golden folders. */
    private static final Map<String, String> ENVIRONMENT = Map.of("PBX_HOST", "pbx.example");

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

    /** Starts an agent with a password for the operator; null for none. */
    RunningAgent(Path root, String password) throws IOException {
        this(root, password, System::nanoTime);
    }

    /** Starts an agent with a monotonic clock in nanoseconds. */
    RunningAgent(Path root, String password, LongSupplier nanos) throws IOException {
        this(root, password, InstantSource.system(), nanos);
    }

    /** Starts an agent with a wall clock and a monotonic clock in nanoseconds. */
    RunningAgent(Path root, String password, InstantSource clock, LongSupplier nanos) throws IOException {
        this(root, "127.0.0.1", password, new RuntimeContext(clock, nanos, ENVIRONMENT));
    }

    /** Starts an agent whose listener for phones has an address. */
    static RunningAgent listeningAt(Path root, String host) throws IOException {
        return new RunningAgent(
                root, host, null, new RuntimeContext(InstantSource.system(), System::nanoTime, ENVIRONMENT));
    }

    /** Starts an agent of the program with its own templates. */
    static RunningAgent withBuiltInTemplates(Path root) throws IOException {
        return new RunningAgent(
                root,
                "127.0.0.1",
                null,
                new RuntimeContext(
                        InstantSource.system(),
                        System::nanoTime,
                        ENVIRONMENT,
                        ProjectTemplates.BUILT_IN,
                        ProgressListener.NONE));
    }

    /** Starts an agent with services beside the port for phones. */
    static RunningAgent with(Path root, ZeroTouchSettings zeroTouch) throws IOException {
        return new RunningAgent(
                root,
                "127.0.0.1",
                null,
                zeroTouch,
                new RuntimeContext(InstantSource.system(), System::nanoTime, ENVIRONMENT));
    }

    private RunningAgent(Path root, String host, String password, RuntimeContext runtimeContext) throws IOException {
        this(root, host, password, ZeroTouchSettings.OFF, runtimeContext);
    }

    private RunningAgent(
            Path root, String host, String password, ZeroTouchSettings zeroTouch, RuntimeContext runtimeContext)
            throws IOException {
        port = Ports.free();
        adminPort = Ports.free();
        Settings settings = new Settings(
                root,
                root.resolve("secrets.yaml"),
                FileMode.DEFAULT,
                Duration.ofMillis(200),
                new RemovalLimit(100, true));
        Settings.ServingSettings serving = new Settings.ServingSettings(
                new Settings.ListenAddress(host, port),
                new ServingOptions(
                        "/provisioning/",
                        List.of(),
                        AuthenticationScheme.parse("sha-256,md5,basic"),
                        AccessLog.Form.OFF,
                        null),
                zeroTouch,
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
        agent = new Agent(settings, serving, runtimeContext, reports::add);
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

    /** Returns the body of a response, or null for 404. */
    byte[] fetch(String path) throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + port + path);
    }

    /** Returns the body of a response to a phone with a User-Agent, or null for 404. */
    byte[] fetch(String path, String userAgent) throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + port + path, "User-Agent", userAgent);
    }

    /** Sends a request as a phone does; header fields are name, value, name, value. */
    HttpResponse<byte[]> send(String method, String path, List<String> fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!fields.isEmpty()) {
            request.headers(fields.toArray(String[]::new));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Sends a request to the operator's port; header fields are name, value, name, value. */
    HttpResponse<String> operator(String path, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a POST request to the operator's port. */
    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path));
        return client.send(
                request.POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a form to the operator's port; header fields are name, value, name, value. */
    HttpResponse<String> submit(String path, String form, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .header("Content-Type", "application/x-www-form-urlencoded");
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(
                request.POST(HttpRequest.BodyPublishers.ofString(form)).build(), HttpResponse.BodyHandlers.ofString());
    }

    int adminPort() {
        return adminPort;
    }

    boolean isReady() throws InterruptedException {
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

    /** Waits for a cycle, but not for long, because there may be nothing to do. */
    void awaitCycle() throws InterruptedException {
        if (reports.poll(100, TimeUnit.MILLISECONDS) != null) {
            reports.clear();
        }
    }

    /** Returns the reports of the cycles since the last call. */
    List<CycleReport> reports() {
        List<CycleReport> all = new ArrayList<>();
        reports.drainTo(all);
        return all;
    }

    /** Waits until a condition is true or the deadline passes; the caller checks which. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE;
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL);
        }
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    /** Requests a stop. */
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
