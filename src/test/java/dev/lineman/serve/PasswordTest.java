package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import dev.lineman.access.UserCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users and passwords over real sockets. */
class PasswordTest {
    private static final String MAC = "000413246672";
    private static final String FROM = "203.0.113.7";
    private static final Pattern NONCE = Pattern.compile("algorithm=MD5, nonce=\"([^\"]+)\"");

    @TempDir
    Path out;

    static AccessRule user(String user, String password) {
        return new AccessRule(UserCredentials.of(user, password), List.of(), false, false, "", AccessRule.FOREVER, 0);
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "'sha-256,md5,basic', --digest",
        "md5, --digest",
        "sha-256, --digest",
        "basic, --basic",
        "'md5,basic', --anyauth"
    })
    void curlGetsTheFileWithThePasswordAndNotWithout(String schemes, String how) throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out, schemes).phone(MAC, user("Jäsøn", "pä:ß \"wort\""))) {
            String right = Curl.run(how, "-u", "Jäsøn:pä:ß \"wort\"", servedFiles.url("cfg" + MAC + "?a=b,c"));
            assertThat(right).endsWith("\r\n\r\ncfg" + MAC + "\n").contains(" 200 OK");
            assertThat(Curl.run(how, "-u", "Jäsøn:wrong", servedFiles.url("cfg" + MAC)))
                    .contains(" 401 ")
                    .doesNotContain(" 200 ");
            assertThat(Curl.run(how, "-u", "other:pä:ß \"wort\"", servedFiles.url("cfg" + MAC)))
                    .contains(" 401 ")
                    .doesNotContain(" 200 ");
            assertThat(Curl.run(servedFiles.url("cfg" + MAC))).contains(" 401 ").contains("\nWWW-Authenticate: ");
        }
    }

    @Test
    void allSchemesAreOfferedTheBestFirst() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, user("a", "b"))) {
            List<String> offered = servedFiles
                    .get(FROM, "cfg" + MAC)
                    .lines()
                    .filter(line -> line.startsWith("WWW-Authenticate"))
                    .toList();
            assertThat(offered).hasSize(3);
            assertThat(offered.get(0))
                    .contains("Digest")
                    .contains("algorithm=SHA-256")
                    .contains("qop=\"auth\"");
            assertThat(offered.get(1)).contains("Digest").contains("algorithm=MD5");
            assertThat(offered.get(2)).isEqualTo("WWW-Authenticate: Basic realm=\"provisioning\", charset=\"UTF-8\"");
        }
    }

    @Test
    void unknownAndProtectedNamesGetTheSameAnswerWithoutThePassword() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, user("a", "b"))) {
            for (String field :
                    new String[] {"X-None: 1", basic("a:c"), basic("x:b"), "Authorization: Digest x", "Authorization: y"
                    }) {
                assertThat(masked(servedFiles.get(FROM, "cfg000413000000", field)))
                        .startsWith("HTTP/1.1 401 ")
                        .isEqualTo(masked(servedFiles.get(FROM, "cfg" + MAC, field)));
            }
            assertThat(servedFiles.get(FROM, "cfg000413000000", basic("a:b"))).startsWith("HTTP/1.1 404 ");
            assertThat(servedFiles.get(FROM, "cfg" + MAC, basic("a:b"))).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void thePasswordOfAnotherPhoneDoesNotShowWhetherAFileExists() throws Exception {
        try (ServedFiles servedFiles =
                new ServedFiles(out).phone(MAC, user("a", "b")).phone("000413000001", user("a", "other"))) {
            assertThat(servedFiles.get(FROM, "cfg" + MAC, basic("a:other")))
                    .startsWith("HTTP/1.1 404 ")
                    .isEqualTo(servedFiles.get(FROM, "nothing", basic("a:other")));
            assertThat(servedFiles.get(FROM, "cfg000413000001", basic("a:other")))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void openFilesNeedNoPasswordAndWithoutProtectedFilesNoneIsRequested() throws Exception {
        try (ServedFiles servedFiles =
                new ServedFiles(out).phone(MAC, user("a", "b")).file("ring.wav", "", AccessRule.OPEN)) {
            assertThat(servedFiles.get(FROM, "ring.wav")).startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get(FROM, "no.wav")).startsWith("HTTP/1.1 401 ");
            servedFiles.phone(MAC, AccessRule.OPEN);
            assertThat(servedFiles.get(FROM, "no.wav")).startsWith("HTTP/1.1 404 ");
            servedFiles.phone(MAC, user("a", "b"));
            assertThat(servedFiles.get(FROM, "no.wav")).startsWith("HTTP/1.1 401 ");
            servedFiles.drop("cfg" + MAC);
            assertThat(servedFiles.get(FROM, "no.wav")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void digestWithoutQopOfOldPhonesIsAccepted() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, user("a", "b"))) {
            String nonce = nonce(servedFiles);
            String uri = ServedFiles.PREFIX + "cfg" + MAC;
            String response = md5(md5("a:provisioning:b") + ':' + nonce + ':' + md5("GET:" + uri));
            String field = "Authorization: Digest username=\"a\", realm=\"provisioning\", nonce=\"" + nonce
                    + "\", uri=\"" + uri + "\", response=\"" + response + '"';
            assertThat(servedFiles.get(FROM, "cfg" + MAC, field)).startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get(FROM, "cfg" + MAC, field))
                    .as("it is good for once")
                    .startsWith("HTTP/1.1 401 ")
                    .contains("stale=true");
        }
    }

    @Test
    void aNonceCountIsValidForOneRequestAndItsTarget() throws Exception {
        try (ServedFiles servedFiles =
                new ServedFiles(out).phone(MAC, user("a", "b")).file("other", "", user("a", "b"))) {
            String nonce = nonce(servedFiles);
            assertThat(servedFiles.get(FROM, "cfg" + MAC, digest(nonce, "00000001", "cfg" + MAC)))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get(FROM, "cfg" + MAC, digest(nonce, "00000001", "cfg" + MAC)))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("stale=true");
            assertThat(servedFiles.get(FROM, "cfg" + MAC, digest(nonce, "00000003", "cfg" + MAC)))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get(FROM, "cfg" + MAC, digest(nonce, "00000002", "cfg" + MAC)))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get(FROM, "other", digest(nonce, "00000004", "cfg" + MAC)))
                    .startsWith("HTTP/1.1 401 ")
                    .doesNotContain("stale=true");
            assertThat(servedFiles.ask("HEAD", FROM, "cfg" + MAC, digest(nonce, "00000005", "cfg" + MAC)))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void anOldOrForeignNonceIsStaleOnlyWithTheRightPassword() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, user("a", "b"))) {
            String nonce = nonce(servedFiles);
            servedFiles.pass(Duration.ofMinutes(6));
            assertThat(servedFiles.get(FROM, "cfg" + MAC, digest(nonce, "00000001", "cfg" + MAC)))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("stale=true");
            assertThat(servedFiles.get(FROM, "cfg" + MAC, digest("made-up", "00000001", "cfg" + MAC)))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("stale=true");
            assertThat(servedFiles.get(
                            FROM,
                            "cfg" + MAC,
                            digest(nonce, "00000001", "cfg" + MAC).replace("username=\"a\"", "username=\"c\"")))
                    .startsWith("HTTP/1.1 401 ")
                    .doesNotContain("stale=true");
        }
    }

    private static String nonce(ServedFiles servedFiles) throws IOException {
        Matcher nonce = NONCE.matcher(servedFiles.get(FROM, "cfg" + MAC));
        assertThat(nonce.find()).isTrue();
        return nonce.group(1);
    }

    private static String digest(String nonce, String count, String name) {
        String uri = ServedFiles.PREFIX + name;
        String response = md5(md5("a:provisioning:b") + ':' + nonce + ':' + count + ":c:auth:" + md5("GET:" + uri));
        return "Authorization: Digest username=\"a\",realm=\"provisioning\",nonce=\"" + nonce + "\",uri=\"" + uri
                + "\",qop=auth,nc=" + count + ",cnonce=\"c\",response=\"" + response + "\",algorithm=MD5";
    }

    private static String md5(String text) {
        return UserCredentials.hash("MD5", text);
    }

    private static String masked(String answer) {
        return answer.replaceAll("nonce=\"[^\"]*\"", "nonce");
    }
}
