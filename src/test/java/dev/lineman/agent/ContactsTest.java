package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts: people of phonebooks who are no extensions. */
class ContactsTest {
    private static final String ACME = "site/acme/book.txt";
    private static final String ZETA = "site/zeta/book.txt";
    private static final String REST = "site/book.txt";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void threeSites() {
        root = new TestRoot(folder);
        root.write(
                "templates/site/book.xml",
                TestRoot.template("site-template", "Book", "filename=\"book.txt\" syntax=\"velocity\"", """
                        #foreach($p in $people)
                        $p.displayName#foreach($n in $p.numbers) $n.type=$n.number#end#if($p.speedDial != "") *$p.speedDial#end
                        #end
                        #foreach($g in $groups)
                        $g.name:#foreach($p in $g.people) $p.displayName#end
                        #end
                        """));
        root.write("extensions.d/100.yaml", "{extension: 100, first_name: Root, last_name: User}");
        root.write("extensions.d/acme/_defaults.yaml", "site: acme");
        root.write("extensions.d/acme/100.yaml", "{extension: 100, first_name: Ann, last_name: Acme}");
        root.write("extensions.d/zeta/_defaults.yaml", "site: zeta");
        root.write("extensions.d/zeta/100.yaml", "{extension: 100, first_name: Zoe, last_name: Zeta}");
    }

    /** Runs until idle, and checks that a first run makes the same. */
    private TestRoot.CycleWork run() {
        TestRoot.CycleWork work = root.runUntilIdle();
        TestRoot scratch = root.fromScratch();
        assertThat(scratch.files()).isEqualTo(root.files());
        assertThat(scratch.problems()).isEqualTo(root.problems());
        return work;
    }

    private void assertProblems(String... lines) {
        assertThat(root.problems()).extracting(Object::toString).isEqualTo(List.of(lines));
    }

    @Test
    void aContactStandsBesideExtensionsInAFileOrAList() {
        root.write("extensions.d/acme/more.yaml", """
                extension: 101
                first_name: Bea
                ---
                contact:
                  first_name: Max
                  last_name: Muster
                  company: Muster GmbH
                  numbers: {work: +49 30/1234-5, mobile: (0171) 1, home: "030 9", other: max@example.com}
                  groups: [Suppliers, Print]
                  speed_dial: 7
                ---
                - {extension: 102, first_name: Cid}
                - contact: {company: Taxi, numbers: {work: 110}, groups: Suppliers}
                """);
        run();
        assertProblems();
        assertThat(root.files()).containsEntry(ACME, """
                Ann Acme work=100
                Bea work=101
                Cid work=102
                Max Muster work=+493012345 mobile=01711 home=0309 other=max@example.com *7
                Taxi work=110
                Print: Max Muster
                Suppliers: Max Muster Taxi
                """);
        assertThat(root.files().get(ZETA)).isEqualTo("Zoe Zeta work=100\n");
    }

    @Test
    void aContactOfASiteIsInItsPhonebookAndOneWithoutASiteInAll() {
        root.write("extensions.d/people/fleet.yaml", "contact: {first_name: Fleet, numbers: {work: 1}}");
        root.write("extensions.d/acme/deep/own.yaml", "contact: {first_name: Own, numbers: {work: 2}}");
        run();
        assertProblems();
        assertThat(root.files()).containsEntry(REST, "Fleet work=1\nRoot User work=100\n");
        assertThat(root.files()).containsEntry(ACME, "Ann Acme work=100\nFleet work=1\nOwn work=2\n");
        assertThat(root.files()).containsEntry(ZETA, "Fleet work=1\nZoe Zeta work=100\n");

        root.write("extensions.d/people/_defaults.yaml", "site: zeta");
        run();
        assertThat(root.files()).containsEntry(REST, "Root User work=100\n");
        assertThat(root.files()).containsEntry(ACME, "Ann Acme work=100\nOwn work=2\n");
        assertThat(root.files()).containsEntry(ZETA, "Fleet work=1\nZoe Zeta work=100\n");

        root.delete("extensions.d/acme/deep/own.yaml");
        run();
        assertThat(root.files()).containsEntry(ACME, "Ann Acme work=100\n");
    }

