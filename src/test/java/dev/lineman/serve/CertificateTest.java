package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import dev.lineman.access.IpNetwork;
import dev.lineman.http.message.HeaderFields;
import dev.lineman.http.message.Peer;
import dev.lineman.http.message.Request;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that the keytool of the JDK makes. The trust in their chain is tested elsewhere. */
class CertificateTest {
    private static final String MAC = "000413246672";
    private static final InetSocketAddress FROM = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    /** Certificates by their arguments: keytool is slow. */
    private static final Map<List<String>, X509Certificate> MADE = new HashMap<>();

    @TempDir
    Path folder;

    private X509Certificate certificate(String... arguments) throws Exception {
        X509Certificate made = MADE.get(List.of(arguments));
        if (made == null) {
            made = make(arguments);
            MADE.put(List.of(arguments), made);
        }
        return made;
    }

    private X509Certificate make(String... arguments) throws Exception {
        Path store = folder.resolve(
                "store" + arguments.length + String.join("", arguments).hashCode());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "phone",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, "changeit".toCharArray());
        }
        return (X509Certificate) keys.getCertificate("phone");
    }

    private static int status(ServedFiles servedFiles, @Nullable X509Certificate certificate, String name) {
        Request request = new Request(
                "GET",
                "/provisioning/" + name,
                "/provisioning/" + name,
                "HTTP/1.1",
                HeaderFields.of("Host", "x"),
                new Peer(FROM, FROM, certificate != null, certificate));
        return servedFiles.answer(request).status();
    }

    @ParameterizedTest
    @CsvSource({
        "000413246672",
        "SEP000413246672",
        "spa000413246672",
        "00:04:13:24:66:72",
        "00-04-13-24-66-72.phones.example",
        "0004.1324.6672.example",
        "'SPA-942, Serial FM12, MAC:00:04:13:24:66:72'",
        "MAC:000413246672",
        "phone-000413246672-desk"
    })
    void aMacIsFoundInEveryUsualNotation(String name) {
        assertThat(CertificateMacs.inText(name)).containsExactly(MAC);
        assertThat(CertificateMacs.inText(name.toUpperCase(Locale.ROOT))).containsExactly(MAC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000413246672",
                "0004132466721",
                "a000413246672",
                "00:04:13:24:66:72:01",
                "01:00:04:13:24:66:72",
                "00:04-13:24-66:72",
                "0004.1324.6672.0001",
                "00041324667",
                "cafe000413246672",
                "fe80::204:13ff:fe24:6672"
            })
    void textThatMayBeAnythingElseIsNoMac(String name) {
        assertThat(CertificateMacs.inText(name)).isEmpty();
    }

    @Test
    void aMacIsReadFromTextAttributesOnly() throws Exception {
        assertThat(CertificateMacs.of(certificate("-dname", "CN=SPA-942, OU=000413246672")))
                .containsExactly(MAC);
        assertThat(CertificateMacs.of(certificate("-dname", "SERIALNUMBER=00:04:13:24:66:72, CN=phone")))
                .containsExactly(MAC);
        assertThat(CertificateMacs.of(certificate("-dname", "CN=phone", "-ext", "san=uri:urn:mac:000413246672")))
                .containsExactly(MAC);
        // As DER, the serial number "1234" is 12 hex digits.
        assertThat(CertificateMacs.of(certificate("-dname", "SERIALNUMBER=1234, CN=phone")))
                .isEmpty();
        assertThat(CertificateMacs.of(certificate("-dname", "CN=phone", "-ext", "san=ip:4:13:24:66:72:1:2:3")))
                .isEmpty();
    }

    @Test
    void aCertificateRuleAcceptsOnlyTheCertificateOfThePhone() throws Exception {
        X509Certificate own = certificate("-dname", "CN=SEP000413246672, O=Phones");
        X509Certificate otherPhones = certificate("-dname", "CN=000413246673");
        X509Certificate otherMac = certificate("-dname", "CN=000413999999");
        X509Certificate withoutMac = certificate("-dname", "CN=phone");
        AccessRule rule = rule(List.of());
        try (ServedFiles servedFiles = new ServedFiles(folder.resolve("out"))
                .phone(MAC, rule)
                .phone("000413246673")
                .file("odd.cfg", MAC, rule)
                .publish("shared.cfg", "c m=*")
                .publish("two.cfg", "c m=000413246672,000413246673")
                .file("fw.bin", "", rule.withoutPhone())) {
            for (String name : List.of("cfg" + MAC, "CFG" + MAC, "odd.cfg")) {
                assertThat(status(servedFiles, own, name)).as(name).isEqualTo(200);
                assertThat(status(servedFiles, otherPhones, name)).as(name).isEqualTo(404);
                assertThat(status(servedFiles, withoutMac, name)).as(name).isEqualTo(404);
                assertThat(status(servedFiles, null, name)).as(name).isEqualTo(404);
            }
            for (String name : List.of("shared.cfg", "two.cfg", "fw.bin")) {
                assertThat(status(servedFiles, own, name)).as(name).isEqualTo(200);
                assertThat(status(servedFiles, otherPhones, name)).as(name).isEqualTo(200);
                assertThat(status(servedFiles, otherMac, name)).as(name).isEqualTo(404);
                assertThat(status(servedFiles, withoutMac, name)).as(name).isEqualTo(404);
                assertThat(status(servedFiles, null, name)).as(name).isEqualTo(404);
            }
            assertThat(servedFiles.get("203.0.113.7", "cfg" + MAC)).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void aCertificateDoesNotReplaceOtherConditions() throws Exception {
        X509Certificate own = certificate("-dname", "CN=SEP000413246672, O=Phones");
        IpNetwork here = Objects.requireNonNull(IpNetwork.parse("127.0.0.0/8"));
        IpNetwork elsewhere = Objects.requireNonNull(IpNetwork.parse("192.0.2.0/24"));
        try (ServedFiles servedFiles = new ServedFiles(folder.resolve("out"))) {
            servedFiles.phone(MAC, rule(List.of(here)));
            assertThat(status(servedFiles, own, "cfg" + MAC)).isEqualTo(200);
            assertThat(status(servedFiles, null, "cfg" + MAC)).isEqualTo(404);
            servedFiles.phone(MAC, rule(List.of(elsewhere)));
            assertThat(status(servedFiles, own, "cfg" + MAC)).isEqualTo(404);
        }
    }

    private static AccessRule rule(List<IpNetwork> networks) {
        return new AccessRule(null, networks, false, true, "", AccessRule.FOREVER, 0);
    }

    @Test
    void theMacInACertificateMustBeThatOfTheFilesPhone() throws Exception {
        X509Certificate byName = certificate("-dname", "CN=SEP000413246672, O=Phones");
        X509Certificate byAlternative =
                certificate("-dname", "CN=phone", "-ext", "san=dns:00-04-13-24-66-72.phones.example");
        X509Certificate others = certificate("-dname", "CN=000413246673");
        X509Certificate withoutMac = certificate("-dname", "CN=phone");
        try (ServedFiles servedFiles = new ServedFiles(folder.resolve("out"))
                .phone(MAC, AccessRule.OPEN)
                .file("odd.cfg", MAC, AccessRule.OPEN)
                .publish("shared.cfg", "m=*")
                .file("fw.bin", "", AccessRule.OPEN)) {
            for (String name : List.of("cfg" + MAC, "odd.cfg", "shared.cfg")) {
                assertThat(status(servedFiles, byName, name)).as(name).isEqualTo(200);
                assertThat(status(servedFiles, byAlternative, name)).as(name).isEqualTo(200);
                assertThat(status(servedFiles, others, name)).as(name).isEqualTo(404);
                assertThat(status(servedFiles, withoutMac, name)).as(name).isEqualTo(404);
            }
            assertThat(status(servedFiles, others, "fw.bin")).isEqualTo(200);
            assertThat(status(servedFiles, withoutMac, "fw.bin")).isEqualTo(200);
            assertThat(servedFiles.get("203.0.113.7", "cfg" + MAC)).startsWith("HTTP/1.1 200 ");
        }
    }
}
