package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The people and groups that site templates show: who is in a phonebook, with what, and in which order. */
class PeopleTest {
    private static final String DEFAULTS = "extensions.d/_defaults.yaml";
    private static final String BOOK = "site/book.txt";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void aPhonebook() {
        root = new TestRoot(folder);
        book("""
                #foreach($p in $people)
                $p.displayName:#foreach($n in $p.numbers) $n.type=$n.number#end
                #end
                """);
    }

    private void book(String content) {
        root.write(
                "templates/site/book.xml",
                TestRoot.template("site-template", "Book", "filename=\"book.txt\" syntax=\"velocity\"", content));
    }

    private void assertBook(String content) {
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(BOOK, content);
        assertThat(root.problems()).isEmpty();
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
    }

    private void threePeople() {
        root.write("extensions.d/people.yaml", """
                - {extension: 12, first_name: Zoë, last_name: Adler, mobile: "+49 (171) 12-34/5"}
                - {extension: 11, first_name: Anna, last_name: Öztürk}
                - {extension: 10, first_name: Ben, last_name: Zander}
                """);
    }

    @Test
    void peopleAreInTheOrderOfTheirLastNamesByTheRulesOfTheLanguage() {
        threePeople();
        assertBook("Zoë Adler: work=12 mobile=+4917112345\nAnna Öztürk: work=11\nBen Zander: work=10\n");
        root.write(DEFAULTS, "options: {language: Swedish}\n");
        root.runUntilIdle();
        assertThat(root.files())
                .containsEntry(
                        BOOK, "Zoë Adler: work=12 mobile=+4917112345\nBen Zander: work=10\nAnna Öztürk: work=11\n");
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
    }

    @Test
    void theLanguageIsThatOfMostExtensions() {
        threePeople();
        root.write("extensions.d/se/_defaults.yaml", "options: {Language: Swedish}\n");
        root.write("extensions.d/se/1.yaml", "extension: 20\n");
        root.runUntilIdle();
        assertThat(root.files().get(BOOK)).endsWith("Ben Zander: work=10\nAnna Öztürk: work=11\n");
        root.write(DEFAULTS, "options: {language: German}\n");
        root.runUntilIdle();
        assertThat(root.files().get(BOOK)).endsWith("Anna Öztürk: work=11\nBen Zander: work=10\n");
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
    }

    @Test
    void aFolderCanSortByFirstName() {
        threePeople();
        root.write(DEFAULTS, "phonebook_sort: first_name\n");
        assertBook("Anna Öztürk: work=11\nBen Zander: work=10\nZoë Adler: work=12 mobile=+4917112345\n");
        root.write(DEFAULTS, "phonebook_sort: last_name\n");
        assertBook("Zoë Adler: work=12 mobile=+4917112345\nAnna Öztürk: work=11\nBen Zander: work=10\n");
    }

    @Test
    void equalNamesAreInTheOrderOfTheirNumbersAndAShortNameIsFirst() {
        root.write("extensions.d/people.yaml", """
                - {extension: 3, first_name: Bo, last_name: Lin}
                - {extension: 2, first_name: Zoe, last_name: Li}
                - {extension: 9, first_name: Bo, last_name: Lin}
                - {extension: 1, last_name: Reception}
                - {extension: 4, first_name: Lobby}
                """);
        assertBook("Zoe Li: work=2\nBo Lin: work=3\nBo Lin: work=9\nLobby: work=4\nReception: work=1\n");
    }

    @Test
    void peopleWithoutANameAndThoseThatAreNotListedAreLeftOut() {
        threePeople();
        root.write("extensions.d/1.yaml", "{extension: 1, label: Door, company: ACME}");
        root.write("extensions.d/2.yaml", "{extension: 2, first_name: Secret, listed: false}");
        root.write("extensions.d/hidden/_defaults.yaml", "listed: false\n");
        root.write("extensions.d/hidden/3.yaml", "{extension: 3, first_name: Hidden}");
        root.write("extensions.d/hidden/4.yaml", "{extension: 4, first_name: Shown, listed: true}");
        assertBook("Zoë Adler: work=12 mobile=+4917112345\nAnna Öztürk: work=11\nShown: work=4\nBen Zander: work=10\n");
    }

    @Test
    void aPersonHasACompanyADepartmentAndGroups() {
        book("""
                #foreach($p in $people)
                $p.lastName, $p.firstName ($p.company, $p.department)#foreach($g in $p.groups) [$g]#end#foreach($n in $p.groupNumbers) $n#end
                #end
                #foreach($g in $groups)
                $g.name:#foreach($p in $g.people) $p.displayName#end ($g.people.size())
                #end
                """);
        root.write(DEFAULTS, "{company: ACME, department: Sales, groups: [Sales, All]}");
        root.write("extensions.d/1.yaml", "{extension: 1, first_name: A, last_name: B}");
        root.write("extensions.d/2.yaml", "{extension: 2, last_name: C, company: '', department: IT, groups: Board}");
        root.write("extensions.d/3.yaml", "{extension: 3, last_name: D, groups: []}");
        assertBook("""
                B, A (ACME, Sales) [Sales] [All] 1 3
                C,  (, IT) [Board] 2
                D,  (ACME, Sales)
                All: A B (1)
                Board: C (1)
                Sales: A B (1)
                """);
    }

    @Test
    void onlyWhatAPhonebookShowsRendersItAgain() {
        threePeople();
        root.runUntilIdle();
        root.write("extensions.d/people.yaml", """
                - {extension: 12, first_name: Zoë, last_name: Adler, mobile: "+4917112345", auth_id: x, label: L}
                - {extension: 11, first_name: Anna, last_name: Öztürk, vars: {a: b}}
                - {extension: 10, first_name: Ben, last_name: Zander, listed: true}
                """);
        // 'listed: true' is the default, but the file is compared as it is written.
        assertThat(root.runUntilIdle().written()).isEmpty();
        root.write("extensions.d/x.yaml", "extension: 99\n");
        root.runUntilIdle();
        root.write("extensions.d/x.yaml", "{extension: 99, auth_id: z}");
        assertThat(root.runUntilIdle().rendered()).isZero();
        root.write("extensions.d/x.yaml", "{extension: 99, mobile: 123, first_name: X}");
        assertThat(root.runUntilIdle().rendered()).isEqualTo(1);
        assertThat(root.files().get(BOOK)).contains("X: work=99 mobile=123\n");
    }

    @Test
    void aNumberThatIsNoneIsAnErrorWithAnExample() {
        root.write("extensions.d/1.yaml", "{extension: 1, first_name: A, mobile: none}");
        root.write("extensions.d/2.yaml", "{extension: 2, first_name: B, mobile: +49 (0)171 1}");
        root.write("extensions.d/_defaults.yaml", "phonebook_sort: number\n");
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "extensions.d/1.yaml:1:39: error: 'mobile' is not a telephone number; write one such as"
                                + " +49 30 123456, or a SIP address such as anna@example.com",
                        "extensions.d/2.yaml:1:39: error: 'mobile' has a (0) behind the code of the country, which phones"
                                + " would dial; remove it",
                        "extensions.d/_defaults.yaml:1:17: error: 'phonebook_sort' is last_name or first_name");
    }
}