    @Test
    void aChangedContactRendersTheFilesOfItsSitesAlone() {
        root.write("extensions.d/acme/own.yaml", "contact: {first_name: Own, numbers: {work: 2}}");
        root.write("extensions.d/fleet.yaml", "contact: {first_name: Fleet, numbers: {work: 1}}");
        run();
        root.write("extensions.d/acme/own.yaml", "contact: {first_name: Owen, numbers: {work: 2}}");
        TestRoot.CycleWork own = run();
        assertThat(own.rendered()).isEqualTo(1);
        assertThat(own.written()).containsExactly(ACME);
        root.write("extensions.d/acme/own.yaml", "# moved\ncontact: {first_name: Owen, numbers: {work: \"2\"}}");
        assertThat(run().rendered()).isZero();
        root.write("extensions.d/fleet.yaml", "contact: {first_name: Fleet, numbers: {home: 1}}");
        TestRoot.CycleWork fleet = run();
        assertThat(fleet.rendered()).isEqualTo(3);
        assertThat(fleet.written()).containsExactly(ACME, REST, ZETA);
    }

    @Test
    void aFileWithAnErrorKeepsItsLastContacts() {
        root.write("extensions.d/acme/own.yaml", "contact: {first_name: Own, numbers: {work: 2}}");
        run();
        String good = root.files().get(ACME);
        root.write("extensions.d/acme/own.yaml", "contact: {first_nam: Own, numbers: {work: 2}}");
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(ACME, good);
        assertProblems("extensions.d/acme/own.yaml:1:11: error: unknown key 'first_nam' in a contact; did you mean"
                + " 'first_name'?");
    }

    @Test
    void eachMistakeHasAProblemWithItsPlaceAndARemedy() {
        root.write("extensions.d/a.yaml", """
                - contact: {numbers: {work: 1}}
                - contact: {first_name: A}
                - contact: {first_name: A, numbers: {}}
                - contact: {first_name: A, work: 1}
                - contact: {first_name: A, numbers: {work: x, cell: 2}}
                - contact: {first_name: A, numbers: {work: 1}, speed_dial: one}
                - contact: {first_name: A, numbers: {work: 1}, extension: 5}
                - {contact: {first_name: A, numbers: {work: 1}}, extension: 5}
                - contact: Max
                - contcat: {first_name: A, numbers: {work: 1}}
                - contact:
                - contact: {first_name: "", company: " ", numbers: {work: 1}}
                - contact: {first_name: A, numbers: {work: "", mobile: " "}}
                """);
        root.runUntilIdle();
        assertProblems(
                "extensions.d/a.yaml:1:12: error: a contact needs a name: add 'first_name', 'last_name' or 'company'",
                "extensions.d/a.yaml:2:12: error: a contact needs a number: add 'numbers', such as {work: +49 30 123456}",
                "extensions.d/a.yaml:3:12: error: a contact needs a number: add 'numbers', such as {work: +49 30 123456}",
                "extensions.d/a.yaml:4:28: error: 'work' belongs below 'numbers:'",
                "extensions.d/a.yaml:5:44: error: 'work' is not a telephone number; write one such as +49 30 123456, or a"
                        + " SIP address such as anna@example.com",
                "extensions.d/a.yaml:5:47: error: unknown key 'cell' in 'numbers', which has work, mobile, home, other",
                "extensions.d/a.yaml:6:60: error: 'speed_dial' has digits, '*' and '#', such as 7",
                "extensions.d/a.yaml:7:48: error: a contact has no 'extension': write it below 'numbers:', such as {work: +49"
                        + " 30 123456}",
                "extensions.d/a.yaml:8:50: error: 'extension' cannot stand beside 'contact': write an extension and a"
                        + " contact one after the other, with '---' or '- ' between them",
                "extensions.d/a.yaml:9:12: error: 'contact' is a mapping of names and values",
                "extensions.d/a.yaml:10:3: error: the number is missing: add 'extension: NUMBER'",
                "extensions.d/a.yaml:10:3: error: unknown key 'contcat' in an extension; did you mean 'contact'?",
                "extensions.d/a.yaml:11:3: error: 'contact' has no value: add a name and 'numbers'",
                "extensions.d/a.yaml:12:12: error: a contact needs a name: add 'first_name', 'last_name' or 'company'",
                "extensions.d/a.yaml:13:12: error: a contact needs a number: add 'numbers', such as {work: +49 30 123456}");
    }

