package dev.lineman.inventory.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSecretsTest {

    @ParameterizedTest
    @CsvSource({
        "http://phones:Hunter2-Hunter2@h:5481/provisioning/, Hunter2-Hunter2",
        "http://phones:Hunter2@Hunter2@h/, Hunter2@Hunter2",
        "http://phones:Hunter2/Hunter2@h/, Hunter2/Hunter2",
        "http://a:b:c@h, b:c",
        "ftp://just-a-token@h/, just-a-token",
        "https://phones:p%40ss@[2001:db8::1]:5443/x, p%40ss p@ss",
        "http://h/provisioning/0123456789abcdef/, 0123456789abcdef",
        "http://h/provisioning/Un-guessable_path.token~, Un-guessable_path.token~",
        "http://h/provisioning/acme/Un-guessable-token/{mac}.xml, Un-guessable-token",
        "http://h/%55n-guessable-token/x, %55n-guessable-token Un-guessable-token",
        "http://h/p?key=abc&mac=$MA, abc",
        "http://h/p?x=0123456789abcdef#y, 0123456789abcdef",
        "http://h/p;token=abc/x, abc",
        "http://h/p#access_token=abc, abc",
        "serv=http://h/a;d0=German;x0=http://u:secret-1@h/de.xml, secret-1",
    })
    void theSecretsOfAUrlAreFound(String text, String secrets) {
        assertThat(UrlSecrets.find(text, part -> false)).containsExactlyInAnyOrder(secrets.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.172.0.2:5481/provisioning",
                "http://h.example.com/provisioning/acme/{mac}.xml?mac=$MA&model=T46S",
                "https://[2001:db8::1]:5443/provisioning/",
                "http://firmware.example.com/a/T46S-66.86.0.15-production.rom",
                "http://h/a@b",
                "//phones:secret@h",
                "phones:secret@h",
                "http://h:/x",
                "http://",
                "",
            })
    void aUrlWithoutSecretsHasNone(String text) {
        assertThat(UrlSecrets.find(text, part -> false)).isEmpty();
        assertThat(UrlSecrets.containsSecret(text, "")).isFalse();
    }

    @Test
    void theFolderOfTheSiteIsNoToken() {
        String url = "http://h/provisioning/Acme-Corporation-Berlin/";
        assertThat(UrlSecrets.containsSecret(url, "acme-corporation-berlin")).isFalse();
        assertThat(UrlSecrets.containsSecret(url, "acme")).isTrue();
    }

    @Test
    void inAnyTextPathsAreNoTokens() {
        assertThat(UrlSecrets.containsSecret("http://h/a-very-long-part-of-a-path/x"))
                .isFalse();
        assertThat(UrlSecrets.containsSecret("http://phones:secret@h/")).isTrue();
    }

    @Test
    void aLongTextTakesLinearTime() {
        String hostile = "a".repeat(60_000) + "://" + ";".repeat(20_000) + "@:/?".repeat(10_000) + "://";
        assertThat(UrlSecrets.find(hostile, part -> false)).hasSizeLessThan(3);
    }
}
