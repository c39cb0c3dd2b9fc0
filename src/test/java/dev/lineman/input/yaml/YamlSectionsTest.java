package dev.lineman.input.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class YamlSectionsTest {
    private static final String FILE = "a: 1\n---\nb: 2\n---\nc: " + "3".repeat(100) + "\n---\nd: 4\n";

    private static @Nullable YamlSections sections(String text) {
        return YamlSections.of(text.getBytes(UTF_8));
    }

    /** The texts of the sections; empty if the file is read as a whole. */
    private static List<String> texts(String text) {
        YamlSections sections = sections(text);
        List<String> texts = new ArrayList<>();
        for (int i = 0; sections != null && i < sections.size(); i++) {
            texts.add(sections.text(i));
        }
        return texts;
    }

    @Test
    void documentsAndItemsOfListsAreSections() {
        assertThat(texts("a: 1\n---\nb:\n- 2\n- 3\n--- # c\nd: 4"))
                .containsExactly("a: 1\n", "---\nb:\n- 2\n- 3\n", "--- # c\nd: 4");
        assertThat(texts("# c\n- a: 1\n  b:\n  - 2\n- c\n-\n  d\n"))
                .containsExactly("# c\n- a: 1\n  b:\n  - 2\n", "- c\n", "-\n  d\n");
        assertThat(texts("  - a\n  - b\r\n    - c\n---\n- d\n- e\n"))
                .containsExactly("  - a\n", "  - b\r\n    - c\n", "---\n- d\n", "- e\n");
        assertThat(texts("--- {a: 1}\n- b\n- c\n---\n")).containsExactly("--- {a: 1}\n- b\n- c\n", "---\n");
    }

    @Test
    void sectionsKnowTheLinesAboveThem() {
        YamlSections sections = requireNonNull(sections("a\r\nb\r\n---\nc\n---\n"));
        assertThat(List.of(sections.line(0), sections.line(1), sections.line(2)))
                .containsExactly(0, 2, 4);
    }

    @Test
    void otherFilesAreReadAsAWhole() {
        for (String text : List.of(
                "",
                "a: 1\n",
                "- a\n",
                "- a\n...\n- b\n",
                "%YAML 1.1\n---\na\n",
                "a\r---\nb\n",
                "- " + "a".repeat(1 << 20) + "\n- b\n")) {
            assertThat(sections(text)).as(text).isNull();
        }
    }

    @Test
    void aVersionWithTheSameLastSectionHasTheSameEnd() {
        YamlSections sections = requireNonNull(sections(FILE));
        assertThat(sections.hasSameEnd(FILE.replace("a: 1", "a: one").getBytes(UTF_8)))
                .isTrue();
        assertThat(sections.hasSameEnd(FILE.replace("a: 1", "a: 2").getBytes(UTF_8)))
                .isTrue();
        for (int length = 0; length < FILE.length(); length++) {
            assertThat(sections.hasSameEnd(FILE.substring(0, length).getBytes(UTF_8)))
                    .as(FILE.substring(0, length))
                    .isFalse();
        }
        assertThat(sections.hasSameEnd(FILE.replace("d: 4", "d: 5").getBytes(UTF_8)))
                .isFalse();
        assertThat(sections.hasSameEnd("d: 4\n".getBytes(UTF_8))).isFalse();
    }

    @Test
    void aVersionThatOverwritesMuchOfTheOldOneIsNotKnownToBeComplete() {
        String old = FILE.replace("a: 1", "a: " + "x".repeat(10_000));
        YamlSections sections = requireNonNull(sections(old));
        assertThat(sections.hasSameEnd(
                        old.replace("x".repeat(5000), "y".repeat(5000)).getBytes(UTF_8)))
                .isFalse();
        assertThat(sections.hasSameEnd(
                        old.replace("x".repeat(5000), "y".repeat(4999)).getBytes(UTF_8)))
                .isTrue();
    }
}