    @Test
    void aKeyThatAContactDoesNotHaveSaysWhatToWrite() {
        root.write("extensions.d/a.yaml", """
                - contact: {site: acme, company: A, numbers: {work: 1}}
                - contact: {listed: false, company: A, numbers: {work: 1}}
                - contact: {name: A, numbers: {work: 1}}
                - contact: {company: A, phone: 1}
                - contact: {company: A, numbers: {work: 1}, email: a@example.com}
                - contact: {company: A, numbers: {work: 1}, vars: {}}
                - contact: {company: A, numbers: {work: 1}, compani: A}
                - {extension: 5, numbers: {work: 1}}
                """);
        root.runUntilIdle();
        String keys = "a contact has first_name, last_name, company, department, numbers, groups, speed_dial";
        assertProblems(
                "extensions.d/a.yaml:1:13: error: a contact has no 'site': a contact belongs to the site of its folder:"
                        + " move it to a folder of that site",
                "extensions.d/a.yaml:2:13: error: a contact has no 'listed': phonebooks always have a contact: remove the"
                        + " key, or the contact",
                "extensions.d/a.yaml:3:13: error: a contact has no 'name': write 'first_name' and 'last_name', or"
                        + " 'company'",
                "extensions.d/a.yaml:4:25: error: a contact has no 'phone': write it below 'numbers:', such as {work: +49"
                        + " 30 123456}",
                "extensions.d/a.yaml:5:45: error: unknown key 'email' in a contact; " + keys,
                "extensions.d/a.yaml:6:45: error: a contact has no 'vars': remove it; " + keys,
                "extensions.d/a.yaml:7:45: error: unknown key 'compani' in a contact; did you mean 'company'?",
                "extensions.d/a.yaml:8:18: error: 'numbers' belongs below 'contact:'; an extension has 'mobile'");
    }

    @Test
    void anEmptyGroupIsAWarning() {
        root.write(
                "extensions.d/acme/a.yaml",
                "contact: {first_name: A, numbers: {work: 1}, groups: ['', ' ', ~, Print]}");
        root.write("extensions.d/acme/101.yaml", "{extension: 101, first_name: B, groups: ['']}");
        root.write("extensions.d/acme/_defaults.yaml", "{site: acme, codecs: [PCMA, '']}");
        run();
        String end = " is empty and has no effect; remove it";
        assertProblems(
                "extensions.d/acme/101.yaml:1:42: warning: this item of 'groups'" + end,
                "extensions.d/acme/_defaults.yaml:1:29: warning: this item of 'codecs'" + end,
                "extensions.d/acme/a.yaml:1:55: warning: this item of 'groups'" + end,
                "extensions.d/acme/a.yaml:1:59: warning: this item of 'groups'" + end,
                "extensions.d/acme/a.yaml:1:64: warning: this item of 'groups'" + end);
        assertThat(root.files().get(ACME)).contains("Print: A\n");
    }

