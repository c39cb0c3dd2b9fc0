package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.problem.Severity;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which site templates a site has: those of the root, and those that {@code site_templates} of its folders name. */
class SiteTemplatesTest {
    private static final String FLEET = "extensions.d/_defaults.yaml";
    private static final String BERLIN = "extensions.d/berlin/_defaults.yaml";
    private static final String ANNEX = "extensions.d/berlin/annex/_defaults.yaml";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void twoSites() {
        root = newRoot();
        root.write("templates/site/own.xml", site("own"));
        root.write("templates/site/variants/hosts.xml", site("hosts"));
        root.write("extensions.d/100.yaml", "extension: 100\n");
        root.write(BERLIN, "site: berlin\n");
        root.write("extensions.d/berlin/100.yaml", "extension: 100\n");
        root.write("extensions.d/berlin/annex/101.yaml", "extension: 101\n");
    }

    private TestRoot newRoot() {
        TreeMap<String, byte[]> builtIn = new TreeMap<>();
        for (String name : List.of("book", "accounts")) {
            builtIn.put("templates/site/" + name + ".xml", site(name).getBytes(StandardCharsets.UTF_8));
        }
        return TestRoot.withBuiltIn(folder, BuiltInTemplates.of("1", builtIn));
    }

    private static String site(String name) {
        return TestRoot.template(
                "site-template",
                name,
                "filename=\"" + name + ".txt\" syntax=\"velocity\"",
                name + "#foreach($e in $extensions) $e.number#end");
    }

    /** Checks the site files, without {@code .txt}, and that a first run makes the same. */
    private void assertFiles(String... names) {
        root.runUntilIdle();
        Set<String> made = new TreeSet<>();
        root.files().keySet().forEach(path -> made.add(path.replace("site/", "").replace(".txt", "")));
        assertThat(made).containsExactlyInAnyOrder(names);
        TestRoot scratch = root.fromScratch();
        assertThat(scratch.files()).isEqualTo(root.files());
        assertThat(scratch.problems()).isEqualTo(root.problems());
    }

    private void assertProblems(String... lines) {
        assertThat(root.problems()).extracting(Object::toString).isEqualTo(List.of(lines));
    }

    @Test
    void builtInTemplatesAndVariantsAreOffUntilAFolderNamesThem() {
        assertFiles("own", "berlin/own");
        root.write(FLEET, "site_templates: [book, variants/hosts.xml]\n");
        assertFiles("own", "berlin/own", "book", "berlin/book", "hosts", "berlin/hosts");
        root.write(FLEET, "pbx_ip: h\n");
        assertFiles("own", "berlin/own");
        assertProblems();
    }

    @Test
    void theNearestListCountsAndAnEmptyOneChoosesNone() {
        root.write(FLEET, "site_templates: [book]\n");
        root.write(BERLIN, "{site: berlin, site_templates: [variants/hosts]}\n");
        assertFiles("own", "berlin/own", "book", "berlin/hosts");
        root.write(BERLIN, "{site: berlin, site_templates: []}\n");
        assertFiles("own", "berlin/own", "book");
        assertProblems();
    }

    @Test
    void theListsOfSeveralFoldersOfASiteAddUp() {
        root.write(BERLIN, "{site: berlin, site_templates: [book]}\n");
        root.write(ANNEX, "site_templates: [accounts, book]\n");
        assertFiles("own", "berlin/own", "berlin/accounts", "berlin/book");
        root.delete("extensions.d/berlin/annex/101.yaml");
        assertFiles("own", "berlin/own", "berlin/book");
        root.write("extensions.d/berlin/annex/101.yaml", "{extension: 101, site: mitte}\n");
        assertFiles("own", "berlin/own", "mitte/own", "berlin/book", "mitte/accounts", "mitte/book");
        assertThat(root.files()).containsEntry("site/mitte/book.txt", "book 101\n");
        assertProblems();
    }

    @Test
    void aTemplateOfTheRootIsOnWhateverTheListsSay() {
        root.write(FLEET, "site_templates: [own]\n");
        root.write("templates/site/book.xml", site("book").replace("book", "book2"));
        assertFiles("own", "berlin/own", "book2", "berlin/book2");
        assertProblems();
        root.delete("templates/site/book.xml");
        assertFiles("own", "berlin/own");
    }

    @Test
    void anUnknownNameIsAnErrorUntilThereIsSuchATemplate() {
        root.write(FLEET, "site_templates:\n  - site/book\n");
        assertFiles("own", "berlin/own");
        assertProblems(FLEET + ":2:5: error: no template below templates/site is called 'site/book', so it is left out;"
                + " write 'book'");
        root.write(FLEET, "site_templates:\n  - bok\n  - variants/nothing-alike\n");
        assertFiles("own", "berlin/own");
        assertProblems(
                FLEET + ":2:5: error: no template below templates/site is called 'bok', so it is left out; did you mean"
                        + " 'book'?",
                FLEET
                        + ":3:5: error: no template below templates/site is called 'variants/nothing-alike', so it is left"
                        + " out; correct it, or add the template");
        root.write("templates/site/variants/nothing-alike.xml", site("new"));
        root.write("templates/site/bok.xml", site("bok"));
        assertFiles("own", "berlin/own", "bok", "berlin/bok", "new", "berlin/new");
        assertProblems();
    }

