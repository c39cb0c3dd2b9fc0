package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running agent on free ports. {@link #close} ends its process. */
final class RunningProcess implements AutoCloseable {
    private static final Pattern SERVING = Pattern.compile(
            "(?:serving phones at http://(?:[^:]+|\\[\\S+]):(\\d+)(/\\S*), )?the operator at http://(?:[^:]+|\\[\\S+]):(\\d+)/");

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private final Process process;
    private final Path out;
    private final Path err;
    private final Thread undertaker;
    private int port;
    private int adminPort;
    private String path = "/provisioning/";

    private RunningProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.undertaker = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(undertaker);
    }

    /** Starts {@code run} on a root and waits until the inputs are published. */
    static RunningProcess startReady(FixtureRoot root, String... options) throws Exception {
        RunningProcess agent = startListening(root, List.of(), options);
        try {
            Deadline.await(
                    () -> assertThat(agent.adminRequest("readyz").statusCode()).isEqualTo(200));
        } catch (Exception | AssertionError e) {
            agent.close();
            throw e;
        }
        return agent;
    }

    /** Starts {@code run} on a root, for clients of this machine, and waits until it prints its addresses. */
    static RunningProcess startListening(FixtureRoot root, List<String> javaOptions, String... options)
            throws Exception {
        List<String> command = Jar.command(javaOptions, "run");
        command.addAll(List.of(options));
        return start(root.path(), Map.of("LINEMAN_BIND", "127.0.0.1"), command);
    }

    /** Starts the agent with a command and waits until it prints its addresses. */
    static RunningProcess start(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        Path out = Files.createTempFile("lineman", ".out");
        Path err = Files.createTempFile("lineman", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Jar.clearJavaVariables(builder.environment());
        builder.environment().put("LINEMAN_PORT", "0");
        builder.environment().put("LINEMAN_ADMIN_PORT", "0");
        builder.environment().putAll(environment);
        RunningProcess agent = new RunningProcess(builder.start(), out, err);
        try {
            Deadline.await(agent::findPorts);
        } catch (Exception | AssertionError e) {
            agent.close();
            throw e;
        }
        return agent;
    }

    private void findPorts() throws IOException {
        Matcher serving = SERVING.matcher(Files.readString(out));
        assertThat(serving.find())
                .as(() -> "says where it answers: " + output())
                .isTrue();
        if (serving.group(1) != null) {
            port = Integer.parseInt(serving.group(1));
            path = serving.group(2);
        }
        adminPort = Integer.parseInt(serving.group(3));
    }

    int port() {
        return port;
    }

    int adminPort() {
        return adminPort;
    }

    /** Returns the lines on standard output so far. */
    List<String> out() throws IOException {
        return Files.readAllLines(out);
    }

    /** Returns the lines on standard error so far. */
    List<String> err() throws IOException {
        return Files.readAllLines(err);
    }

    /** Returns a provisioning file as a phone gets it; the status if that is not 200. */
    String get(String file) throws IOException, InterruptedException {
        HttpResponse<String> response = request("GET", path + file);
        return response.statusCode() == 200 ? response.body() : Integer.toString(response.statusCode());
    }

    /** Returns the response to a phone's request. */
    HttpResponse<String> request(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return send(port, method, path, headers);
    }

    /** The answer to a request of the operator. */
    HttpResponse<String> adminRequest(String path) throws IOException, InterruptedException {
        return adminRequest("GET", path);
    }

    /** The answer to a request of the operator. */
    HttpResponse<String> adminRequest(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return send(adminPort, method, "/" + path, headers);
    }

    private static HttpResponse<String> send(int port, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    /** Sends SIGTERM. */
    RunningProcess terminate() {
        process.destroy();
        return this;
    }

    /** Sends SIGKILL, whatever the agent is doing. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Returns the exit code; fails if the process does not end in time. */
    int exitCode(Duration within) throws InterruptedException {
        assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
                .as("has ended within %s", within)
                .isTrue();
        return process.exitValue();
    }

    /** Returns everything that it has printed. */
    private String output() {
        try {
            return Files.readString(out) + Files.readString(err) + (process.isAlive() ? "" : "(ended)");
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(undertaker);
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }
}
