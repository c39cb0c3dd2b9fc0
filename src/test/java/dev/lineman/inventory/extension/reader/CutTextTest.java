package dev.lineman.inventory.extension.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords, secrets and names that YAML cuts, because a number sign behind a blank begins a comment. */
class CutTextTest {
    private static final String EXTENSION = "extensions.d/100.yaml";
    private static final String DEFAULTS = "extensions.d/_defaults.yaml";

    private static ReadResult read(String path, String text) {
        byte[] content = text.getBytes(UTF_8);
        return path.equals("secrets.yaml")
                ? SecretStore.read(path, content)
                : new ExtensionReader().read(path, content);
    }

    private static List<String> warnings(String path, String text) {
        ReadResult result = read(path, text);
        assertThat(result.document()).as("a warning keeps the content").isNotNull();
        assertThat(result.problems())
                .allMatch(problem -> problem.severity() == Severity.WARNING)
                .noneMatch(problem -> problem.message().contains("hunter")
                        || problem.message().contains("trout"));
        return result.problems().stream()
                .map(problem -> problem.at().line() + ":" + problem.at().column() + " "
                        + problem.message().replaceAll(" ends before .*", ""))
                .toList();
    }

    @Test
    void theWarningSaysWhatIsCutAndWhatToWriteInstead() {
        ReadResult result = read(EXTENSION, "extension: 100\nauth_password: hunter #trout\n");
        assertThat(result.problems())
                .extracting(Problem::toString)
                .containsExactly("extensions.d/100.yaml:2:16: warning: 'auth_password' ends before ' #', because YAML"
                        + " takes the rest of the line for a comment; put the whole value in quotes, or write '# '"
                        + " before a comment");
        assertThat(((ExtensionFile) result.document()).entries().get(0).text("auth_password"))
                .isEqualTo("hunter");
    }

    @Test
    void aReferenceIsNotQuoted() {
        assertThat(read(EXTENSION, "extension: 100\nauth_password: !secret pw-two #x\n")
                        .problems())
                .extracting(Problem::message)
                .containsExactly("'auth_password' ends before ' #', because YAML takes the rest of the line for a"
                        + " comment; write '# ' before the comment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth_password: hunter #trout | 2:16 'auth_password'",
                "auth_password: hunter # | 2:16 'auth_password'",
                "auth_password: hunter ##trout | 2:16 'auth_password'",
                "auth_password: #trout | 2:15 'auth_password'",
                "auth_password: ~ #trout | 2:16 'auth_password'",
                "auth_password: !secret hunter #trout | 2:16 'auth_password'",
                "auth_password: &a hunter #trout | 2:16 'auth_password'",
                "auth_password: 😀ü #trout | 2:16 'auth_password'",
                "auth_password: hunter two\\n  three #trout | 2:16 'auth_password'",
                "first_name: Jo #1 | 2:13 'first_name'",
                "last_name: Desk #2 | 2:12 'last_name'",
                "label: Desk #2 | 2:8 'label'",
                "auth_id: desk #2 | 2:10 'auth_id'",
                "site: bonn #2 | 2:7 'site'",
                "pbx_ip: !env HOST #2 | 2:9 'pbx_ip'",
                "codecs: [!env A #2\\n  ] | 2:10 'codecs'",
                "options: {x: !secret hunter #2\\n  } | 2:14 'x'",
                "vars: {admin_PIN: 12 #34\\n  } | 2:19 'admin_PIN'",
                "vars:\\n  book_name: Team #1 | 3:14 'book_name'",
                "vars:\\n  ntp: !env NTP #1 | 3:8 'ntp'",
                "provisioning:\\n  user: phones #1 | 3:9 'user'",
                "provisioning:\\n  password: hunter #trout | 3:13 'password'",
                "provisioning:\\n  token: 0123456789abcdef #trout | 3:10 'token'",
                "blf:\\n- number: 101\\n  first_name: Jo #1 | 4:15 'first_name'",
                "blf:\\n  1: {number: 101, last_name: Jo #1\\n   } | 3:31 'last_name'",
                "phone:\\n  mac: 000413246672\\n  vars:\\n    sip_password: hunter #trout | 5:19 'sip_password'",
            })
    void aPasswordASecretOrANameThatIsCutGivesAWarning(String yaml, String warning) {
        assertThat(warnings(EXTENSION, "extension: 100\n" + yaml.replace("\\n", "\n") + "\n"))
                .containsExactly(warning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth_password: hunter  # a comment",
                "auth_password: hunter # a comment",
                "auth_password: hunter  #trout",
                "auth_password: hunter\t#trout",
                "auth_password: hunter#trout",
                "auth_password: 'hunter #trout'",
                "auth_password: \"hunter\" #trout",
                "auth_password: '' #trout",
                "auth_password: #\ttrout",
                "auth_password: hunter\n#trout",
                "auth_password: hunter\n\n #trout",
                "label: # a comment",
                "label:",
                "pbx_ip: 10.0.0.1 #old",
                "model: Snom320 #hall",
                "phone: #hall\n  mac: 000413246672 #hall",
                "vars: #hall\n  vlan: 10 #voice",
                "options: {language: German #trout\n  }",
                "blf: #keys\n- number: 101 #Jo",
                "provisioning: {fetches: 5 #trout\n  }",
            })
    void aCommentGivesNoWarning(String yaml) {
        assertThat(warnings(EXTENSION, "extension: 100 #hall\n" + yaml + "\n")).isEmpty();
    }

