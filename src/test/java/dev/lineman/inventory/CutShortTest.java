package dev.lineman.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.Document;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.inventory.secret.SecretStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document of a truncated file is a prefix of the whole file's document, if the truncated file can be parsed. */
final class CutShortTest {
    private static final String LIST = """
            - extension: 101
              first_name: Ann
              last_name: "Lee: two"
              auth_password: !secret ann
              phone: {mac: '000413000101', model: T}
            - extension: 102
              vars:
                colour: blue
                size: >-
                  one
                  two
              phones:
                - mac: '000413000102'
                  codecs: [g722, pcma]
                  blf:
                    - {type: speed_dial, number: 101}
                    - {type: speed_dial, number: 102, last_name: me}
                - mac: '000413000103'
            # the last one
            - extension: 103
              first_name: Bea
            """;

    @ParameterizedTest
    @ValueSource(strings = {"extensions.d/list.yaml", "extensions.d/documents.yaml", "extensions.d/one.yaml"})
    void aTruncatedExtensionFileIsAPrefix(String path) {
        String text = switch (path) {
            case "extensions.d/list.yaml" -> LIST;
            case "extensions.d/one.yaml" ->
                LIST.substring(LIST.indexOf("- extension: 102"), LIST.indexOf("#"))
                        .replaceAll("(?m)^..", "");
            default -> LIST.replaceAll("(?m)^- ", "---\n  ").replaceAll("(?m)^  ", "");
        };
        assertPrefixes(path, text, 40);
    }

    @Test
    void truncatedDefaultsAreAPrefix() {
        assertPrefixes("extensions.d/_defaults.yaml", """
                pbx_ip: 10.0.0.1
                vars: {a: one, b: two}
                codecs:
                  - g722
                  - pcma
                models:
                  Snom*: {vars: {c: three}}
                  Snom320:
                    vars:
                      d: four
                """, 20);
    }

    @Test
    void aTruncatedFileOfSecretsIsAPrefix() {
        assertPrefixes(
                (path, bytes) -> SecretStore.read(path, bytes).document(), "secrets.yaml", "ann: one\nbea: two\n", 5);
    }

    @Test
    void otherContentIsNoPrefix() {
        Document whole = read("extensions.d/list.yaml", LIST.getBytes(StandardCharsets.UTF_8));
        for (String other : List.of(
                LIST,
                LIST + "- extension: 104\n",
                LIST.replace("Ann", "Anna"),
                LIST.substring(LIST.indexOf("- extension: 102")),
                LIST.replace("colour: blue", "color: blue"),
                LIST.substring(0, LIST.indexOf("# the")).replace("pcma]", "pcmu]"),
                LIST.replace("- extension: 101", "- extension: 201"))) {
            assertThat(whole.continues(read("extensions.d/list.yaml", other.getBytes(StandardCharsets.UTF_8))))
                    .as(other)
                    .isFalse();
        }
    }

    private static Document read(String path, byte[] bytes) {
        return new ExtensionReader().read(path, bytes).document();
    }

    private static void assertPrefixes(String path, String text, int atLeast) {
        assertPrefixes(CutShortTest::read, path, text, atLeast);
    }

    /** @param atLeast more than this number of truncated files can be parsed and differs from the whole file */
    private static void assertPrefixes(
            BiFunction<String, byte[], Document> reader, String path, String text, int atLeast) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Document whole = reader.apply(path, bytes);
        assertThat(whole)
                .as(() -> new ExtensionReader().read(path, bytes).problems().toString())
                .isNotNull();
        int read = 0;
        for (int length = 1; length < bytes.length; length++) {
            Document cut = reader.apply(path, Arrays.copyOf(bytes, length));
            if (cut != null && !cut.equals(whole)) {
                read++;
                assertThat(whole.continues(cut)).as(text.substring(0, length)).isTrue();
            }
        }
        assertThat(read).isGreaterThan(atLeast);
    }
}
