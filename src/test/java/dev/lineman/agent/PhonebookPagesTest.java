package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a phonebook: {@code pageSize} of a site template. */
class PhonebookPagesTest {
    private static final String CONTENT =
            "$page.previous<$page.number/$page.count>$page.next:#foreach($p in $people) $p.firstName#end";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void aPagedBook() {
        root = new TestRoot(folder);
        book("filename=\"dir/book.v1.txt\" syntax=\"velocity\" pageSize=\"3\"", CONTENT);
    }

    private void book(String attributes, String content) {
        root.write("templates/site/book.xml", TestRoot.template("site-template", "Book", attributes, content));
    }

    private void people(String... names) {
        StringBuilder yaml = new StringBuilder("- {extension: 1}\n");
        for (int i = 0; i < names.length; i++) {
            yaml.append("- {extension: ")
                    .append(100 + i)
                    .append(", first_name: ")
                    .append(names[i])
                    .append("}\n");
        }
        root.write("extensions.d/people.yaml", yaml.toString());
    }

    private void assertFiles(Map<String, String> files) {
        root.runUntilIdle();
        assertThat(root.files()).isEqualTo(files);
        TestRoot scratch = root.fromScratch();
        assertThat(scratch.files()).isEqualTo(root.files());
        assertThat(scratch.problems()).isEqualTo(root.problems());
    }

