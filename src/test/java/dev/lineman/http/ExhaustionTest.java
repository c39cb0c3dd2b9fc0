package dev.lineman.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process with few file descriptors and many more clients. No timeout passes in these tests. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class ExhaustionTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Descriptors for connections and other files, beyond those that the process has open at first. */
    private static final int ROOM = 100;

    private final List<HttpTestClient> clients = new ArrayList<>();
    private Process process;
    private BufferedReader out;
    private int port;
    private int other;
    private int own;

    /** The server process: prints its two ports and serves until its input ends. */
    public static void main(String[] arguments) throws Exception {
        loadClasses();
        Queue<Object> faults = new ConcurrentLinkedQueue<>();
        Queue<Object> warnings = new ConcurrentLinkedQueue<>();
        ServerContext context = new ServerContext(
                System::nanoTime,
                InstantSource.system(),
                faults::add,
                new FileDescriptors(System::nanoTime, warnings::add));
        Endpoint endpoint = Endpoint.of(request -> Response.plain(200));
        HttpLimits limits = HttpLimits.standard().withTimeouts(LONG, LONG, LONG);
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Listener one = new Listener("one", limits, endpoint, context);
                Listener other = new Listener("other", limits, endpoint, context)) {
            System.out.println(one.listenPlain(anywhere));
            System.out.println(other.listenPlain(anywhere));
            Queue<AutoCloseable> files = new ConcurrentLinkedQueue<>();
            for (int c = System.in.read(); c >= 0; c = System.in.read()) {
                switch (c) {
                    case 'f' -> System.out.println(faults.size());
                    case 'w' -> System.out.println(warnings.size());
                    default -> System.out.println(tryOpen(files));
                }
            }
        }
    }

    /**
     * Loads all classes of the server. In tests each one is a file of its own, which cannot be opened without descriptors;
     * the program has one jar, which stays open.
     */
    private static void loadClasses() throws Exception {
        Path classes = Path.of(Listener.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("dev/lineman"))) {
            List<String> names = files.map(classes::relativize)
                    .map(Path::toString)
                    .filter(name ->
                            name.endsWith(".class") && name.matches("dev/lineman/(http|concurrent|collection)/.*"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
            for (String name : names) {
                Class.forName(name);
            }
        }
    }

    /** Opens a file as the agent does, and keeps it open. Returns 1 if that was possible, otherwise 0. */
    private static int tryOpen(Queue<AutoCloseable> files) {
        try {
            files.add(FileChannel.open(Path.of("/dev/null"), StandardOpenOption.READ));
            return 1;
        } catch (IOException e) {
            return 0;
        }
    }

    @BeforeEach
    void start() throws Exception {
        String java = ProcessHandle.current().info().command().orElse("java");
        process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), ExhaustionTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        port = Integer.parseInt(out.readLine());
        other = Integer.parseInt(out.readLine());
        // The first connection loads classes, and their jars stay open.
        try (HttpTestClient first = new HttpTestClient(port)) {
            assertServed(first);
        }
        own = open();
        limit(ROOM);
    }

    /** Limits the open files of the process to this many more than it has now. */
    private void limit(int more) throws Exception {
        String limit = "--nofile=" + (own + more) + ":";
        Process done = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), limit)
                .inheritIO()
                .start();
        assertThat(done.waitFor()).isZero();
    }

    private int open() {
        String[] open =
                Path.of("/proc", Long.toString(process.pid()), "fd").toFile().list();
        assertThat(open).isNotNull();
        return open.length;
    }

    @AfterEach
    void stop() throws Exception {
        for (HttpTestClient client : clients) {
            client.close();
        }
        process.getOutputStream().close();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private int ask(char what) throws IOException {
        process.getOutputStream().write(what);
        process.getOutputStream().flush();
        return Integer.parseInt(out.readLine());
    }

    private HttpTestClient client(int at, String from) throws IOException {
        HttpTestClient client = new HttpTestClient(at, from);
        clients.add(client);
        return client;
    }

    private List<HttpTestClient> idle(int at, int count) throws IOException {
        List<HttpTestClient> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(client(at, "127.0.0.1"));
        }
        return all;
    }

    private void assertServed(HttpTestClient client) throws IOException {
        assertThat(client.get("/").readResponse()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void newClientsAreServedAndFilesCanBeOpenedWhileOneClientUsesUpTheFileDescriptors() throws Exception {
        for (int i = 0; i < 12; i++) {
            idle(port, ROOM / 4);
            assertServed(client(port, "127.0.0.2"));
            if (i > 4 && i < 9) {
                assertThat(ask('o')).isEqualTo(1);
            }
        }
        assertThat(ask('w')).isEqualTo(1);
        assertThat(ask('f')).isZero();
    }

    @Test
    void connectionsOfOnePortAreClosedForClientsOfTheOtherPort() throws Exception {
        idle(other, 2 * ROOM);
        HttpTestClient kept = client(port, "127.0.0.2");
        assertServed(kept);
        idle(other, ROOM);
        assertServed(kept);
        for (int i = 0; i < 10; i++) {
            assertServed(client(port, "127.0.0.3"));
        }
    }

    @Test
    void connectionsWithIncompleteRequestsOrUnreadResponsesAreClosedToo() throws Exception {
        for (HttpTestClient client : idle(port, 2 * ROOM)) {
            client.send("GET /half HT");
        }
        assertServed(client(port, "127.0.0.2"));
        for (HttpTestClient client : idle(port, 2 * ROOM)) {
            client.get("/unread");
        }
        assertServed(client(port, "127.0.0.3"));
    }

    @Test
    void theFullCapacityReturnsOnceDescriptorsAreFree() throws Exception {
        int most = ROOM - ROOM / 4 - 10;
        for (int round = 0; round < 3; round++) {
            List<HttpTestClient> before = idle(port, 3 * ROOM);
            assertServed(client(port, "127.0.0.2"));
            for (HttpTestClient client : before) {
                client.close();
            }
            clients.clear();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (open() > own && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
            List<HttpTestClient> now = idle(port, most);
            for (HttpTestClient client : now) {
                assertServed(client);
            }
            for (HttpTestClient client : now) {
                assertServed(client);
                client.close();
            }
            clients.clear();
        }
    }

    @Test
    void aChangedDescriptorLimitTakesEffectAtOnce() throws Exception {
        idle(port, 2 * ROOM);
        limit(ROOM / 2);
        assertServed(client(port, "127.0.0.2"));
        limit(6 * ROOM);
        List<HttpTestClient> now = idle(port, 3 * ROOM);
        for (HttpTestClient client : now) {
            assertServed(client);
        }
        assertServed(client(port, "127.0.0.2"));
        for (HttpTestClient client : now) {
            assertServed(client);
        }
    }
}
