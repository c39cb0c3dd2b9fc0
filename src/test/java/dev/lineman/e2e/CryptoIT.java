package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conscrypt's library in the packaged program: where it loads, and what happens where it does not. */
class CryptoIT {
    private static final Pattern PORT = Pattern.compile("over TLS at https://[^:]+:(\\d+)/provisioning/");
    private static final String FOLDER = "-Dorg.conscrypt.native.workdir=";

    @TempDir
    Path folder;

    private FixtureRoot root;

    @BeforeEach
    void makeCertificate() throws Exception {
        root = FixtureRoot.ofOnePhone(folder);
        sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out crt -days 30"
                + " -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1");
    }

    private List<String> sh(String command) throws Exception {
        Jar.CommandResult ended = Jar.run(folder, Map.of(), List.of("sh", "-c", command));
        assertThat(ended.code()).as("%s: %s", command, ended.err()).isZero();
        return ended.out();
    }

    /** Starts the agent with TLS, and checks its log, the API, and that a phone gets its file. */
    private void assertServes(List<String> command, String javaOptions, String provider) throws Exception {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("run", "--tls-port", "0", "--tls-cert", "crt", "--tls-key", "key"));
        try (RunningProcess agent = RunningProcess.start(
                folder, Map.of("LINEMAN_BIND", "127.0.0.1", "LINEMAN_JAVA_OPTS", javaOptions), words)) {
            Deadline.await(
                    () -> assertThat(agent.adminRequest("readyz").statusCode()).isEqualTo(200));
            String said = String.join("\n", agent.out());
            assertThat(said + String.join("\n", agent.err())).contains("TLS by " + provider);
            Matcher port = PORT.matcher(said);
            assertThat(port.find()).isTrue();
            assertThat(sh("curl -sS --cacert crt https://127.0.0.1:" + port.group(1) + "/provisioning/cfg000413246672"))
                    .contains("user_realname1$: John Doe");
            assertThat(agent.err())
                    .as("Java 24 and later warn about native libraries that the jar does not announce")
                    .noneMatch(line -> line.startsWith("WARNING"));
            assertThat(agent.adminRequest("api/status").body()).contains("\"tls\":\"" + provider);
        }
    }

    private void assertServes(String javaOptions, String provider) throws Exception {
        assertServes(List.of(Jar.PROGRAM.toString()), javaOptions, provider);
    }

    @Test
    void theProgramAndTheJarContainTheLibraryAndLeaveNoCopyBehind() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertServes(FOLDER + empty, "Conscrypt 2.");
        assertThat(empty).isEmptyDirectory();
        assertServes(List.of(Jar.JAVA.toString(), FOLDER + empty, "-jar", Jar.FILE.toString()), "", "Conscrypt 2.");
        assertThat(empty).isEmptyDirectory();
        try (ZipFile jar = new ZipFile(Jar.FILE.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.startsWith("META-INF/native/lib")))
                    .as("Linux and macOS, each for two processors")
                    .hasSize(4);
        }
    }

    @Test
    void aFlagTurnsConscryptOff() throws Exception {
        assertServes("-Dlineman.conscrypt=off", "the JDK: -Dlineman.conscrypt=off is set");
    }

    @Test
    void whereTheLibraryCannotBeWrittenTlsIsTheJdks() throws Exception {
        assertServes(FOLDER + "/proc", "the JDK: Conscrypt's library does not load: ");
    }

    @SystemTest
    @Test
    void whereProgramsMayNotRunTlsIsTheJdksAndTheLogSaysWhatToDo() throws Exception {
        Path point = Files.createDirectory(folder.resolve("noexec"));
        Jar.CommandResult mounted = Jar.run(
                folder,
                Map.of(),
                List.of(
                        Debian.program("mount", "mount").toString(),
                        "-t",
                        "tmpfs",
                        "-o",
                        "noexec",
                        "tmpfs",
                        point.toString()));
        assumeTrue(mounted.code() == 0, () -> "this machine lets nothing be mounted: " + mounted.err());
        try {
            assertServes(
                    "-Djava.io.tmpdir=" + point,
                    "the JDK: Conscrypt's library does not load: " + point + " is mounted with noexec;"
                            + " name another folder: LINEMAN_JAVA_OPTS=" + FOLDER + "FOLDER");
            assertThat(point).isEmptyDirectory();
            Path other = Files.createDirectory(folder.resolve("other"));
            assertServes("-Djava.io.tmpdir=" + point + ' ' + FOLDER + other, "Conscrypt 2.");
        } finally {
            Jar.run(folder, Map.of(), List.of("umount", "-l", point.toString()));
        }
    }

    @Test
    void smallWorkWithoutTlsLoadsNoClassOfConscrypt() throws Exception {
        Jar.CommandResult checked = Jar.run(
                root.path(), Map.of("LINEMAN_JAVA_OPTS", "-verbose:class"), List.of(Jar.PROGRAM.toString(), "check"));
        assertThat(checked.code()).isZero();
        assertThat(checked.out())
                .anyMatch(line -> line.contains("dev.lineman.crypto.CryptoProvider "))
                .noneMatch(line -> line.contains("org.conscrypt."));
    }
}
