package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Ports;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Kamailio as a registrar with some users. {@link #close} ends its processes. */
final class Registrar implements AutoCloseable {
    private static final Path CONFIGURATION = Path.of("src/test/resources/softphone/kamailio.cfg");

    private final Path folder;
    private final Path log;
    private final int port;
    private final int tlsPort;
    private final boolean tls;
    private final Map<String, String> passwords = new TreeMap<>();
    private final Thread undertaker = new Thread(this::stopProcesses);
    private Process process;

    private Registrar(Path folder, int port, int tlsPort, boolean tls) {
        this.folder = folder;
        this.log = folder.resolve("kamailio.log");
        this.port = port;
        this.tlsPort = tlsPort;
        this.tls = tls;
        Runtime.getRuntime().addShutdownHook(undertaker);
    }

    /** Starts it without users on a free port, with its files in a folder. */
    static Registrar in(Path folder) throws Exception {
        Files.createDirectories(folder);
        return startOrClose(new Registrar(folder, Ports.free(), 0, false));
    }

    /** Starts it in the same way, also with TLS as {@code localhost} and a self-signed certificate. */
    static Registrar withTls(Path folder) throws Exception {
        Files.createDirectories(folder);
        certificate(folder);
        return startOrClose(new Registrar(folder, Ports.free(), Ports.free(), true));
    }

    private static Registrar startOrClose(Registrar registrar) throws Exception {
        try {
            registrar.start();
        } catch (Exception | AssertionError e) {
            registrar.close();
            throw e;
        }
        return registrar;
    }

    /** Returns its address in the form of {@code pbx_ip}. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns its TLS address in the form of {@code pbx_ip}. */
    String tlsAddress() {
        return "localhost:" + tlsPort;
    }

    /** Returns its TLS certificate. */
    Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /** Makes a key and a certificate for {@code localhost} in a folder. */
    static Path certificate(Path folder) throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        Jar.CommandResult made = Jar.run(
                folder,
                Map.of(),
                List.of(
                        Debian.program("openssl", "openssl").toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        folder.resolve("key.pem").toString(),
                        "-out",
                        certificate.toString()));
        assertThat(made.code()).as(() -> made.err().toString()).isZero();
        return certificate;
    }

    /** Adds a user or changes the user's password. */
    void setPassword(String authId, String password) throws Exception {
        passwords.put(authId, password);
        restart();
    }

    /** Removes a user. */
    void remove(String authId) throws Exception {
        passwords.remove(authId);
        restart();
    }

    /** Returns its log lines about REGISTER requests, in order. */
    List<String> registerEvents() throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst(".*<script>: ", ""))
                .filter(line -> line.matches("(CHALLENGED|REFUSED|REGISTERED) .*"))
                .toList();
    }

    private void restart() throws Exception {
        stopProcesses();
        start();
    }

    private void start() throws Exception {
        String users = passwords.entrySet().stream()
                .map(user -> "    if ($au == \"%s\") { $var(password) = \"%s\"; }"
                        .formatted(quoted(user.getKey()), quoted(user.getValue())))
                .collect(Collectors.joining("\n"));
        Path configuration = configuration();
        Files.writeString(
                configuration,
                Files.readString(CONFIGURATION)
                        .replace("@PORT@", Integer.toString(port))
                        .replace("@TLS_PORT@", Integer.toString(tlsPort))
                        .replace("@FOLDER@", folder.toString())
                        .replace("@PASSWORDS@", users));
        List<String> command = new ArrayList<>(List.of(
                Debian.program("kamailio", "kamailio").toString(),
                "-f",
                configuration.toString(),
                "-DD",
                "-E",
                "-w",
                folder.toString(),
                "-Y",
                folder.toString()));
        if (tls) {
            command.addAll(List.of("-A", "TLS"));
        }
        process = new ProcessBuilder(command)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Deadline.await(() -> assertThat(answers())
                .as(() -> "the registrar answers; it said " + logTail())
                .isTrue());
    }

    /** Whether it answers an OPTIONS request, which needs no user. */
    private boolean answers() throws IOException {
        assertThat(process.isAlive()).as(this::logTail).isTrue();
        byte[] question = """
                OPTIONS sip:127.0.0.1 SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK1
                From: <sip:test@127.0.0.1>;tag=1
                To: <sip:127.0.0.1>
                Call-ID: 1
                CSeq: 1 OPTIONS
                Content-Length: 0

                """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
            socket.setSoTimeout(200);
            socket.send(new DatagramPacket(question, question.length, loopback, port));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return true;
        } catch (SocketTimeoutException | PortUnreachableException e) {
            return false;
        }
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private String logTail() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /**
     * Stops its main process, which stops the others, and kills those that remain. One may remain that the main
     * process started just before its end; it is no longer a child of this process.
     */
    private void stopProcesses() {
        if (process == null) {
            return;
        }
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
        List<ProcessHandle> left =
                ProcessHandle.allProcesses().filter(this::isOurs).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(handle -> handle.onExit().join());
    }

    private boolean isOurs(ProcessHandle handle) {
        return handle.info().arguments().stream()
                .flatMap(Stream::of)
                .anyMatch(configuration().toString()::equals);
    }

    private Path configuration() {
        return folder.resolve("kamailio.cfg");
    }

    @Override
    public void close() {
        stopProcesses();
        Runtime.getRuntime().removeShutdownHook(undertaker);
    }
}
