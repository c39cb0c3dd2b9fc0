package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.lineman.crypto.CryptoProvider;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.ProxyTrust;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Response;
import dev.lineman.http.tls.TlsCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** More clients want a TLS handshake than there are places. The timeouts are so long that they never help. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@ParameterizedClass
@MethodSource("dev.lineman.crypto.Providers#both")
final class TlsAdmissionTest {
    private static final int FLOOD = 8_000;
    private static final Duration LONG = Duration.ofMinutes(30);

    @TempDir
    static Path folder;

    private static SSLContext clientContext;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final CryptoProvider provider;

    TlsAdmissionTest(CryptoProvider provider) {
        this.provider = provider;
    }

    private static final class TrustAllManager implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @BeforeAll
    static void createCertificates() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out crt"
                                + " -days 30 -subj /CN=server 2>/dev/null")
                .directory(folder.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        clientContext = SSLContext.getInstance("TLS");
        clientContext.init(null, new TrustManager[] {new TrustAllManager()}, new SecureRandom());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        assertThat(faults).isEmpty();
    }

    private static int serve(Listener listener, CryptoProvider provider, Path folder) throws Exception {
        TlsCredentials credentials = TlsCredentials.of(
                provider, Files.readAllBytes(folder.resolve("crt")), Files.readAllBytes(folder.resolve("key")), null);
        return listener.listenTls(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> credentials);
    }

    private static HttpLimits limits(int connections, int secure, int loops) {
        return new HttpLimits(connections, secure, loops, 8 << 10, 100, 0, 1 << 20, LONG, LONG, LONG, LONG, LONG);
    }

    /** The server process: prints its port and its faults. */
    public static void main(String[] arguments) throws Exception {
        try (Listener listener = LoopbackListener.open(
                HttpLimits.standard().withTimeouts(LONG, LONG, LONG),
                Endpoint.of(request -> Response.of(200, "text/plain", "file".getBytes(UTF_8))),
                LoopbackListener.context(System::nanoTime, fault -> System.out.println("fault: " + fault)))) {
            System.out.println(serve(listener, CryptoProvider.load(), Path.of(arguments[0])));
            while (System.in.read() >= 0) {
                System.out.println("here");
            }
        }
    }

    private int serve(int secure) throws Exception {
        return serve(secure, Endpoint.of(request -> Response.of(200, "text/plain", "file".getBytes(UTF_8))));
    }

    private int serve(int secure, Endpoint endpoint) throws Exception {
        Listener listener = LoopbackListener.open(
                limits(1_000, secure, 1), endpoint, LoopbackListener.context(System::nanoTime, faults::add));
        open.add(listener);
        return serve(listener, provider, folder);
    }

    /** The first bytes of a client that sends nothing more. */
    private static byte[] hello() throws IOException {
        SSLEngine client = clientContext.createSSLEngine();
        client.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), hello);
        byte[] bytes = new byte[hello.flip().remaining()];
        hello.get(bytes);
        return bytes;
    }

    private List<SocketChannel> flood(int port, int count) throws IOException {
        byte[] hello = hello();
        List<SocketChannel> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            open.add(channel);
            channel.write(ByteBuffer.wrap(hello));
            held.add(channel);
        }
        return held;
    }

    /** Fetches a file; the connection stays open. */
    private SSLSocket fetch(int port, String from) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        plain.setSoTimeout(60_000);
        plain.setTcpNoDelay(true);
        SSLSocket socket = (SSLSocket) clientContext.getSocketFactory().createSocket(plain, "localhost", port, true);
        open.add(socket);
        socket.getOutputStream().write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
        StringBuilder said = new StringBuilder();
        while (!said.toString().endsWith("\r\n\r\nfile")) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after %s", said).isNotNegative();
            said.append((char) next);
        }
        assertThat(said).startsWith("HTTP/1.1 200 ");
        return socket;
    }

    @Test
    void aSourceWithAllTlsPlacesLosesSomeToOthers() throws Exception {
        int port = serve(4);
        flood(port, 50);
        for (int i = 2; i < 7; i++) {
            fetch(port, "127.0.0." + i);
        }
    }

    @Test
    void anIdleTlsConnectionLosesItsPlaceToAWaitingOne() throws Exception {
        int port = serve(4);
        for (int i = 0; i < 12; i++) {
            fetch(port, "127.0.0.1");
        }
    }

    @Test
    void waitingHandshakesContinueWhenOtherConnectionsClose() throws Exception {
        int port = serve(4);
        List<SocketChannel> held = flood(port, 50);
        Thread ending = new Thread(() -> {
            for (SocketChannel each : held) {
                try {
                    each.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        ending.start();
        fetch(port, "127.0.0.1");
        ending.join();
        fetch(port, "127.0.0.1");
    }

    @Test
    void thousandsOfHandshakesFitInASmallHeap() throws Exception {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
        assumeTrue(files >= FLOOD + 1_000, "needs " + FLOOD + " open files, and may have " + files);
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-D" + CryptoProvider.PROPERTY + (provider.isNative() ? "=on" : "=off"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TlsAdmissionTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        open.add(process::destroyForcibly);
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            int port = Integer.parseInt(out.readLine());
            flood(port, FLOOD);
            for (int i = 0; i < 600; i++) {
                fetch(port, "127.0.0." + (2 + i % 200)).close();
            }
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            assertThat(out.readLine()).isEqualTo("here");
        }
    }

    /** A listener that trusts a proxy at 127.0.0.1. Its response names the client. */
    private int serveBehindProxy(int secure) throws Exception {
        RequestHandler who = request -> Response.of(
                200,
                "text/plain",
                (request.peer().secure() + " "
                                + request.peer().address().getAddress().getHostAddress())
                        .getBytes(UTF_8));
        return serve(secure, new Endpoint(who, exchange -> {}, new ProxyTrust() {
            @Override
            public boolean isTrustedProxy(InetAddress source) {
                return source.isLoopbackAddress();
            }
        }));
    }

    private static byte[] header(int client) {
        return ("PROXY TCP4 203.0.113." + client + " 192.0.2.1 4711 443\r\n").getBytes(ISO_8859_1);
    }

    @Test
    void aClientBehindAProxyTakesNoTlsPlaceBeforeItsFirstByte() throws Exception {
        int port = serveBehindProxy(1);
        for (int i = 0; i < 20; i++) {
            SocketChannel silent = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            open.add(silent);
            silent.write(ByteBuffer.wrap(header(i)));
        }
        try (Socket proxy = new Socket(InetAddress.getLoopbackAddress(), port)) {
            proxy.setSoTimeout(30_000);
            proxy.getOutputStream().write(header(99));
            try (Socket phone = clientContext.getSocketFactory().createSocket(proxy, "phones", port, false)) {
                phone.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
                assertThat(new String(phone.getInputStream().readAllBytes(), ISO_8859_1))
                        .endsWith("true 203.0.113.99");
            }
        }
    }

    @Test
    void aClientHelloThatArrivesWithThePROXYHeaderIsNotLost() throws Exception {
        int port = serveBehindProxy(10);
        ByteBuffer all =
                ByteBuffer.allocate(8 << 10).put(header(7)).put(hello()).flip();
        for (int piece : new int[] {all.remaining(), 60, 40, 1}) {
            try (SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                for (int at = 0; at < all.limit(); at += piece) {
                    channel.write(all.slice(at, Math.min(piece, all.limit() - at)));
                }
                channel.socket().setSoTimeout(30_000);
                assertThat(channel.socket().getInputStream().read())
                        .as("a handshake record (RFC 8446, section 5.1)")
                        .isEqualTo(22);
            }
        }
    }
}
