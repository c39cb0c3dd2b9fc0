package dev.lineman.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.source.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static Reading read(String text) {
        return Secrets.read("secrets.yaml", text.getBytes(UTF_8));
    }

    private static Secrets secrets(String text) {
        Reading reading = read(text);
        assertThat(reading.problems()).isEmpty();
        return (Secrets) requireNonNull(reading.document());
    }

    @Test
    void secretsAreTextByName() {
        Secrets secrets = secrets("pbx: 0123\nempty: ''\nabsent:\n");
        assertThat(secrets.value("pbx")).isEqualTo("0123");
        assertThat(secrets.value("empty")).isEmpty();
        assertThat(secrets.value("absent")).isNull();
        assertThat(secrets.value("other")).isNull();
        assertThat(secrets.toString()).doesNotContain("0123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "- hunter2",
                "a: [hunter2]",
                "a: !secret hunter2",
                "a: !env hunter2",
                "a: \"hunter2\\n\"",
                "a: 1\n---\nb: hunter2",
                "a: *hunter2",
                "\"a\\n\": hunter2"
            })
    void anythingElseIsAnErrorThatTellsNoSecret(String text) {
        Reading reading = read(text);
        assertThat(reading.document()).isNull();
        assertThat(reading.problems())
                .hasSize(1)
                .noneMatch(problem -> problem.toString().contains("hunter2"));
    }

    @Test
    void theNamesWhoseValuesDifferAreFound() {
        Secrets one = secrets("a: 1\nb: 2\nc: 3\n");
        Secrets other = secrets("d: 4\nc: 3\nb: 5\n");
        assertThat(Secrets.differing(one, other)).containsExactly("a", "b", "d");
        assertThat(Secrets.differing(one, one)).isEmpty();
        assertThat(Secrets.differing(null, one)).containsExactly("a", "b", "c");
        assertThat(Secrets.differing(one, null)).containsExactly("a", "b", "c");
    }
}