    @Test
    void eachPageIsAFileWithLinksToItsNeighbours() {
        people("G", "F", "E", "D", "C", "B", "A");
        assertFiles(Map.of(
                "site/dir/book.v1.txt", "<1/3>dir/book.v1-2.txt: A B C\n",
                "site/dir/book.v1-2.txt", "dir/book.v1.txt<2/3>dir/book.v1-3.txt: D E F\n",
                "site/dir/book.v1-3.txt", "dir/book.v1-2.txt<3/3>: G\n"));
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aSiteWithoutPeopleHasOnePage() {
        root.write("extensions.d/1.yaml", "extension: 1");
        assertFiles(Map.of("site/dir/book.v1.txt", "<1/1>:\n"));
    }

    @Test
    void theNumberOfFilesFollowsThatOfPeople() {
        people("A", "B", "C");
        assertFiles(Map.of("site/dir/book.v1.txt", "<1/1>: A B C\n"));
        root.write("extensions.d/c.yaml", "contact: {first_name: AB, numbers: {work: 1}}");
        assertFiles(Map.of(
                "site/dir/book.v1.txt", "<1/2>dir/book.v1-2.txt: A AB B\n",
                "site/dir/book.v1-2.txt", "dir/book.v1.txt<2/2>: C\n"));
        root.delete("extensions.d/c.yaml");
        assertFiles(Map.of("site/dir/book.v1.txt", "<1/1>: A B C\n"));
    }

    @Test
    void aPageIsWrittenOnlyIfItDiffers() {
        people("A", "B", "C", "D");
        root.runUntilIdle();
        people("A", "B", "C", "E");
        assertThat(root.runUntilIdle().written()).containsExactly("site/dir/book.v1-2.txt");
    }

    @Test
    void aPageThatFailsKeepsAllPages() {
        book(
                "filename=\"book.txt\" syntax=\"velocity\" pageSize=\"2\"",
                "#foreach($p in $people)$p.firstName#if($p.firstName == \"Bad\")$p.nothing.here#end#end");
        people("A", "B", "C");
        assertFiles(Map.of("site/book.txt", "AB\n", "site/book-2.txt", "C\n"));
        people("A", "AA", "B", "Bad", "C");
        root.runUntilIdle();
        assertThat(root.files()).isEqualTo(Map.of("site/book.txt", "AB\n", "site/book-2.txt", "C\n"));
        assertThat(root.problems()).hasSize(1);
        people("A", "AA", "B");
        assertFiles(Map.of("site/book.txt", "AAA\n", "site/book-2.txt", "B\n"));
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aPageCannotHaveTheNameOfAnotherFile() {
        root.write(
                "templates/site/other.xml",
                TestRoot.template("site-template", "Other", "filename=\"dir/book.v1-2.txt\"", "other"));
        people("A", "B", "C");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        people("A", "B", "C", "D");
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains("site/dir/book.v1-2.txt", "templates/site/other.xml", "templates/site/book.xml");
        assertThat(root.files()).containsEntry("site/dir/book.v1-2.txt", "other\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "x", "10001", "-1", ""})
    void aPageSizeIsANumber(String size) {
        book("filename=\"a\" syntax=\"velocity\" pageSize=\"" + size + "\"", "x");
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "templates/site/book.xml:1:135: error: 'pageSize' is how many phone numbers a page has: a number"
                                + " from 1 to 10000");
    }

    @Test
    void onlyAVelocityFileOfASiteHasPages() {
        book("filename=\"a\" pageSize=\"2\"", "x");
        root.write(
                "templates/phones/x.xml",
                TestRoot.template("phone-template", "X", "filename=\"a\" syntax=\"velocity\" pageSize=\"2\"", "x"));
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "templates/phones/x.xml:1:133: error: only a file of a site template has 'pageSize'; remove it",
                        "templates/site/book.xml:1:117: error: 'pageSize' needs syntax=\"velocity\", which shows people");
    }

    @Test
    void morePeopleThanThePhonesTakeAreAWarning() {
        book(
                "filename=\"book.txt\" syntax=\"velocity\" serve=\"true\" maxPeople=\"2\"",
                "#foreach($p in $people)$p.firstName#end");
        root.write("templates/phones/x.xml", """
                <doc><header><type>phone-template</type><name>X</name><var name="phonebook_url" type="url" default="book.txt"/>
                </header><data><device><deviceconfig filename="%%mac_address%%">x</deviceconfig></device></data>
                </doc>
                """);
        root.write(
                "templates/phones/y.xml",
                TestRoot.template("phone-template", "Y", "filename=\"%%mac_address%%\"", "y"));
        people("A", "B", "C");
        String phone =
                "{extension: 900, first_name: '', last_name: '', auth_id: a, auth_password: '123456', pbx_ip: h, phone: {mac: '000000000001', model: ";
        root.write("extensions.d/900.yaml", phone + "Y}}");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        root.write("extensions.d/900.yaml", phone + "X}}");
        root.runUntilIdle();
        String warning =
                "templates/site/book.xml:1:80: warning: this file has 3 people, and the phones take only 2 of them; set"
                        + " 'listed: false' for some extensions, or divide the site";
        assertThat(root.problems()).singleElement().asString().startsWith(warning);
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
        people("A", "B");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        people("A", "B", "C");
        root.runUntilIdle();
        assertThat(root.problems()).hasSize(1);
        root.write("extensions.d/900.yaml", phone + "Y}}");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void randomChangesOfPeopleGiveThePagesOfAFirstRun() {
        for (int round = 0; round < Rounds.of(5); round++) {
            Random random = new Random(round);
            List<String> names = new ArrayList<>();
            for (int step = 0; step < 12; step++) {
                for (int i = random.nextInt(5); i > 0; i--) {
                    if (random.nextBoolean() && !names.isEmpty()) {
                        names.remove(random.nextInt(names.size()));
                    } else {
                        names.add("N" + random.nextInt(30));
                    }
                }
                people(names.toArray(String[]::new));
                root.runUntilIdle();
                Map<String, String> expected = new TreeMap<>();
                List<String> sorted = names.stream()
                        .sorted((a, b) -> a.toLowerCase(Locale.ROOT).compareTo(b.toLowerCase(Locale.ROOT)))
                        .toList();
                int count = Math.max(1, (sorted.size() + 2) / 3);
                for (int page = 1; page <= count; page++) {
                    String own = String.join(
                            "",
                            sorted.stream()
                                    .skip((page - 1) * 3L)
                                    .limit(3)
                                    .map(name -> " " + name)
                                    .toList());
                    String text = (page == 1 ? "" : name(page - 1)) + "<" + page + "/" + count + ">"
                            + (page == count ? "" : name(page + 1)) + ":" + own + "\n";
                    expected.put("site/" + name(page), text);
                }
                assertThat(root.files()).as("seed %s", round).isEqualTo(expected);
                assertThat(root.fromScratch().files()).isEqualTo(expected);
            }
        }
    }

    private static String name(int page) {
        return page == 1 ? "dir/book.v1.txt" : "dir/book.v1-" + page + ".txt";
    }

    @Test
    void aLargePhonebookOfContactsStaysWithinTheLimits() {
        StringBuilder yaml = new StringBuilder("- extension: 1\n");
        for (int i = 0; i < 10_000; i++) {
            yaml.append("- contact: {last_name: Example, first_name: N")
                    .append(10_000 + i)
                    .append(", numbers: {work: ")
                    .append(i)
                    .append("}, groups: [a, b]}\n");
        }
        root.write("extensions.d/people.yaml", yaml.toString());
        book(
                "filename=\"book.xml\" syntax=\"velocity\" pageSize=\"32\"",
                "#foreach($p in $people)<e><n>$p.displayName</n>#foreach($n in $p.numbers)<t>$n.number</t>#end</e>\n#end");
        root.write(
                "templates/site/whole.xml",
                TestRoot.template(
                        "site-template",
                        "Whole",
                        "filename=\"whole.txt\" syntax=\"velocity\"",
                        Stream.of(
                                        "#foreach($p in $people)$p.displayName#foreach($n in $p.numbers)$n.number#end#end",
                                        "#foreach($g in $groups)#foreach($p in $g.people)$p.lastName $p.company#end#end")
                                .reduce("", String::concat)));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).hasSize(1 + (10_000 + 31) / 32);
        assertThat(root.files().get("site/book-313.xml")).contains("N19999");
    }
}
