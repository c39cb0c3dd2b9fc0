package dev.lineman.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import dev.lineman.access.IpNetwork;
import dev.lineman.access.UserCredentials;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.upload.UploadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads over real sockets. */
class UploadsTest {
    private static final String MAC = "0004f2aabbcc";
    private static final String OTHER = "0004f2aabbdd";
    private static final String FROM = "203.0.113.7";
    private static final String TOKEN = "abcdefghijklmnop0123";
    private static final UploadLimits LIMITS = new UploadLimits(1000, 10_000);

    @TempDir
    Path out;

    private ServedFiles served(UploadLimits limits) throws IOException {
        return new ServedFiles(out, "sha-256,md5,basic", AccessLog.Form.OFF, limits);
    }

    private static AccessRule network(String network) {
        return new AccessRule(null, List.of(IpNetwork.parse(network)), false, false, "", AccessRule.FOREVER, 0);
    }

    /** The files below the folder of uploads, with the size of each. */
    private List<String> stored() throws IOException {
        Path folder = out.resolve(".lineman/uploads");
        try (Stream<Path> files = Files.walk(folder)) {
            return List.copyOf(new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file) + " " + file.toFile().length())
                    .toList()));
        }
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(ISO_8859_1));
    }

    private static int status(String answer) {
        return ServedFiles.status(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, 0004f2aabbcc-app.log, 0004f2aabbcc-app.log",
        "PUT, logs/0004F2AABBCC-boot.log, 0004f2aabbcc-boot.log",
        "PUT, 0004f2aabbcc-phone.cfg, 0004f2aabbcc-phone.cfg",
        "PUT, 0004f2aabbcc-web.cfg, 0004f2aabbcc-web.cfg",
        "PUT, contacts/0004f2aabbcc-directory.xml, 0004f2aabbcc-directory.xml",
        "PUT, calls//0004f2aabbcc-calls.xml, 0004f2aabbcc-calls.xml",
        "POST, 0004f2aabbcc-local.cfg, 0004f2aabbcc-local.cfg",
        "PUT, 0004f2aabbcc-contact.xml, 0004f2aabbcc-contact.xml",
        "PUT, 0004f2aabbcc-calllog.xml, 0004f2aabbcc-calllog.xml",
        "POST, reports/CP-8851-0004f2aabbcc.xml, cp-8851-0004f2aabbcc.xml",
        "POST, spa0004f2aabbcc.xml, spa0004f2aabbcc.xml",
    })
    void theFilesThatPhonesSendAreStored(String method, String path, String name) throws IOException {
        try (ServedFiles served = served(LIMITS).phone(MAC, AccessRule.OPEN)) {
            String length = "Content-Length: 4";
            assertThat(served.ask(method, FROM, path, length, "\r\nabcd")).startsWith("HTTP/1.1 201 Created\r\n");
            assertThat(stored()).containsExactly(MAC + "/" + name + " 4");
            assertThat(served.ask(method, FROM, path, length, "\r\nefgh")).startsWith("HTTP/1.1 204 No Content\r\n");
            assertThat(out.resolve(".lineman/uploads/" + MAC + "/" + name)).hasContent("efgh");
            assertThat(status(served.get(FROM, path))).isEqualTo(404);
            assertThat(status(served.get(FROM, ".lineman/uploads/" + MAC + "/" + name)))
                    .isEqualTo(404);
        }
    }

    @Test
    void untilTheInputsAreReadAPhoneWithoutFilesIsToldToTryAgain() throws IOException {
        try (ServedFiles served =
                served(LIMITS).phone(MAC, AccessRule.OPEN).phone(OTHER).loaded(false)) {
            String head = "Content-Length: 4";
            assertThat(served.ask("PUT", FROM, OTHER + "-app.log", head, "\r\nabcd"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: ");
            assertThat(status(served.ask("PUT", FROM, MAC + "-app.log", head, "\r\nabcd")))
                    .isEqualTo(201);
            served.loaded(true);
            assertThat(status(served.ask("PUT", FROM, OTHER + "-app.log", head, "\r\nabcd")))
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, 0004f2aabbcc-core.tar.gz, 403",
        "PUT, 0004f2aabbcc.cfg, 403",
        "PUT, .0004f2aabbcc-app.log, 403",
        "PUT, 0004f2aabbcc-app.log/, 403",
        "PUT, 0004f2aabbcc-app.log%00, 403",
        "PUT, x/%2e%2e/0004f2aabbcc-app.log, 403",
        "PUT, x%5c0004f2aabbcc-app.log, 403",
        "PUT, b\u00fcro-0004f2aabbcc.xml, 403",
        "PUT, 0004f2aabbdd-app.log, 403",
        "PUT, 0004f2aabbee-app.log, 403",
        "PUT, phonebook.xml, 403",
        "PUT, '', 403",
        "DELETE, 0004f2aabbcc-app.log, 405",
        "PATCH, 0004f2aabbcc-app.log, 405",
    })
    void otherNamesAndMethodsAreRefused(String method, String path, int status) throws IOException {
        // The phone ...dd has no file of its own, and ...ee is not in the inventory.
        try (ServedFiles served = served(LIMITS).phone(MAC, AccessRule.OPEN).phone(OTHER)) {
            String answer = served.ask(method, FROM, path, "Content-Length: 4", "\r\nabcd");
            assertThat(status(answer)).isEqualTo(status);
            assertThat(answer.contains("Allow: GET, HEAD, PUT, POST\r\n")).isEqualTo(status == 405);
            assertThat(stored()).isEmpty();
        }
    }

    @Test
    void withoutTheOptionAnUploadGets405() throws IOException {
        try (ServedFiles served = served(null).phone(MAC, AccessRule.OPEN)) {
            assertThat(served.put(FROM, MAC + "-app.log", "abcd"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("Allow: GET, HEAD\r\n");
            assertThat(out.resolve(".lineman/uploads")).doesNotExist();
        }
    }

    @Test
    void theRulesOfThePhonesFilesDecide() throws IOException {
        try (ServedFiles served = served(LIMITS)
                .phone(MAC, network("203.0.113.0/24"))
                .phone(OTHER, new AccessRule(null, List.of(), true, false, "", AccessRule.FOREVER, 0))) {
            assertThat(status(served.put("198.51.100.7", MAC + "-app.log", "x")))
                    .isEqualTo(403);
            assertThat(status(served.put(FROM, MAC + "-app.log", "x"))).isEqualTo(201);
            String agent = "User-Agent: FileTransport PolycomVVX UA/1 " + MAC;
            assertThat(status(served.put(FROM, OTHER + "-app.log", "x", agent))).isEqualTo(403);
            assertThat(status(served.put(FROM, OTHER + "-app.log", "x", agent.replace(MAC, OTHER))))
                    .isEqualTo(201);
            served.drop("cfg" + MAC);
            assertThat(status(served.put(FROM, MAC + "-app.log", "x"))).isEqualTo(403);
        }
    }

    @Test
    void aTokenIsNeededInThePathOfTheUploadToo() throws IOException {
        AccessRule rule =
                new AccessRule(null, List.of(), false, false, AccessRule.hashToken(TOKEN), AccessRule.FOREVER, 0);
        try (ServedFiles served = served(LIMITS).phone(MAC, rule).phone(OTHER, AccessRule.OPEN)) {
            assertThat(status(served.put(FROM, MAC + "-app.log", "x"))).isEqualTo(403);
            assertThat(status(served.put(FROM, TOKEN + "/" + OTHER + "-app.log", "x")))
                    .isEqualTo(403);
            assertThat(status(served.put(FROM, TOKEN + "/logs/" + MAC + "-app.log", "x")))
                    .isEqualTo(201);
            assertThat(stored()).containsExactly(MAC + "/" + MAC + "-app.log 1");
        }
    }

    @Test
    void aPasswordIsCheckedBeforeTheBodyIsRead() throws Exception {
        AccessRule rule =
                new AccessRule(UserCredentials.of("phone", "pass"), List.of(), false, false, "", AccessRule.FOREVER, 0);
        try (ServedFiles served = served(LIMITS).phone(MAC, rule).phone(OTHER, AccessRule.OPEN)) {
            String basic = basic("phone:pass");
            // The length says that 900 bytes follow, but none is sent.
            assertThat(served.ask("PUT", FROM, MAC + "-app.log", "Content-Length: 900"))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("WWW-Authenticate: Digest");
            assertThat(status(served.put(FROM, MAC + "-app.log", "x", basic("phone:fail"))))
                    .isEqualTo(401);
            assertThat(status(served.put(FROM, MAC + "-app.log", "x", basic))).isEqualTo(201);
            Path file = Files.writeString(out.resolve("log"), "from curl");
            assertThat(Curl.run("--digest", "-u", "phone:pass", "-T", file.toString(), served.url(MAC + "-boot.log")))
                    .contains(" 201 Created");
            assertThat(stored()).containsExactly(MAC + "/" + MAC + "-app.log 1", MAC + "/" + MAC + "-boot.log 9");
            assertThat(served.visitStore().visits().of(MAC)).isEmpty();
        }
    }

    @Test
    void aLimitOnFetchesIsNotSpentByUploadsAndAnEndOfAccessCounts() throws IOException {
        long until = Instant.parse("2026-06-01T13:00:00Z").getEpochSecond();
        AccessRule rule = new AccessRule(null, List.of(), false, false, "", until, 1);
        try (ServedFiles served = served(LIMITS).phone(MAC, rule)) {
            for (int i = 0; i < 3; i++) {
                assertThat(status(served.put(FROM, MAC + "-app.log", "x"))).isEqualTo(i == 0 ? 201 : 204);
            }
            assertThat(status(served.get(FROM, "cfg" + MAC))).isEqualTo(200);
            assertThat(status(served.put(FROM, MAC + "-app.log", "x"))).isEqualTo(204);
            served.pass(Duration.ofHours(2));
            assertThat(status(served.put(FROM, MAC + "-app.log", "x"))).isEqualTo(403);
        }
    }

    @Test
    void clientsThatGuessMacsAreRefusedAsForFetches() throws IOException {
        try (ServedFiles served = served(LIMITS).phone(MAC, AccessRule.OPEN)) {
            for (int i = 0; i < GuessingLimiter.MAX_UNKNOWN_MACS; i++) {
                assertThat(status(served.put(FROM, "0004f2%06x-app.log".formatted(i), "x")))
                        .isEqualTo(403);
            }
            assertThat(status(served.put(FROM, MAC + "-app.log", "x"))).isEqualTo(429);
            assertThat(status(served.put("198.51.100.7", MAC + "-app.log", "x")))
                    .isEqualTo(201);
        }
    }

    @Test
    void anUploadThatIsTooLargeGets413AndAPartOfAFile400() throws IOException {
        try (ServedFiles served = served(LIMITS).phone(MAC, AccessRule.OPEN)) {
            assertThat(status(served.put(FROM, MAC + "-app.log", "x".repeat(1001))))
                    .isEqualTo(413);
            assertThat(status(served.put(FROM, MAC + "-app.log", "x".repeat(1000))))
                    .isEqualTo(201);
            assertThat(status(served.put(FROM, MAC + "-app.log", "x", "Content-Range: bytes 0-0/2")))
                    .isEqualTo(400);
            assertThat(stored()).containsExactly(MAC + "/" + MAC + "-app.log 1000");
        }
    }

    @Test
    void aFullStoreRefusesWith507AndTheProblemSaysWhatToDo() throws IOException {
        try (ServedFiles served =
                served(new UploadLimits(1000, 1500)).phone(MAC, AccessRule.OPEN).phone(OTHER, AccessRule.OPEN)) {
            assertThat(status(served.put(FROM, MAC + "-app.log", "x".repeat(1000))))
                    .isEqualTo(201);
            assertThat(status(served.put(FROM, OTHER + "-app.log", "x".repeat(600))))
                    .isEqualTo(507);
            assertThat(served.uploads().problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString()).contains("--uploads", "--max-uploads-total"));
            served.pass(Duration.ofMinutes(10));
            // Its own older upload makes room.
            assertThat(status(served.put(FROM, MAC + "-boot.log", "x".repeat(600))))
                    .isEqualTo(201);
            assertThat(served.uploads().problems()).isEmpty();
            assertThat(status(served.put(FROM, OTHER + "-app.log", "x".repeat(600))))
                    .isEqualTo(201);
            assertThat(stored())
                    .containsExactly(MAC + "/" + MAC + "-boot.log 600", OTHER + "/" + OTHER + "-app.log 600");
        }
    }

    @Test
    void aPhoneGetsItsOwnContactsBackIfItsTemplateSaysSo() throws IOException {
        String directory = MAC + "-directory.xml";
        String other = "0004f3aabbcc";
        try (ServedFiles served = served(LIMITS)
                .phone(MAC, network("203.0.113.0/24"))
                .phone(OTHER, AccessRule.OPEN)
                .phone(other, AccessRule.OPEN)
                .serveContacts(MAC)
                .serveContacts(OTHER)) {
            assertThat(status(served.get(FROM, directory))).isEqualTo(404);
            for (String name : List.of(directory, MAC + "-calls.xml", MAC + "-phone.cfg")) {
                assertThat(status(served.put(FROM, name, "<" + name + "/>"))).isEqualTo(201);
            }
            served.put(FROM, other + "-directory.xml", "x");
            for (int i = 0; i < 10; i++) {
                assertThat(served.get(FROM, "contacts/" + directory))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("Content-Type: application/xml\r\n", "Cache-Control: private\r\n")
                        .endsWith("\r\n\r\n<" + directory + "/>");
            }
            assertThat(served.ask("HEAD", FROM, directory))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\n");
            assertThat(status(served.get("198.51.100.7", directory))).isEqualTo(404);
            assertThat(status(served.get(FROM, MAC + "-calls.xml"))).isEqualTo(404);
            assertThat(status(served.get(FROM, MAC + "-phone.cfg"))).isEqualTo(404);
            assertThat(status(served.get(FROM, OTHER + "-directory.xml"))).isEqualTo(404);
            assertThat(status(served.get(FROM, other + "-directory.xml"))).isEqualTo(404);
            assertThat(served.visitStore().visits().of(MAC)).isEmpty();
        }
    }

    @Test
    void uploadsHaveTheFileModeAndSurviveARestart() throws IOException {
        try (ServedFiles served = served(LIMITS).phone(MAC, AccessRule.OPEN)) {
            served.put(FROM, MAC + "-app.log", "x");
        }
        Path folder = out.resolve(".lineman/uploads");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(MAC))))
                .isEqualTo("rwxr-x---");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve(MAC + "/" + MAC + "-app.log"))))
                .isEqualTo("rw-r-----");
        Files.writeString(folder.resolve(".lineman-1z0.tmp"), "cut off");
        try (ServedFiles served = served(LIMITS).phone(MAC, AccessRule.OPEN)) {
            assertThat(stored()).containsExactly(MAC + "/" + MAC + "-app.log 1");
            assertThat(served.uploads().files(MAC)).hasSize(1);
            assertThat(status(served.put(FROM, MAC + "-app.log", "y"))).isEqualTo(204);
        }
    }
}
