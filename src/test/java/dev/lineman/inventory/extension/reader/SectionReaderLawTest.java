package dev.lineman.inventory.extension.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.input.Document;
import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.ExtensionFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A file that is read by sections, with those of its last good version, has the content and the problems of the whole file. */
class SectionReaderLawTest {
    private static final int SCRIPTS = Rounds.of(1500);
    private static final int EDITS = 12;
    private static final String PATH = "extensions.d/all.yaml";

    /** Parts that a file consists of. In them, # is a number and ~ begins a comment. */
    private static final List<String> GOOD_DOCUMENTS = List.of(
            "---\nextension: #\nfirst_name: Ann\n",
            "---\nextension: #\nphone: {mac: 0004132466#, model: X}\nvars:\n  a: b\n",
            "---\ncontact: {last_name: Zoë, numbers: {work: '#'}}\n",
            "---\nextension: #\nphones:\n- mac: 0004132467#\n- mac: 0004132468#\n  line: 2\n",
            "---\n~ a comment\nextension: #\nvars:\n  text: >-\n    block\n    more\n\n  folded: >-\n    a\n    - b\n",
            "---\n- extension: #\n  last_name: \"two\n    lines\"\n",
            "--- ~ comment\n- {extension: #, label: '---'}\n~ between\n- extension: 9#\n\n",
            "---\nextension: #\nvars:\n  x: a ~b\n",
            "---\nextension: #\r\nlast_name: CRLF\r\n",
            "---\n  - extension: #\n  - extension: 8#\n    blf:\n    - number: 1\n    - number: 2\n",
            "---\nextension: &n #\nvars: {n: *n}\n");

    private static final List<String> GOOD_ITEMS = List.of(
            "- extension: #\n  first_name: Ann\n",
            "- extension: #\n  phones:\n  - mac: 0004132467#\n  - mac: 0004132468#\n    line: 2\n",
            "- contact:\n    last_name: Zoë\n    numbers: {work: '#'}\n",
            "~ a comment\n- extension: #\n  vars:\n    x: a ~b\n",
            "-\n  extension: #\n  vars:\n    text: >-\n      - block\n\n",
            "- extension: #\n  vars: {a: [\n");

    private static final List<String> STRANGE = List.of(
            "- extension: #\n",
            "---\n",
            "...\n",
            "%YAML 1.1\n---\nextension: #\n",
            "\n\n",
            "~ x\n",
            "extension: #\n",
            "---\nextension: \"open\n",
            "---\nextension: {\n- a\n",
            "- *n\n",
            "- &n {extension: #}\n",
            "--- |\n extension\n",
            "--- - extension: #\n",
            " - extension: #\n",
            "\textension: #\n",
            "---\nextension: #\nextension: #\n",
            "---\nfrist_name: #\n",
            "last_name: a\rb\n",
            "---\nextension: #\nlast_name: 'it is\n- one'\n",
            "---\r\n",
            "'\n",
            "\uFEFF",
            "\uFFFD\n",
            "\u0085\n",
            "---\nextension: #\nphone: {mac: 0004132466#, model: X ~y}\n",
            "---\n!secret\n",
            "--- \n-\n-\n");

    private int read;
    private int reused;

    @Test
    void aFileReadBySectionsIsTheFileReadAsAWhole() {
        for (int seed = 0; seed < SCRIPTS; seed++) {
            check(seed);
        }
        assertThat(read).as("files read by sections").isGreaterThan(SCRIPTS);
        assertThat(reused).as("with the sections of good versions").isGreaterThan(SCRIPTS);
    }

    @Test
    void theGoodPartsAreGood() {
        GOOD_DOCUMENTS.forEach(part -> assertThat(new ExtensionReader()
                        .readWhole(PATH, part(List.of(part), new Random(1)).getBytes(UTF_8))
                        .document())
                .as(part)
                .isNotNull());
        GOOD_ITEMS
                .subList(0, GOOD_ITEMS.size() - 1)
                .forEach(part -> assertThat(new ExtensionReader()
                                .readWhole(
                                        PATH, part(List.of(part), new Random(1)).getBytes(UTF_8))
                                .document())
                        .as(part)
                        .isNotNull());
    }

    private void check(int seed) {
        Random random = new Random(seed);
        ExtensionReader reader = new ExtensionReader();
        List<String> parts = new ArrayList<>();
        List<String> usual = random.nextInt(3) == 0 ? GOOD_ITEMS.subList(0, GOOD_ITEMS.size() - 1) : GOOD_DOCUMENTS;
        for (int i = 1 + random.nextInt(7); i > 0; i--) {
            parts.add(part(usual, random));
        }
        Document good = null;
        for (int edit = 0; edit < EDITS; edit++) {
            byte[] content = content(parts, random);
            ReadResult whole = reader.readWhole(PATH, content);
            ReadResult bySections = reader.read(PATH, content, good);
            assertThat(bySections)
                    .as("seed %d, edit %d: %s", seed, edit, new String(content, UTF_8))
                    .isEqualTo(whole);
            if (bySections.document() instanceof ExtensionFile file) {
                read += file.sections() == null ? 0 : 1;
                reused += file.sections() != null && good instanceof ExtensionFile last && last.sections() != null
                        ? 1
                        : 0;
                good = file;
            }
            edit(parts, usual, random);
        }
    }

    private static void edit(List<String> parts, List<String> usual, Random random) {
        int at = random.nextInt(parts.size());
        switch (random.nextInt(9)) {
            case 0, 1 -> parts.add(at, part(usual, random));
            case 2 -> parts.add(part(GOOD_ITEMS, random));
            case 3 -> parts.add(at, part(STRANGE, random));
            case 4 -> parts.add(at, parts.get(random.nextInt(parts.size())));
            case 5 -> parts.add(parts.remove(at));
            case 6 -> parts.set(at, part(usual, random));
            default -> {
                if (parts.size() > 1) {
                    parts.remove(at);
                }
            }
        }
    }

    private static String part(List<String> pool, Random random) {
        return pool.get(random.nextInt(pool.size()))
                .replace("#", String.valueOf(10 + random.nextInt(90)))
                .replace('~', '#');
    }

    /** The bytes of the parts; sometimes with other line ends, without the last one, cut off, or not in UTF-8. */
    private static byte[] content(List<String> parts, Random random) {
        String text = String.join("", parts);
        return switch (random.nextInt(20)) {
            case 0 -> text.replace("\r", "").replace("\n", "\r\n").getBytes(UTF_8);
            case 1 -> text.stripTrailing().getBytes(UTF_8);
            case 2 -> Arrays.copyOf(text.getBytes(UTF_8), random.nextInt(text.length()) + 1);
            case 3 -> text.getBytes(StandardCharsets.ISO_8859_1);
            case 4 -> ('\uFEFF' + text).getBytes(UTF_8);
            default -> text.getBytes(UTF_8);
        };
    }
}
