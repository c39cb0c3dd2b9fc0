package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Each way to give a value and each way in which it can have no effect, with the problem that says so. The table is
 * {@code without-effect.txt}: where the value is given, the value, and the problem. Instead of a problem,
 * {@code overridden} means that a nearer value is used.
 *
 * <p>The office has a Snom D785 and a Yealink T54W with two lines in the top folder, a Cisco 8841 and an extension
 * without a phone in the folder {@code north}.
 */
class WithoutEffectTest {
    private static final Map<String, String> FILES = Map.of(
            "fleet", "extensions.d/_defaults.yaml",
            "models", "extensions.d/_defaults.yaml",
            "site", "extensions.d/north/_defaults.yaml",
            "extension", "extensions.d/100.yaml",
            "phone", "extensions.d/100.yaml",
            "cisco", "extensions.d/north/103.yaml",
            "line 2", "extensions.d/102.yaml",
            "no phone", "extensions.d/north/104.yaml");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvFileSource(resources = "/without-effect.txt", delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 1000)
    void aValueWithoutEffectIsNamed(String where, String value, String severity, String message) throws IOException {
        TestRoot root = office();
        assertThat(root.problems()).isEmpty();
        Map<String, String> before = Map.copyOf(root.files());
        String file = FILES.get(where.replaceFirst(" \".*", ""));
        String text = Files.readString(folder.resolve(file));
        String changed = with(where, value, text);
        assertThat(changed).isNotEqualTo(text);
        root.write(file, changed).runUntilIdle();
        if (severity.equals("overridden")) {
            assertThat(root.problems()).isEmpty();
            assertThat(root.files()).isEqualTo(before);
        } else {
            assertThat(root.problems())
                    .extracting(problem ->
                            problem.at().file() + ' ' + problem.severity().name() + ' ' + problem.message())
                    .anyMatch(line -> line.startsWith(file + ' ' + severity + ' ') && line.contains(message));
        }
        if (!severity.equals("BLOCKING")) {
            assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
        }
        root.write(file, text).runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).isEqualTo(before);
    }

    /** The text of a file with a value at a place. */
    private static String with(String where, String value, String text) {
        if (where.startsWith("models")) {
            return text + "models: {" + where.substring("models ".length()) + ": {" + value + "}}\n";
        }
        if (where.equals("phone")) {
            return text.replaceFirst("(?m)^(phone: \\{.*)\\}$", "$1, " + value.replace("\\", "\\\\") + "}");
        }
        String key = value.substring(0, value.indexOf(':'));
        return text.replaceFirst("(?m)^" + key + ":.*\n", "") + value + "\n";
    }

    private TestRoot office() throws IOException {
        ProjectTemplates.turnOnSiteTemplates(folder);
        TestRoot root = TestRoot.withBuiltIn(folder);
        root.write("extensions.d/_defaults.yaml", "pbx_ip: pbx.example\nvars: {admin_password: admin}\n");
        root.write("extensions.d/north/_defaults.yaml", "label: North\n");
        extension(root, "", 100, "phone: {mac: 000413000100, model: Snom D785}");
        extension(root, "", 101, "phone: {mac: 000413000101, model: Yealink T54W}");
        extension(root, "", 102, "phone: {mac: 000413000101, line: 2}");
        extension(root, "north/", 103, "phone: {mac: 000413000103, model: Cisco SPA504G}");
        extension(root, "north/", 104, "");
        root.runUntilIdle();
        return root;
    }

    private static void extension(TestRoot root, String below, int number, String phone) {
        root.write(
                "extensions.d/" + below + number + ".yaml",
                ("extension: %d\nfirst_name: A\nlast_name: B\nauth_id: u%d\nauth_password: p%d\n" + phone + "\n")
                        .formatted(number, number, number));
    }
}
