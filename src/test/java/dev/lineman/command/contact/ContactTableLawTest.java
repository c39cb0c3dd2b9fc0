package dev.lineman.command.contact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An import of an export gives the same contacts, and no table makes the import fail with an exception. */
class ContactTableLawTest {
    private static final String PATH = "extensions.d/a.yaml";
    private static final List<String> TEXTS = List.of(
            "A",
            "!text",
            "!secret x",
            "{}",
            "null",
            "a, b",
            "a;b",
            "x\"y",
            "=1+1",
            "@SUM(1)",
            "* b",
            ":::",
            "1.0E+2",
            "\u4e2d'");
    private static final List<String> NUMBERS =
            List.of("1", "0100", "+49 30 1", "*7#", "(030) 1-2/3", "sip:a@b.c", "a@b.c");

    private Random random = new Random(0);

    @Test
    void exportThenImportIsTheIdentity() {
        for (long seed = 0; seed < Rounds.of(100); seed++) {
            random = new Random(seed);
            ExtensionFile file = parse(contacts());
            for (boolean safe : new boolean[] {false, true}) {
                String csv = ContactExport.write(List.of(file), safe);
                CsvTable table = CsvTable.read("t.csv", csv.getBytes(UTF_8));
                assertThat(ContactTable.isContacts(table)).isTrue();
                ContactSource source = ContactTable.read("t.csv", table);
                assertThat(source.problems()).as("seed %d\n%s", seed, csv).isEmpty();
                ContactYaml page = new ContactYaml();
                source.contacts().forEach(page::add);
                assertThat(content(parse(page.text())))
                        .as("seed %d\n%s", seed, csv)
                        .isEqualTo(content(file));
            }
        }
    }

    @Test
    void anyTableGivesContactsOrProblems() {
        List<String> headings =
                List.of("name", "work", "phone 1 - value", "phone_1_type", "groups", "fax", "x", "file", "");
        for (long seed = 0; seed < Rounds.of(200); seed++) {
            random = new Random(seed);
            StringBuilder csv = new StringBuilder("work");
            for (int i = random.nextInt(9); i > 0; i--) {
                csv.append(',').append(any(headings));
            }
            for (int i = random.nextInt(60); i > 0; i--) {
                csv.append(any(List.of("\n", ",", ",", any(TEXTS), any(NUMBERS))));
            }
            CsvTable table = CsvTable.read("t.csv", csv.toString().getBytes(UTF_8));
            ContactSource source = ContactTable.read("t.csv", table);
            ContactYaml page = new ContactYaml();
            source.contacts().forEach(page::add);
            if (!source.contacts().isEmpty()) {
                assertThat(parse(page.text()).contacts()).as("seed %d", seed).hasSameSizeAs(source.contacts());
            }
        }
    }

    private static ExtensionFile parse(String yaml) {
        ReadResult result = new ExtensionReader().read(PATH, yaml.getBytes(UTF_8));
        assertThat(result.problems())
                .as(yaml)
                .noneMatch(problem -> problem.severity().isError());
        return (ExtensionFile) result.document();
    }

    private static List<String> content(ExtensionFile file) {
        return file.contacts().stream()
                .map(contact -> Contact.of(PATH, contact).content())
                .toList();
    }

    private String contacts() {
        StringBuilder yaml = new StringBuilder();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            List<String> parts = new ArrayList<>(List.of("last_name: " + text()));
            for (String key : List.of("first_name", "company", "department")) {
                if (random.nextBoolean()) {
                    parts.add(key + ": " + text());
                }
            }
            List<String> numbers = new ArrayList<>();
            for (NumberType type : NumberType.values()) {
                if (random.nextBoolean()) {
                    numbers.add(type.key() + ": '" + any(NUMBERS) + "'");
                }
            }
            parts.add("numbers: {other: '99999', " + String.join(", ", numbers) + "}");
            if (numbers.stream().anyMatch(number -> number.startsWith("other"))) {
                parts.set(parts.size() - 1, "numbers: {" + String.join(", ", numbers) + "}");
            }
            if (random.nextBoolean()) {
                parts.add(any(List.of("groups: " + text(), "groups: [A, " + text() + ", B]")));
            }
            if (random.nextInt(3) == 0) {
                parts.add("speed_dial: '*" + left + "'");
            }
            yaml.append("- contact: {").append(String.join(", ", parts)).append("}\n");
        }
        return yaml.toString();
    }

    private String text() {
        return '"' + any(TEXTS).replace("\"", "\\\"") + '"';
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
