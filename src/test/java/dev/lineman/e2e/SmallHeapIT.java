package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large fleet on a machine with little memory. */
class SmallHeapIT {
    private static final int PHONES = 1000;
    private static final int SETTINGS = 200;
    private static final int FIRST = 1000;
    private static final int PEOPLE = 10_000;
    private static final int EDITS = 8;

    @TempDir
    Path folder;

    @Test
    void aThousandPhonesNeedNoMoreThan64Megabytes() throws Exception {
        FixtureRoot root = new FixtureRoot(folder);
        for (int i = 0; i < PHONES; i++) {
            int number = FIRST + i;
            root.write("extensions.d/" + i % 10 + "/" + number + ".yaml", FixtureRoot.extension(number, "P" + number));
        }
        template(root, 1);
        try (RunningProcess agent = RunningProcess.startListening(root, List.of("-Xmx64m"))) {
            Deadline.await(
                    () -> assertThat(agent.adminRequest("readyz").statusCode()).isEqualTo(200));
            assertEveryPhoneHas(agent, 1);
            template(root, 2);
            Deadline.await(() -> assertThat(agent.get(name(FIRST))).startsWith("edition: 2\n"));
            assertEveryPhoneHas(agent, 2);
            assertThat(agent.err()).isEmpty();
        }
    }

    /** The phonebook is larger than the memory that the flags leave for buffers outside the heap. */
    @Test
    void aPhonebookOfTenMegabytesIsPublishedAgainAndAgain() throws Exception {
        FixtureRoot root = new FixtureRoot(folder);
        StringBuilder people = new StringBuilder();
        for (int i = 0; i < PEOPLE; i++) {
            people.append("- {extension: ").append(100_000 + i).append(", first_name: Zoë}\n");
        }
        root.write("extensions.d/people.yaml", people.toString());
        template(root, 1);
        root.write("templates/site/book.xml", """
                <doc><header><type>site-template</type><name>Book</name></header>
                <data><device><deviceconfig filename="book.xml" syntax="velocity"><![CDATA[
                #foreach($e in $extensions)
                $e.firstName $e.number %s
                #end
                ]]></deviceconfig></device></data></doc>
                """.formatted("at the only address of this house ".repeat(30)));
        List<String> flags = List.of("-Xmx64m", "-XX:MaxDirectMemorySize=8m");
        for (int start = 0; start < 2; start++) {
            try (RunningProcess agent = RunningProcess.startListening(root, flags)) {
                for (int edit = 0; edit < EDITS; edit++) {
                    String name = "Ada" + start + edit;
                    root.write("extensions.d/ada.yaml", FixtureRoot.extension(FIRST, name));
                    Deadline.await(() -> assertThat(agent.get(name(FIRST))).contains("name: " + name));
                    Deadline.await(() -> assertThat(book(root).startsWith(name + ' ' + FIRST))
                            .as("the book of %s", name)
                            .isTrue());
                    // An edit that changes no phonebook still has to move one that is stored in a sparse pack.
                    int version = 2 + EDITS * start + edit;
                    template(root, version);
                    Deadline.await(() -> assertThat(agent.get(name(FIRST))).startsWith("edition: " + version + "\n"));
                }
                assertThat(agent.out()).noneMatch(line -> line.contains("ERROR"));
                assertThat(agent.err()).isEmpty();
            }
        }
    }

    private static String book(FixtureRoot root) throws IOException {
        Path book = root.resolve("out/site/book.xml");
        return Files.exists(book) ? Files.readString(book) : "";
    }

    private static void assertEveryPhoneHas(RunningProcess agent, int version)
            throws IOException, InterruptedException {
        for (int number = FIRST; number < FIRST + PHONES; number++) {
            assertThat(agent.get(name(number)))
                    .startsWith("edition: " + version + "\nname: P" + number + " Doe\n")
                    .endsWith("setting" + SETTINGS + ": s" + number + "\n");
        }
    }

    private static String name(int number) {
        return "cfg" + FixtureRoot.mac(number);
    }

    private static void template(FixtureRoot root, int version) throws IOException {
        StringBuilder content = new StringBuilder("edition: " + version + "\n");
        content.append("name: %%extension_first_name%% %%extension_last_name%%\n");
        for (int i = 1; i <= SETTINGS; i++) {
            content.append("setting").append(i).append(": %%extension_auth_pw%%\n");
        }
        root.write("templates/phones/snom.xml", """
                <doc><header><type>phone-template</type><name>Snom 320</name></header>
                <data><device><deviceconfig filename="cfg%%mac_address%%"><![CDATA[
                """ + content + "]]></deviceconfig></device></data></doc>\n");
    }
}
