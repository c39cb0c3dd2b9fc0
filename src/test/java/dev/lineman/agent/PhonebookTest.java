package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.Cycle;
import dev.lineman.build.State;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A phonebook of a large fleet stays within the limits of templates and is rendered after the files of phones.
 */
class PhonebookTest {
    private static final int EXTENSIONS = 10_000;
    private static final int PER_FILE = 1_000;
    /** Long enough that ten thousand entries make ten megabytes. */
    private static final String ADDRESS = "everybody in the house, at its only address; ".repeat(22);

    private static final String BOOK = "site/phonebook.xml";
    private static final String ADA = "provisioning/0004f2000001.cfg";
    private static final String BEN = "provisioning/0004f2000002.cfg";

    @TempDir
    Path root;

    private final MemoryStore store = new MemoryStore();
    private Cycle cycle;

    @BeforeEach
    void writeALargeFleet() throws IOException {
        for (int from = 0; from < EXTENSIONS; from += PER_FILE) {
            StringBuilder yaml = new StringBuilder();
            for (int i = from; i < from + PER_FILE; i++) {
                yaml.append("- {extension: ").append(100_000 + i).append(", first_name: Zoë, last_name: Example}\n");
            }
            write("extensions.d/" + from + ".yaml", yaml.toString());
        }
        phone("ada", "1", "Ada");
        phone("ben", "2", "Ben");
        write(
                "templates/phones/desk.xml",
                TestRoot.template(
                        "phone-template", "Desk", "filename=\"%%mac_address%%.cfg\"", "%%extension_first_name%%"));
        write(
                "templates/site/phonebook.xml",
                TestRoot.template(
                        "site-template", "Phonebook", "filename=\"phonebook.xml\" syntax=\"velocity\"", """
                        <phonebook>
                        #foreach($e in $extensions)
                        <entry at="ADDRESS"><name>$e.lastName, $e.firstName</name><number>$e.number</number></entry>
                        #end
                        </phonebook>
                        """.replace(
                                        "ADDRESS", ADDRESS)));
        cycle = Cycles.of(root, store);
    }

    @Test
    void aPhonebookOfTenMegabytesIsRenderedAfterThePhoneFiles() throws IOException {
        Cycle.CycleRun first = cycle.run(State.of(OutputIndex.empty()), Cycles.EVERYTHING);
        assertThat(paths(first)).containsExactlyInAnyOrder(ADA, BEN);

        Cycle.CycleRun second = cycle.run(first.state(), List.of());
        assertThat(paths(second)).containsExactly(BOOK);
        assertThat(second.state().pending().scheduled()).isEmpty();
        assertThat(second.state().problems()).isEmpty();
        Map<String, String> files = store.files();
        assertThat(files.get(BOOK)).hasSizeGreaterThan(10_000_000).contains("Example, Zoë", ", Ada", "</phonebook>");

        phone("ada", "1", "Adele");
        Cycle.CycleRun edited = cycle.run(second.state(), Cycles.EVERYTHING);
        assertThat(paths(edited)).containsExactly(ADA);
        assertThat(edited.counters().rendered()).isEqualTo(1);
        assertThat(store.files().get(BOOK)).isEqualTo(files.get(BOOK));

        // The phonebook contains the edit in between: it is rendered once for both.
        phone("ben", "2", "Benno");
        Cycle.CycleRun both = cycle.run(edited.state(), Cycles.EVERYTHING);
        assertThat(paths(both)).containsExactlyInAnyOrder(BEN, BOOK);
        assertThat(both.counters().rendered()).isEqualTo(2);
        assertThat(both.state().pending().scheduled()).isEmpty();
        assertThat(store.files().get(BOOK)).contains(", Adele", ", Benno");

        write("extensions.d/ada.yaml", person("1", "Adele").replace("auth_password: x", "auth_password: y"));
        Cycle.CycleRun password = cycle.run(both.state(), Cycles.EVERYTHING);
        assertThat(password.counters().rendered()).isEqualTo(0);
        assertThat(password.state().pending().scheduled()).isEmpty();
    }

    private void phone(String file, String mac, String name) throws IOException {
        write("extensions.d/" + file + ".yaml", person(mac, name));
    }

    private static String person(String mac, String name) {
        return "extension: 9" + mac + "\nfirst_name: " + name + "\nlast_name: Example\nauth_id: x\nauth_password: x\n"
                + "pbx_ip: 10.0.0.1\nphone: {mac: 0004f200000" + mac + ", model: Desk}\n";
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static List<String> paths(Cycle.CycleRun step) {
        return step.plan().writes().stream().map(Output::path).toList();
    }
}
