package dev.lineman.inventory.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lineman.input.ReadResult;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStoreTest {
    private static ReadResult read(String text) {
        return SecretStore.read("secrets.yaml", text.getBytes(UTF_8));
    }

    private static SecretStore secrets(String text) {
        ReadResult readResult = read(text);
        assertThat(readResult.problems()).isEmpty();
        return (SecretStore) requireNonNull(readResult.document());
    }

    @Test
    void secretsAreTextByName() {
        SecretStore secrets = secrets("pbx: 0123\nempty: ''\nabsent:\n");
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
    void otherContentIsAnErrorThatShowsNoSecret(String text) {
        ReadResult readResult = read(text);
        assertThat(readResult.document()).isNull();
        assertThat(readResult.problems())
                .hasSize(1)
                .noneMatch(problem -> problem.toString().contains("hunter2"));
    }

    @Test
    void namesWithChangedValuesAreFound() {
        SecretStore one = secrets("a: 1\nb: 2\nc: 3\n");
        SecretStore other = secrets("d: 4\nc: 3\nb: 5\n");
        assertThat(SecretStore.changedNames(one, other)).containsExactly("a", "b", "d");
        assertThat(SecretStore.changedNames(one, one)).isEmpty();
        assertThat(SecretStore.changedNames(null, one)).containsExactly("a", "b", "c");
        assertThat(SecretStore.changedNames(one, null)).containsExactly("a", "b", "c");
    }

    @Test
    void aSecretOfMoreThan64KiBIsAnError() {
        assertThat(read("a: 1\nb: |\n  " + "x".repeat(65_536) + "\n").problems())
                .extracting(Problem::at)
                .containsExactly(new Position("secrets.yaml", 2, 4));
    }

    @Test
    void manySecretsAreComparedQuickly() {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            before.append('k').append(i).append(": ").append(i).append('\n');
            after.append('k').append(i).append(": ").append(i % 100_000).append('\n');
        }
        SecretStore one = secrets(before.toString());
        SecretStore other = secrets(after.toString());
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(SecretStore.changedNames(one, other)).hasSize(200_000));
    }
}