    @Test
    void theFirstOfTwoContactsOfASiteKeepsASpeedDial() {
        root.write("extensions.d/acme/b.yaml", "contact: {first_name: B, numbers: {work: 2}, speed_dial: 7}");
        root.write("extensions.d/zeta/c.yaml", "contact: {first_name: C, numbers: {work: 3}, speed_dial: 7}");
        run();
        assertProblems();
        root.write("extensions.d/acme/a.yaml", "contact: {first_name: A, numbers: {work: 1}, speed_dial: 7}");
        run();
        assertProblems(
                "extensions.d/acme/b.yaml:1:58: error: speed dial 7 is already at extensions.d/acme/a.yaml:1:58, so this"
                        + " contact has none in the phonebooks of site acme; give one of them another, or remove it");
        assertThat(root.files().get(ACME)).contains("A work=1 *7\n", "B work=2\n");
        root.write("extensions.d/zz.yaml", "contact: {first_name: F, numbers: {work: 4}, speed_dial: 7}");
        run();
        assertThat(root.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .hasToString("extensions.d/zz.yaml:1:58: error: speed dial 7 is already at"
                                + " extensions.d/acme/a.yaml:1:58 and extensions.d/zeta/c.yaml:1:58, so this contact has"
                                + " none in the phonebooks of the sites acme and zeta; give one of them another, or remove"
                                + " it"));
        assertThat(root.files().get(ACME)).contains("F work=4\n");
        assertThat(root.files().get(ZETA)).contains("F work=4\n", "C work=3 *7\n");
        assertThat(root.files().get(REST)).contains("F work=4 *7\n");
        root.delete("extensions.d/acme/a.yaml");
        root.delete("extensions.d/zz.yaml");
        run();
        assertProblems();
        assertThat(root.files().get(ACME)).contains("B work=2 *7\n");
    }

    @Test
    void aContactThatOccursTwiceIsAWarning() {
        root.write("extensions.d/acme/a.yaml", "contact: {first_name: A, numbers: {work: 12}}");
        root.write("extensions.d/acme/b.yaml", "contact: {first_name: A, numbers: {work: 1-2}, groups: [x]}");
        root.write("extensions.d/zeta/c.yaml", "contact: {first_name: A, numbers: {work: 12}}");
        run();
        assertProblems("extensions.d/acme/b.yaml:1:23: warning: this contact is already at"
                + " extensions.d/acme/a.yaml:1:23, so it is twice in the phonebooks of site acme; remove one of them");
        root.write("extensions.d/zz.yaml", "contact: {first_name: A, numbers: {work: 13}}");
        root.write("extensions.d/zzz.yaml", "contact: {first_name: A, numbers: {work: 13}}");
        root.delete("extensions.d/acme/b.yaml");
        run();
        assertProblems(
                "extensions.d/zzz.yaml:1:23: warning: this contact is already at extensions.d/zz.yaml:1:23, so it is"
                        + " twice in the phonebooks of all sites; remove one of them");
        root.delete("extensions.d/zz.yaml");
        root.delete("extensions.d/zzz.yaml");
        root.write("extensions.d/acme/b.yaml", "contact: {first_name: A, numbers: {work: 13}}");
        run();
        assertProblems();
    }

    @Test
    void aContactOfASiteWithoutExtensionsIsAWarning() {
        root.write("extensions.d/beta/_defaults.yaml", "site: beta");
        root.write("extensions.d/beta/a.yaml", "contact: {first_name: A, numbers: {work: 12}}");
        run();
        assertProblems("extensions.d/beta/a.yaml:1:23: warning: site beta has no extensions, so no phonebook has this"
                + " contact; correct the site of its folder, or add an extension");
        root.write("extensions.d/beta/1.yaml", "extension: 1");
        run();
        assertProblems();
    }

    @Test
    void aNameCanBeASecret() {
        root.write("secrets.yaml", "vip: Prime Minister");
        root.write("extensions.d/acme/a.yaml", "contact: {last_name: !secret vip, numbers: {work: 12}}");
        run();
        assertThat(root.files().get(ACME)).contains("Prime Minister work=12\n");
        root.write("secrets.yaml", "vip: King");
        run();
        assertThat(root.files().get(ACME)).contains("King work=12\n");
    }
}
