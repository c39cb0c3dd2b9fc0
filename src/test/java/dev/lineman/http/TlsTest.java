package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.crypto.CryptoProvider;
import dev.lineman.e2e.Deadline;
import dev.lineman.http.exchange.BodyDecision;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import dev.lineman.http.tls.InvalidPemException;
import dev.lineman.http.tls.PemFileKind;
import dev.lineman.http.tls.TlsCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS as phones use it. The clients are curl and openssl; openssl also is the CA. */
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.lineman.crypto.Providers#both")
final class TlsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String LARGE = "0123456789".repeat(300_000);
    private static final RequestHandler HANDLER = new RequestHandler() {
        @Override
        public Response handle(Request request) {
            String path = request.path();
            return Response.of(
                    200, "text/plain", (path.equals("/large") ? LARGE : path + ' ' + who(request)).getBytes(UTF_8));
        }

        @Override
        public BodyDecision decide(Request request) {
            return new BodyDecision.Receive(
                    new BodyRecorder(LARGE.length(), body -> Response.of(201, "text/plain", body.getBytes(UTF_8))));
        }
    };

    @TempDir
    static Path folder;

    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final CryptoProvider provider;
    private int port;

    TlsTest(CryptoProvider provider) {
        this.provider = provider;
    }

    private static String who(Request request) {
        return request.peer().secure()
                + " "
                + (request.peer().certificate() == null
                        ? "none"
                        : request.peer().certificate().getSubjectX500Principal());
    }

    @BeforeAll
    static void createCertificates() throws Exception {
        authority("ca");
        authority("stranger");
        certificate("server", "ca", "rsa:2048", "-days", "30", "-addext", "subjectAltName=IP:127.0.0.1");
        certificate("ec", "ca", "ec", "-days", "30", "-addext", "subjectAltName=IP:127.0.0.1");
        certificate("phone", "ca", "ec", "-days", "30");
        certificate("foreign", "stranger", "ec", "-days", "30");
        certificate("expired", "ca", "ec", "-not_before", "20200101000000Z", "-not_after", "20200201000000Z");
        sh("openssl rsa -traditional -in server.key -out server.pkcs1");
        sh(
                "openssl ec -in ec.key -out ec.bare && openssl ecparam -name prime256v1 > ec.sec1 && cat ec.bare >> ec.sec1");
        sh("openssl rsa -aes128 -passout pass:secret -in server.key -out server.locked");
        sh("openssl pkey -aes128 -passout pass:secret -in server.key -out server.locked8");
        sh("(echo text before; cat server.crt ca.crt) > chain.crt");
    }

    private static void authority(String name) throws Exception {
        sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout " + name + ".key -out "
                + name + ".crt -days 30 -subj /CN=" + name);
    }

    private static void certificate(String name, String ca, String kind, String... more) throws Exception {
        String curve = kind.equals("ec") ? " -pkeyopt ec_paramgen_curve:prime256v1" : "";
        String extension = more.length > 2 && more[2].equals("-addext") ? " " + more[2] + " " + more[3] : "";
        sh("openssl req -newkey " + kind + curve + " -nodes -keyout " + name + ".key -out " + name + ".csr -subj /CN="
                + name + extension);
        if (more[0].equals("-days")) {
            sh("openssl x509 -req -in " + name + ".csr -copy_extensions copyall -CA " + ca + ".crt -CAkey " + ca
                    + ".key -out " + name + ".crt -days " + more[1]);
        } else {
            sh("mkdir -p " + name + ".d && touch " + name + ".d/index && echo 01 > " + name
                    + ".d/serial && printf '[ca]\\ndefault_ca=x\\n[x]\\ndatabase=" + name + ".d/index\\nserial=" + name
                    + ".d/serial\\nnew_certs_dir=" + name
                    + ".d\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' > " + name
                    + ".cnf && openssl ca -batch -config " + name + ".cnf -in " + name + ".csr -cert " + ca
                    + ".crt -keyfile " + ca + ".key -startdate " + more[1].substring(2) + " -enddate "
                    + more[3].substring(2) + " -out " + name + ".crt");
        }
    }

    private static String sh(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
        return said;
    }

    private String curl(String options) throws Exception {
        Process process = new ProcessBuilder(
                        "sh", "-c", "exec curl -sS --max-time 30 --cacert ca.crt " + options.replace("URL", url()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        int code = process.waitFor();
        return code == 0 ? said : "(" + code + ") " + said;
    }

    private String url() {
        return "https://127.0.0.1:" + port;
    }

    private TlsCredentials credentials(String certificate, String key, String... ca) throws Exception {
        return TlsCredentials.of(provider, read(certificate), read(key), ca.length == 0 ? null : read(ca[0]));
    }

    private static byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private AtomicReference<TlsCredentials> serve(TlsCredentials credentials, HttpLimits limits) throws IOException {
        AtomicReference<TlsCredentials> current = new AtomicReference<>(credentials);
        Listener listener = LoopbackListener.open(
                limits, Endpoint.of(HANDLER), LoopbackListener.context(System::nanoTime, faults::add));
        open.add(listener);
        port = listener.listenTls(anywhere(), current::get);
        return current;
    }

    private AtomicReference<TlsCredentials> serve(TlsCredentials credentials) throws IOException {
        return serve(credentials, HttpLimits.standard().withTimeouts(LONG, LONG, LONG));
    }

    private static InetSocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"server.crt, server.key", "chain.crt, server.pkcs1", "ec.crt, ec.key", "ec.crt, ec.sec1"})
    void everyKeyFormatWorksWithTls12And13(String certificate, String key) throws Exception {
        serve(credentials(certificate, key));
        assertThat(curl("--tlsv1.3 URL/a")).isEqualTo("/a true none");
        assertThat(curl("--tls-max 1.2 URL/b")).isEqualTo("/b true none");
        assertThat(curl("--tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 URL/c")).startsWith("(35)");
    }

    @Test
    void aTlsConnectionIsPersistentAndALargeBodyArrivesComplete() throws Exception {
        serve(credentials("server.crt", "server.key"));
        assertThat(curl("URL/large URL/a URL/large URL/b")).isEqualTo(LARGE + "/a true none" + LARGE + "/b true none");
        assertThat(curl("-o /dev/null -w '%{num_connects} ' URL/a -o /dev/null URL/b"))
                .isEqualTo("1 0 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-H 'Transfer-Encoding: chunked' ", "-H Expect: ", "--limit-rate 8M "})
    void aLargeUploadArrivesComplete(String options) throws Exception {
        serve(credentials("ec.crt", "ec.key"));
        Files.writeString(folder.resolve("upload"), LARGE);
        assertThat(curl(options + "-T upload URL/a -T upload URL/b")).isEqualTo(LARGE + LARGE);
        Files.writeString(folder.resolve("longer"), LARGE + "x");
        assertThat(curl(options + "-T longer URL/a -w ' %{http_code}'")).endsWith(" 413");
    }

    @Test
    void aSlowReaderGetsTheCompleteBody() throws Exception {
        serve(credentials("ec.crt", "ec.key"));
        assertThat(curl("--limit-rate 4M URL/large")).isEqualTo(LARGE);
    }

    @Test
    void pipelinedRequestsOverTlsGetTheirResponsesInOrder() throws Exception {
        serve(credentials("server.crt", "server.key"));
        String many = sh("for i in $(seq 300); do printf 'GET /%s HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' $i; done > many;"
                + " printf 'GET /end HTTP/1.0\\r\\n\\r\\n' >> many;"
                + " (cat many; sleep 0.1) | openssl s_client -quiet -ign_eof -CAfile ca.crt -connect 127.0.0.1:"
                + port + " 2>/dev/null");
        for (int i = 1; i <= 300; i++) {
            assertThat(many).contains("\r\n\r\n/" + i + " true none");
        }
        assertThat(many).endsWith("/end true none");
    }

    @Test
    void onlyAClientWithACertificateOfATrustedCaIsServed() throws Exception {
        serve(credentials("server.crt", "server.key", "ca.crt"));
        for (String version : new String[] {"--tls-max 1.2 ", "--tlsv1.3 "}) {
            assertThat(curl(version + "--cert phone.crt --key phone.key URL/a")).isEqualTo("/a true CN=phone");
            assertThat(curl(version + "--cert foreign.crt --key foreign.key URL/a"))
                    .startsWith("(");
            assertThat(curl(version + "--cert expired.crt --key expired.key URL/a"))
                    .startsWith("(");
            assertThat(curl(version + "URL/a")).startsWith("(");
        }
    }

    @Test
    void aRefusedClientCertificateGetsAnAlert() throws Exception {
        serve(credentials("server.crt", "server.key", "ca.crt"));
        assertThat(sh(
                        "(printf 'GET / HTTP/1.0\\r\\n\\r\\n'; sleep 0.2) | openssl s_client -ign_eof -tls1_2 -CAfile ca.crt -connect"
                                + " 127.0.0.1:" + port + " -cert expired.crt -key expired.key 2>&1; true"))
                .containsIgnoringCase("alert");
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        serve(credentials("server.crt", "server.key"));
        String said =
                sh("(echo R; sleep 0.3; printf 'GET /a HTTP/1.0\\r\\n\\r\\n'; sleep 0.2) | openssl s_client -tls1_2"
                        + " -legacy_renegotiation -CAfile ca.crt -connect 127.0.0.1:" + port + " 2>&1; true");
        assertThat(said).contains("RENEGOTIATING").doesNotContain("/a true");
    }

    /** The client sees whether its session was resumed, and the server still knows its certificate. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aClientResumesItsSessionWithATicket(String version) throws Exception {
        serve(credentials("ec.crt", "ec.key", "ca.crt"));
        String first = session(version + " -cert phone.crt -key phone.key -sess_out session");
        assertThat(first).contains("New, ", "/a true CN=phone").doesNotContain("Reused");
        String second = session(version + " -sess_in session");
        assertThat(second).contains("Reused, ", "/a true CN=phone");
        serve(credentials("ec.crt", "ec.key", "ca.crt"));
        assertThat(session(version + " -cert phone.crt -key phone.key -sess_in session"))
                .as("a new server has new keys for tickets")
                .contains("New, ", "/a true CN=phone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aResumedSessionEndsWithItsCertificate(String version) throws Exception {
        serve(credentials("ec.crt", "ec.key", "ca.crt"));
        Instant end = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(end);
        String name = "until" + end.getEpochSecond();
        certificate(name, "ca", "ec", "-not_before", "20200101000000Z", "-not_after", text);
        assertThat(session(version + " -cert " + name + ".crt -key " + name + ".key -sess_out session"))
                .contains("/a true CN=" + name);
        Deadline.await(() -> assertThat(Instant.now()).isAfter(end.plusSeconds(1)));
        assertThat(session(version + " -sess_in session")).contains("Reused, ").doesNotContain("/a true");
    }

    /** Makes a connection with openssl, and returns what it prints. */
    private String session(String options) throws Exception {
        return sh(
                "(printf 'GET /a HTTP/1.0\\r\\n\\r\\n'; sleep 0.3) | openssl s_client -ign_eof -CAfile ca.crt -connect"
                        + " 127.0.0.1:" + port + ' ' + options + " 2>&1; true");
    }

    @Test
    void earlyDataIsRefused() throws Exception {
        serve(credentials("ec.crt", "ec.key"));
        sh("printf 'GET /early HTTP/1.0\\r\\n\\r\\n' > early");
        assertThat(session("-tls1_3 -sess_out session")).contains("/a true");
        assertThat(session("-tls1_3 -sess_in session"))
                .contains("Max Early Data: 0")
                .doesNotContain("/early");
    }

    /** Suites of TLS 1.2 that some old phones are limited to. Others are listed in serving.md. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECDHE-RSA-AES128-GCM-SHA256",
                "ECDHE-RSA-AES256-GCM-SHA384",
                "ECDHE-RSA-AES128-SHA",
                "ECDHE-RSA-AES256-SHA",
                "AES128-GCM-SHA256",
                "AES256-GCM-SHA384",
                "AES128-SHA",
                "AES256-SHA"
            })
    void oldCipherSuitesWork(String suite) throws Exception {
        serve(credentials("server.crt", "server.key"));
        assertThat(curl("--tls-max 1.2 --ciphers " + suite + " URL/a")).isEqualTo("/a true none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DHE-RSA-AES128-GCM-SHA256",
                "DHE-RSA-AES256-GCM-SHA384",
                "DHE-RSA-AES128-SHA",
                "DHE-RSA-AES256-SHA",
                "AES128-SHA256",
                "AES256-SHA256",
                "ECDHE-RSA-AES128-SHA256",
                "ECDHE-RSA-AES256-SHA384"
            })
    void someOldCipherSuitesWorkOnlyWithTheJdk(String suite) throws Exception {
        serve(credentials("server.crt", "server.key"));
        assertThat(curl("--tls-max 1.2 --ciphers " + suite + " URL/a"))
                .startsWith(provider.isNative() ? "(35)" : "/a true none");
    }

    @Test
    void aClientWithOnlySha1SignaturesIsServedIfTheJavaAllowsIt() throws Exception {
        serve(credentials("server.crt", "server.key"));
        String said = session("-tls1_2 -cipher DEFAULT@SECLEVEL=0 -sigalgs RSA+SHA1");
        if (provider.isNative()) {
            assertThat(said).contains("/a true none");
        }
    }

    /** More than one record, and more than the socket's buffers, in both directions of the handshake and after it. */
    @Test
    void aLongChainOfCertificatesAndManyFragmentsOfAHelloWork() throws Exception {
        sh("cp server.crt long.crt && for i in $(seq 18); do cat ca.crt >> long.crt; done");
        serve(credentials("long.crt", "server.key"));
        assertThat(curl("--tls-max 1.2 URL/a")).isEqualTo("/a true none");
        assertThat(curl("--tlsv1.3 URL/a")).isEqualTo("/a true none");
    }

    @Test
    void plainHttpOnTheTlsPortAndTlsOnThePlainOneAreRefused() throws Exception {
        serve(credentials("server.crt", "server.key"));
        HttpTestClient plain = new HttpTestClient(port);
        open.add(plain);
        assertThat(plain.get("/a").readAll()).doesNotContain("HTTP/1.1");
        assertThat(curl("URL/a")).isEqualTo("/a true none");
    }

    @Test
    void aSlowTlsHandshakeIsClosed() throws Exception {
        serve(
                credentials("server.crt", "server.key"),
                HttpLimits.standard().withTimeouts(Duration.ofMillis(300), LONG, LONG));
        HttpTestClient silent = new HttpTestClient(port);
        open.add(silent);
        assertThat(silent.readAll()).doesNotContain("HTTP/1.1");
        HttpTestClient half = new HttpTestClient(port).send("\u0016\u0003\u0001\u0002\u0000\u0001");
        open.add(half);
        assertThat(half.readAll()).doesNotContain("HTTP/1.1");
    }

    @Test
    void aCertificateReloadDropsNoRequest() throws Exception {
        TlsCredentials[] both = {credentials("server.crt", "server.key"), credentials("ec.crt", "ec.key")};
        AtomicReference<TlsCredentials> current = serve(both[0]);
        Process load = new ProcessBuilder(
                        "sh",
                        "-c",
                        "for i in $(seq 40); do curl -sS --cacert ca.crt -o /dev/null -w '%{http_code}\\n' " + url()
                                + "/a -o /dev/null " + url() + "/b || exit; done")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        for (int i = 0; load.isAlive(); i++) {
            current.set(both[i & 1]);
            Thread.onSpinWait();
        }
        assertThat(new String(load.getInputStream().readAllBytes(), ISO_8859_1)).isEqualTo("200\n".repeat(80));
        current.set(both[1]);
        assertThat(sh("openssl s_client -CAfile ca.crt -connect 127.0.0.1:" + port + " 2>/dev/null </dev/null"))
                .contains("CN = ec");
    }

    @Test
    void pemFilesThatCannotBeUsedGiveAMessageWithALine() throws Exception {
        assertBad(PemFileKind.KEY, 1, "does not belong to the certificate", "server.crt", "wrong.key");
        assertBad(PemFileKind.KEY, 1, "not of the type RSA", "server.crt", "ec.key");
        assertBad(PemFileKind.KEY, 1, "encrypted", "server.crt", "server.locked");
        assertBad(PemFileKind.KEY, 1, "encrypted", "server.crt", "server.locked8");
        assertBad(PemFileKind.KEY, 1, "no private key", "server.crt", "server.crt");
        assertBad(PemFileKind.CERTIFICATE, 1, "no certificate", "server.key", "server.key");
        assertBad(PemFileKind.CERTIFICATE, 2, "not valid base64", "broken.crt", "server.key");
        assertBad(PemFileKind.CERTIFICATE, 1, "has no end line", "cut.crt", "server.key");
        assertBad(PemFileKind.CERTIFICATE, 1, "not a valid X.509", "empty.crt", "server.key");
        assertBad(PemFileKind.CLIENT_CA, 1, "no certificate", "server.crt", "server.key", "server.key");
    }

    private void assertBad(PemFileKind file, int line, String message, String... names) throws Exception {
        sh("openssl genrsa -out wrong.key 2048; (echo; echo -----BEGIN CERTIFICATE-----; echo '!!!!';"
                + " echo -----END CERTIFICATE-----) > broken.crt; head -3 server.crt > cut.crt;"
                + " (echo -----BEGIN CERTIFICATE-----; echo MAA=; echo -----END CERTIFICATE-----) > empty.crt");
        String[] ca = names.length > 2 ? new String[] {names[2]} : new String[0];
        assertThatThrownBy(() -> credentials(names[0], names[1], ca))
                .isInstanceOfSatisfying(InvalidPemException.class, bad -> {
                    assertThat(bad.file()).isEqualTo(file);
                    assertThat(bad.line()).isEqualTo(line);
                    assertThat(bad).hasMessageContaining(message);
                });
    }
}
