package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.Rule;
import dev.lineman.http.Fields;
import dev.lineman.http.Peer;
import dev.lineman.http.Request;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates as the JDK's own keytool makes them; whose chain is trusted is not decided here. */
class CertificateTest {
    private static final String MAC = "000413246672";
    private static final InetSocketAddress FROM = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    @TempDir
    Path folder;

    private X509Certificate certificate(String... arguments) throws Exception {
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
        String told = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, "changeit".toCharArray());
        }
        return (X509Certificate) keys.getCertificate("phone");
    }

    private static int status(House house, X509Certificate certificate, String name) {
        Request request = new Request(
                "GET",
                "/provisioning/" + name,
                "/provisioning/" + name,
                "HTTP/1.1",
                Fields.of("Host", "x"),
                new Peer(FROM, true, certificate));
        return house.answer(request).status();
    }

    @Test
    void theMacInACertificateMustBeThatOfTheFilesPhone() throws Exception {
        X509Certificate byName = certificate("-dname", "CN=SEP000413246672, O=Phones");
        X509Certificate byAlternative =
                certificate("-dname", "CN=phone", "-ext", "san=dns:00-04-13-24-66-72.phones.example");
        X509Certificate others = certificate("-dname", "CN=000413246673");
        X509Certificate nobodys = certificate("-dname", "CN=phone");
        try (House house = new House(folder.resolve("out"))
                .phone(MAC, Rule.OPEN)
                .file("odd.cfg", MAC, Rule.OPEN)
                .publish("shared.cfg", "m=*")
                .file("fw.bin", "", Rule.OPEN)) {
            for (String name : List.of("cfg" + MAC, "odd.cfg", "shared.cfg")) {
                assertThat(status(house, byName, name)).as(name).isEqualTo(200);
                assertThat(status(house, byAlternative, name)).as(name).isEqualTo(200);
                assertThat(status(house, others, name)).as(name).isEqualTo(404);
                assertThat(status(house, nobodys, name)).as(name).isEqualTo(404);
            }
            assertThat(status(house, others, "fw.bin")).isEqualTo(200);
            assertThat(status(house, nobodys, "fw.bin")).isEqualTo(200);
            assertThat(house.get("203.0.113.7", "cfg" + MAC)).startsWith("HTTP/1.1 200 ");
        }
    }
}