    @Test
    void defaultsAndModelsAreCheckedToo() {
        assertThat(warnings(
                        DEFAULTS,
                        "auth_password: hunter #trout\nmodels:\n  T54*: {vars: {web_password: hunter #trout\n   }}\n"))
                .containsExactly("1:16 'auth_password'", "3:31 'web_password'");
    }

    @Test
    void everySecretOfTheFileOfSecretsIsChecked() {
        assertThat(warnings("secrets.yaml", "desk: hunter #trout\nhall: hunter # a comment\nlift: #trout\n"))
                .containsExactly("1:7 'desk'", "3:6 'lift'");
    }

    @Test
    void aValueWithAnAliasIsNamedOnceAndOnlyForItsOwnKey() {
        assertThat(
                        warnings(
                                EXTENSION,
                                "- {extension: 100, auth_password: &a hunter #trout\n  }\n- {extension: 101, auth_password: *a}\n"))
                .containsExactly("1:35 'auth_password'");
        assertThat(warnings(EXTENSION, "extension: 100\nvars:\n  pbx: &a hunter #trout\n  sip_password: *a\n"))
                .containsExactly("3:8 'sip_password'");
    }

    @Test
    void theLinesEndAsOnAnySystem() {
        assertThat(warnings(EXTENSION, "\uFEFFextension: 100\r\nauth_password: hunter #trout\r\nlabel: Hall #2"))
                .containsExactly("2:16 'auth_password'", "3:8 'label'");
        assertThat(warnings(EXTENSION, "extension: 100\rlabel: Hall #\rauth_id: 1 # x\r"))
                .containsExactly("2:8 'label'");
    }

    @Test
    void aFileWithAnErrorShowsItsWarningsToo() {
        ReadResult result = read(EXTENSION, "extension: 100\nlabel: Hall #2\nfrist_name: Jo\n");
        assertThat(result.document()).isNull();
        assertThat(result.problems())
                .extracting(Problem::severity)
                .containsExactly(Severity.BLOCKING, Severity.WARNING);
    }

    @Test
    void manyWarningsAreCounted() {
        StringBuilder secrets = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            secrets.append("s").append(i).append(": hunter #trout\n");
        }
        ReadResult result = read("secrets.yaml", secrets.toString());
        assertThat(((SecretStore) result.document()).value("s249")).isEqualTo("hunter");
        assertThat(result.problems()).hasSize(101).allMatch(problem -> problem.severity() == Severity.WARNING);
        assertThat(result.problems().get(100))
                .hasToString("secrets.yaml:101:7: warning: 150 more warnings in this file begin here; correct those"
                        + " above first");
    }
}