    @Test
    void aNameThatOccursTwiceIsAWarning() {
        root.write(FLEET, "site_templates: [book, accounts, book.xml]\n");
        assertFiles("own", "berlin/own", "accounts", "book", "berlin/accounts", "berlin/book");
        assertProblems(FLEET + ":1:34: warning: 'book' is in 'site_templates' twice; remove one");
    }

    @Test
    void otherValuesThanAListOfNamesAreErrors() {
        for (String value : List.of("book", "{book: true}", "[[book]]", "[!secret book]")) {
            root.write(FLEET, "site_templates: " + value + "\n");
            root.runUntilIdle();
            assertThat(root.problems()).as(value).singleElement().satisfies(problem -> {
                assertThat(problem.at().file()).isEqualTo(FLEET);
                assertThat(problem.message()).contains("site_templates");
            });
        }
    }

    @Test
    void inAnExtensionTheListIsAnErrorThatNamesItsPlace() {
        root.write("extensions.d/100.yaml", "extension: 100\nsite_templates: [book]\n");
        root.runUntilIdle();
        assertProblems("extensions.d/100.yaml:2:1: error: 'site_templates' belongs at the top of a _defaults.yaml");
    }

    @Test
    void aListThatNoExtensionUsesIsAWarning() {
        String unused = ":1:17: warning: 'site_templates' has no effect: all extensions below this folder have a nearer"
                + " list; remove it";
        root.delete("extensions.d/100.yaml");
        root.write(FLEET, "site_templates: [book]\n");
        root.write(BERLIN, "site_templates: [accounts]\n");
        assertFiles("own", "accounts");
        assertProblems(FLEET + unused);
        root.write("extensions.d/100.yaml", "extension: 102\n");
        assertFiles("own", "accounts", "book");
        assertProblems();
        root.delete("extensions.d/100.yaml");
        assertFiles("own", "accounts");
        assertProblems(FLEET + unused);
        // A folder that has no extensions yet may wait.
        root.delete("extensions.d/berlin/100.yaml");
        root.delete("extensions.d/berlin/annex/101.yaml");
        assertFiles();
        assertProblems();
        root.write("extensions.d/berlin/100.yaml", "extension: 100\n");
        assertFiles("own", "accounts");
        assertProblems(FLEET + unused);
    }

    @Test
    void aVariableThatOnlyATemplateReadsWhichIsOffHasNoEffect() {
        root.write(
                "templates/site/variants/hosts.xml",
                site("hosts").replace("$e.number", "$e.number $!e.vars.get(\"room\")"));
        root.write("extensions.d/100.yaml", "{extension: 100, vars: {room: \"7\"}}\n");
        root.runUntilIdle();
        assertThat(root.problems().toString()).contains("'room' in 'vars' has no effect");
        root.write(FLEET, "site_templates: [variants/hosts]\n");
        assertFiles("own", "berlin/own", "hosts", "berlin/hosts");
        assertProblems();
        root.delete(FLEET);
        root.runUntilIdle();
        assertThat(root.problems().toString()).contains("'room' in 'vars' has no effect");
    }

    @Test
    void oneListRendersOnlyTheSitesBelowIt() {
        root.write(FLEET, "site_templates: [book]\n");
        root.runUntilIdle();
        root.write(BERLIN, "{site: berlin, site_templates: [book, accounts]}\n");
        TestRoot.CycleWork work = root.runUntilIdle();
        assertThat(work.written()).containsExactly("site/berlin/accounts.txt");
        assertThat(work.rendered()).isEqualTo(1);
        root.write("templates/site/variants/hosts.xml", site("hosts2"));
        assertThat(root.runUntilIdle().resolved()).isZero();
    }

    @Test
    void afterAnyEditsFilesAndProblemsAreThoseOfAStartFromScratch() {
        for (long seed = 1; seed <= Rounds.of(5); seed++) {
            Random random = new Random(seed);
            for (int edit = 0; edit < 15; edit++) {
                String path = any(random, FLEET, BERLIN, ANNEX);
                String file = any(random, "100", "berlin/100", "berlin/annex/101", "berlin/annex/102");
                String template = any(random, "own", "book", "variants/hosts");
                switch (random.nextInt(8)) {
                    case 0 -> root.delete(path);
                    case 1 -> root.delete("extensions.d/" + file + ".yaml");
                    case 2 -> root.delete("templates/site/" + template + ".xml");
                    case 3 -> root.write("templates/site/" + template + ".xml", site("t" + random.nextInt(3)));
                    case 4, 5 ->
                        root.write(
                                "extensions.d/" + file + ".yaml",
                                "{extension: 1" + random.nextInt(20) + any(random, "", "", ", site: mitte") + "}\n");
                    default ->
                        root.write(
                                path,
                                "{" + any(random, "pbx_ip: h", "site: berlin", "site: mitte")
                                        + any(
                                                random,
                                                "",
                                                ", site_templates: []",
                                                ", site_templates: [book]",
                                                ", site_templates: [own, variants/hosts]",
                                                ", site_templates: [accounts, bok, book]")
                                        + "}\n");
                }
                root.runUntilIdle();
                TestRoot scratch = root.fromScratch();
                assertThat(root.problems()).as("seed %d, edit %d", seed, edit).isEqualTo(scratch.problems());
                assertThat(root.files()).as("seed %d, edit %d", seed, edit).containsAllEntriesOf(scratch.files());
                if (root.problems().stream().noneMatch(problem -> problem.severity() == Severity.BLOCKING)) {
                    assertThat(root.files()).as("seed %d, edit %d", seed, edit).isEqualTo(scratch.files());
                }
            }
        }
    }

    private static String any(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
