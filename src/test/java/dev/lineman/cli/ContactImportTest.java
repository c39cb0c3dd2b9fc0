package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} and {@code export} of contacts over a real folder. */
class ContactImportTest {
    @TempDir
    private Path folder;

    private Path root;
    private Terminal terminal;
    private Path csv;

    @BeforeEach
    void aRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        terminal = new Terminal(root);
        csv = folder.resolve("people.csv");
        Files.createDirectories(root.resolve("templates/phones"));
    }

    private int imports(String table, String... options) throws IOException {
        Files.writeString(csv, table);
        return terminal.run(Stream.concat(Stream.of("import", csv.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private Path people() {
        return root.resolve("extensions.d/people.yaml");
    }

    @Test
    void aTableOfNumbersBecomesContactsInOneFile() throws IOException {
        assertThat(imports("""
                        first_name,last_name,company,department,work,mobile,home,other,groups,speed_dial
                        Max,Muster,Muster GmbH,Sales,+49 (0)30 12,0171/2,,max@example.com,"Suppliers, Print",7
                        ,,Taxi,,22456,,,,,
                        """)).as(terminal.err()).isZero();
        assertThat(terminal.out()).isEqualTo("2 contacts in 1 file written\n");
        assertThat(terminal.err()).isEmpty();
        assertThat(people()).hasContent("""
                - contact:
                    company: Taxi
                    numbers:
                      work: 22456
                - contact:
                    first_name: Max
                    last_name: Muster
                    company: Muster GmbH
                    department: Sales
                    numbers:
                      work: +49 30 12
                      mobile: 0171/2
                      other: max@example.com
                    groups:
                      - Suppliers
                      - Print
                    speed_dial: 7
                """);
        assertThat(terminal.run("check")).as(terminal.err()).isZero();
    }

    @Test
    void anExportImportsToTheSame() throws IOException {
        terminal.write("extensions.d/acme/_defaults.yaml", "site: acme\n");
        terminal.write(
                "extensions.d/acme/100.yaml", "- extension: 100\n- contact: {company: =1+1, numbers: {work: +49 1}}\n");
        terminal.write("extensions.d/a.yaml", """
                - contact: {company: Taxi, department: 0, numbers: {other: a@b.c, work: 1}, groups: [C, "D;E"], speed_dial: "*7"}
                - contact: {first_name: "!text", last_name: '"x";', numbers: {home: "030 1"}, groups: "A, B"}
                """);
        for (String option : new String[] {"--strict", "--spreadsheet-safe"}) {
            assertThat(terminal.run("export", "--contacts", option, "--out", csv.toString()))
                    .as(terminal.err())
                    .isZero();
            String exported = Files.readString(csv);
            // The contacts beside an extension are as they are, so their file is not written.
            assertThat(terminal.run("import", csv.toString(), "--overwrite"))
                    .as(terminal.err())
                    .isZero();
            assertThat(terminal.out()).isEqualTo("3 contacts in 2 files: 0 written, 2 unchanged\n");
            Path other = Files.createDirectory(folder.resolve(option));
            Terminal elsewhere = new Terminal(other);
            assertThat(elsewhere.run("import", csv.toString()))
                    .as(elsewhere.err())
                    .isZero();
            assertThat(elsewhere.run("export", "--contacts", option)).isZero();
            assertThat(elsewhere.out()).isEqualTo(exported);
        }
        assertThat(csv).content().contains("\"!text =1+1\"", "\"!text +491\"");
    }

    @Test
    void tablesOfOutlookGoogleFreePbxAndThreeCxAreRead() throws IOException {
        assertThat(imports("""
                        First Name,Last Name,Company,Department,Company Main Phone,Business Phone,Business Phone 2,Business Fax,Home Phone,Mobile Phone,E-mail Address,Categories
                        Ann,Lee,Lee Ltd,IT,1,2,3,4,5,6,a@example.com,Red;Blue
                        """)).as(terminal.err()).isZero();
        assertThat(people()).content().contains("work: 2", "other: 3", "home: 5", "mobile: 6", "- Red", "- Blue");
        assertThat(terminal.err()).isEqualTo("""
                        FILE:1:11: warning: this column is ignored: 'E-mail Address'; a contact has names, a company, a department, numbers, groups and a speed dial
                        FILE:2:5: warning: this number is left out: a contact has one number of each type, and 'other'
                        FILE:2:8: warning: this number of a fax machine or a pager is left out
                        """.replace("FILE", csv.toString()));

        assertThat(imports("""
                        First Name,Last Name,Organization Name,Organization Department,Labels,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value
                        Bo,Berg,Berg AB,,* myContacts ::: Partners,Mobile,1 ::: 2,Work Fax,3
                        """, "--overwrite", "--remove-missing"))
                .as(terminal.err())
                .isZero();
        assertThat(people()).hasContent("""
                - contact:
                    first_name: Bo
                    last_name: Berg
                    company: Berg AB
                    numbers:
                      mobile: 1
                      other: 2
                    groups:
                      - Partners
                """);
        assertThat(terminal.out())
                .isEqualTo("removed from extensions.d/people.yaml, because FILE does not have them:"
                                .replace("FILE", csv.toString())
                        + " Ann Lee\n1 contact in 1 file written\n");

        assertThat(imports("""
                        groupname,grouptype,displayname,fname,lname,title,company,phone_1_type,phone_1_number,phone_2_type,phone_2_number
                        Doctors,external,Cy Cole,,,,,cell,1,work,2
                        """, "--overwrite", "--remove-missing"))
                .as(terminal.err())
                .isZero();
        assertThat(people())
                .content()
                .contains("first_name: Cy", "last_name: Cole", "mobile: 1", "work: 2", "- Doctors");

        assertThat(imports("""
                        FirstName,LastName,Company,Mobile,Mobile2,Home,Home2,Business,Business2,Email,Other,BusinessFax,HomeFax,Pager
                        Di,Dorn,,1,,2,,3,,,4,,,
                        """, "--overwrite", "--remove-missing"))
                .as(terminal.err())
                .isZero();
        assertThat(people()).content().contains("mobile: 1", "home: 2", "work: 3", "other: 4");
    }

    @Test
    void entriesWithoutANumberOrANameAreCounted() throws IOException {
        assertThat(imports("last_name,work\nA,\nB,call me\n,12\nC,1\nD,2 x 3\n"))
                .isZero();
        assertThat(terminal.err()).isEqualTo("""
                        FILE:2:1: warning: this entry has no telephone number and is left out; this happens 3 times
                        FILE:3:2: warning: this is not a telephone number and is left out; write one such as +49 30 123456; this happens 2 times
                        FILE:4:1: warning: this entry has neither a name nor a company and is left out; add one of them
                        """.replace("FILE", csv.toString()));
        assertThat(terminal.out()).isEqualTo("1 contact in 1 file written\n");
    }

    @Test
    void problemsOfTheInventoryAreAtTheCell() throws IOException {
        terminal.write("extensions.d/boss.yaml", "contact: {last_name: Boss, numbers: {work: 1}, speed_dial: 7}\n");
        assertThat(imports("last_name,work,speed_dial\nA,2,7\n")).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(csv + ":2:3: error: speed dial 7 is already at" + " extensions.d/boss.yaml");
        assertThat(terminal.out()).isEqualTo("nothing was written\n");
        assertThat(people()).doesNotExist();
        assertThat(imports("last_name,work\nA,4.93012E+11\n")).isEqualTo(1);
        assertThat(terminal.err()).startsWith(csv + ":2:2: error: a spreadsheet has written this number");
        assertThat(imports("last_name,work\nA,1,2\n")).isEqualTo(1);
        assertThat(imports("last_name,work,file\nA,1,../x.yaml\n")).isEqualTo(1);
        assertThat(terminal.err()).startsWith(csv + ":2:3: error: a file of extensions lies below");
    }

    @Test
    void contactsThatTheTableLacksStayUntilTheUserRemovesThem() throws IOException {
        assertThat(imports("last_name,work\nA,1\nB,2\n", "--into", "extensions.d/x"))
                .isZero();
        Path file = root.resolve("extensions.d/x/people.yaml");
        assertThat(imports("last_name,work\nA,3\n", "--into", "extensions.d/x")).isEqualTo(1);
        assertThat(terminal.err()).contains("extensions.d/x/people.yaml is already there; replace it with --overwrite");
        assertThat(imports("last_name,work\nA,3\n", "--into", "extensions.d/x", "--overwrite"))
                .isZero();
        assertThat(terminal.err())
                .isEqualTo("extensions.d/x/people.yaml:6:16: warning: " + csv
                        + " does not have all contacts of this file: B stay; remove them with --remove-missing\n");
        assertThat(file).content().contains("work: 3", "last_name: B");
        String[] remove = {"--into", "extensions.d/x", "--overwrite", "--remove-missing", "--dry-run"};
        assertThat(imports("last_name,work\nA,3\n", remove)).isZero();
        assertThat(terminal.out())
                .isEqualTo("would replace extensions.d/x/people.yaml\nwould be removed from extensions.d/x/people.yaml,"
                        + " because " + csv + " does not have them: B\n1 contact in 1 file, nothing was written\n");
        assertThat(file).content().contains("last_name: B");
        remove[4] = "--strict";
        assertThat(imports("last_name,work\nA,3\n", remove)).isZero();
        assertThat(file).content().doesNotContain("last_name: B");
    }

    @Test
    void extensionsOfTheFileAreNotLost() throws IOException {
        terminal.write("extensions.d/people.yaml", "extension: 100\n");
        assertThat(imports("last_name,work\nA,1\n", "--overwrite")).isEqualTo(1);
        assertThat(terminal.err()).contains("extensions.d/people.yaml also holds extensions, which would be lost");
    }

    @Test
    void theUserSaysThatATableHasContacts() throws IOException {
        assertThat(imports("Name;Number\nLee, Ann;12\n", "--contacts"))
                .as(terminal.err())
                .isZero();
        assertThat(people()).content().contains("first_name: Ann", "last_name: Lee", "work: 12");
        assertThat(imports("Number;FirstName\n12;Ann\n", "--remove-missing")).isEqualTo(2);
        assertThat(terminal.err()).contains("--remove-missing is for contacts");
        assertThat(imports("a;b\n1;2\n", "--contacts")).isEqualTo(1);
        assertThat(terminal.err()).contains(":1:1: error: no column has telephone numbers");
    }

    @Test
    void aFileOfCardsBecomesContacts() throws IOException {
        csv = folder.resolve("people.vcf");
        String card = "BEGIN:VCARD\nVERSION:3.0\nN:Lee;Ann\nTEL;TYPE=CELL:1\nEND:VCARD\n";
        assertThat(imports(card, "--into", "extensions.d/x")).as(terminal.err()).isZero();
        assertThat(terminal.out()).isEqualTo("1 contact in 1 file written\n");
        assertThat(root.resolve("extensions.d/x/people.yaml")).hasContent("""
                # Contacts of people.vcf. An import of that file with --overwrite replaces this one.
                - contact:
                    first_name: Ann
                    last_name: Lee
                    numbers:
                      mobile: 1
                """);
        assertThat(imports(card, "--into", "extensions.d/x")).as(terminal.err()).isZero();
        assertThat(terminal.out()).isEqualTo("1 contact in 1 file: 0 written, 1 unchanged\n");
        csv = folder.resolve("download");
        assertThat(imports(card)).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/download.yaml")).exists();
    }
}
