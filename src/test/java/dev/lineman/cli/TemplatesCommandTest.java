package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code templates} on a root, over an update of the program. */
class TemplatesCommandTest {
    private static final String DESK = "templates/phones/acme/desk.xml";
    private static final String WALL = "templates/phones/acme/wall.xml";
    private static final String PART = "templates/lib/part.vm";
    private static final String BOOK = "templates/site/book.xml";
    private static final String MODELS = "templates/models/acme.yaml";

    @TempDir
    private Path root;

    private Terminal terminal;

    @BeforeEach
    void aRootOfVersion1() throws IOException {
        terminal = new Terminal(root);
        terminal.use(program("1.0", "one"));
        terminal.write("extensions.d/100.yaml", """
                {extension: 100, first_name: A, last_name: B, auth_id: a, auth_password: p, pbx_ip: 10.0.0.1,
                 site: berlin, vars: {colour: red}, phone: {mac: 00005e005301, model: Desk 10}}
                """);
    }

    /** A program whose files all have a text. */
    private static BuiltInTemplates program(String version, String text) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(DESK, """
                <?xml version="1.0" encoding="utf-8"?>
                <doc>
                  <header>
                    <type>phone-template</type>
                    <name>Desk phones</name>
                    <languages><option displaytext="English" value="en"/><option displaytext="German" value="de"/></languages>
                    <var name="vlan" type="int" min="1" max="4094" default="7"/>
                    <blftype><blf/><speeddial/></blftype><softkeytype><dnd/></softkeytype>
                  </header>
                  <data><device>
                    <deviceconfig filename="${phone.mac}.cfg" src="lib/part.vm"/>
                    <deviceconfig filename="%%mac_address%%.txt"><![CDATA[desk TEXT %%vlan%% %%colour%%]]></deviceconfig>
                  </device></data>
                </doc>
                """.replace("TEXT", text).getBytes(UTF_8));
        files.put(WALL, """
                <doc>
                  <header><type>phone-template</type></header>
                  <data><device><deviceconfig filename="%%mac_address%%.wall">wall</deviceconfig></device></data>
                </doc>
                """.getBytes(UTF_8));
        files.put(PART, ("part " + text + " of $phone.mac\n").getBytes(UTF_8));
        files.put(BOOK, """
                <doc>
                  <header><type>site-template</type></header>
                  <data><device><deviceconfig filename="book.txt">$site</deviceconfig></device></data>
                </doc>
                """.getBytes(UTF_8));
        files.put(MODELS, """
                family: ACME
                template: acme/desk
                models:
                  Desk 10: {lines: 2}
                  Desk 20: {lines: 4}
                  Wall 1: {template: acme/wall}
                """.getBytes(UTF_8));
        return BuiltInTemplates.of(version, files);
    }

    private String run(String... arguments) {
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(ExitCode.OK);
        assertThat(terminal.err()).isEmpty();
        return terminal.out();
    }

    private String fail(String... arguments) {
        assertThat(terminal.run(arguments)).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).isEmpty();
        return terminal.err();
    }

    private String content(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    private void edit(String path, String from, String to) throws IOException {
        terminal.write(path, content(path).replace(from, to));
    }

    @Test
    void aRootWithoutTemplatesHasTheBuiltInOnes() {
        assertThat(run("templates")).isEqualTo("""
                PHONE TEMPLATE  FROM      FOR
                acme/desk       built-in  2 models: Desk 10, Desk 20
                acme/wall       built-in  1 model: Wall 1

                SITE TEMPLATE  FROM      FOR
                site/book      built-in  off; turn on with: site_templates: [book]

                FRAGMENT     FROM      FOR
                lib/part.vm  built-in  read by acme/desk

                MODEL FILE   FROM      FOR
                models/acme  built-in  3 models: Desk 10, Desk 20, Wall 1

                what one offers: lineman templates NAME; change one: lineman templates copy NAME
                """);
    }

    @Test
    void theListShowsWhereEachFileComesFrom() throws IOException {
        terminal.write(WALL, content(program("1.0", "one"), WALL));
        terminal.write("templates/phones/own.xml", content(program("1.0", "one"), WALL));
        terminal.write("templates/phones/broken.xml", "<doc>");
        terminal.write("extensions.d/_defaults.yaml", "site_templates: [book]\n");
        run("templates", "copy", "acme/desk");
        edit(DESK, "desk one", "our desk");
        assertThat(run("templates"))
                .contains("site/book      built-in  on for berlin\n")
                .contains("acme/desk       root, replaces the built-in one  2 models: Desk 10, Desk 20\n")
                .contains("acme/wall       root, replaces the built-in one  1 model: Wall 1\n")
                .contains("broken          root                             cannot be read; see 'lineman check'\n")
                .contains("own             root                             phones with 'template: own'\n")
                .contains("\nacme/wall: same as the built-in one; remove " + WALL + " to get updates\n")
                .doesNotContain("acme/desk:");
    }

    private static String content(BuiltInTemplates program, String path) {
        return new String(program.contents().get(path), UTF_8);
    }

    @Test
    void afterAnUpdateTheListNamesCopiesOfAnotherVersion() throws IOException {
        run("templates", "copy", "acme/desk");
        run("templates", "copy", "lib/part.vm");
        run("templates", "copy", "acme/wall");
        edit(DESK, "desk one", "our desk");
        edit(WALL, ">wall<", ">our wall<");
        terminal.use(program("2.0", "two"));
        assertThat(run("templates")).contains("""

                        acme/desk: your copy is of 1.0; the built-in one has changed since: lineman templates diff acme/desk
                        lib/part.vm: your copy is of 1.0 and unchanged; the built-in one has changed since: remove \
                        templates/lib/part.vm to get it
                        """).doesNotContain("acme/wall:");
    }

    @Test
    void checkNamesCopiesOfAnotherVersionAndSucceeds() throws IOException {
        run("templates", "copy", "acme/desk");
        edit(DESK, "desk one", "our desk");
        assertThat(run("check", "--strict")).doesNotContain("copy");
        terminal.use(program("2.0", "two"));
        assertThat(run("check", "--strict"))
                .startsWith("acme/desk: your copy is of 1.0; the built-in one has changed since:"
                        + " lineman templates diff acme/desk\n");
        run("check", "--format", "json");
        assertThat(terminal.out()).doesNotContain("your copy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/desk",
                "acme/desk.xml",
                "phones/acme/desk",
                "phones/acme/desk.xml",
                "templates/phones/acme/desk",
                "./templates/phones/acme/desk.xml"
            })
    void aTemplateHasItsNameAndItsPaths(String name) {
        assertThat(run("templates", name)).startsWith("acme/desk\n  " + DESK + ": built-in\n");
    }

    @Test
    void theDetailsOfATemplateAreWhatItOffers() {
        assertThat(run("templates", "acme/desk")).isEqualTo("""
                acme/desk
                  templates/phones/acme/desk.xml: built-in
                  Desk phones

                models
                  Desk 10, Desk 20

                options
                  languages: English, German; default English

                vars
                  colour: a text
                  vlan: a whole number from 1 to 4094; default '7'

                BLF types
                  blf, speeddial

                soft key types
                  dnd

                files
                  ${phone.mac}.cfg, %%mac_address%%.txt

                fragments
                  lib/part.vm
                """);
        assertThat(run("templates", "lib/part")).contains("lib/part.vm\n").contains("  read by acme/desk\n");
        assertThat(run("templates", "book"))
                .contains("site/book\n")
                .contains("  off; turn on with: site_templates: [book]\n");
        assertThat(run("templates", "models/acme")).contains("models\n  Desk 10, Desk 20, Wall 1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/dusk | no template is called 'acme/dusk'; did you mean 'acme/desk'?",
                "desk | no template is called 'desk'; did you mean 'acme/desk'?",
                "zzzzzz | no template is called 'zzzzzz'; 'lineman templates' lists all",
                "acme | no template is called 'acme'"
            })
    void anUnknownNameGivesSimilarOnes(String name, String message) {
        for (String[] command :
                new String[][] {{"templates", name}, {"templates", "diff", name}, {"templates", "copy", name}}) {
            assertThat(fail(command)).startsWith("lineman: " + message);
        }
    }

    @Test
    void aCopyHasARecordAndSaysWhatComesNext() throws IOException {
        assertThat(run("templates", "copy", "acme/desk")).isEqualTo("""
                wrote templates/phones/acme/desk.xml, a copy of the built-in file of Lineman 1.0
                it reads fragments that stay built-in and get updates: lib/part.vm; --with-fragments copies them too
                edit it, then see what changes: lineman plan
                after an update of Lineman, compare it: lineman templates diff acme/desk
                """);
        assertThat(content(DESK).lines().toList().get(1))
                .matches("<!-- Copy of " + DESK + " of Lineman 1.0, sha256 [0-9a-f]{32} -->");
        assertThat(run("templates"))
                .contains("acme/desk: same as the built-in one; remove " + DESK + " to get updates");
    }

    @Test
    void aCopyReplacesNoFile() throws IOException {
        terminal.write(DESK, "mine");
        assertThat(fail("templates", "copy", "acme/desk"))
                .isEqualTo(
                        "lineman: " + DESK + " is already there, and stays as it is; compare it with"
                                + " 'lineman templates diff acme/desk', remove it to copy again, or choose another name with --as\n");
        assertThat(content(DESK)).isEqualTo("mine");
    }

    @Test
    void aVariantIsACopyUnderAnotherName() throws IOException {
        assertThat(run("templates", "copy", "acme/desk", "--as", "variants/reception"))
                .contains("wrote templates/phones/variants/reception.xml,")
                .contains(
                        "choose it in a _defaults.yaml, for example: models: {Desk 10: {template: variants/reception}}\n")
                .contains("lineman templates diff variants/reception\n");
        assertThat(run("templates"))
                .contains("variants/reception  root, copy of acme/desk  phones with 'template: variants/reception'\n")
                .doesNotContain("variants/reception:");
        edit("templates/phones/variants/reception.xml", "desk one", "reception");
        terminal.use(program("2.0", "two"));
        assertThat(run("templates")).contains("\nvariants/reception: your copy is of 1.0;");
        assertThat(run("templates", "copy", "site/book", "--as", "site/variants/book"))
                .contains("choose it in a _defaults.yaml: site_templates: [variants/book]\n");
        assertThat(run("templates", "copy", "site/book"))
                .contains("it is now on for all sites, also where 'site_templates' does not name it; to choose sites,"
                        + " remove it and copy with: --as variants/book\n");
    }

    @Test
    void aModelFileWithVendorsAloneNamesThem() throws IOException {
        terminal.write("templates/models/vendors.yaml", "vendors: {ACME: {ouis: [0004ab]}, Other: {pnp: file}}\n");
        assertThat(run("templates")).contains("models/vendors  root      vendors: ACME, Other\n");
    }

    @Test
    void aCopyOfATemplateThatListsItsModelsIsForAllTheirPhones() {
        terminal.use(ProjectTemplates.BUILT_IN);
        assertThat(run("templates", "copy", "snom320", "--as", "acme/snom"))
                .contains("all phones of Snom 320 use it, since the file lists them in <models>; for some phones only,"
                        + " remove it and copy with: --as variants/NAME\n");
        assertThat(run("templates"))
                .containsPattern("(?m)^acme/snom +root, copy of snom320 +1 model: Snom 320$")
                .containsPattern("(?m)^snom320 +built-in +phones with 'template: snom320'$");
        assertThat(run("templates", "copy", "yealink/yealink-t", "--as", "acme/yealink"))
                .contains("phones with 'template: acme/yealink' use it\n");
    }

    @Test
    void aSiteTemplateOfTheRootIsOnForAllSitesBeforeThereAreExtensions() throws IOException {
        Files.delete(root.resolve("extensions.d/100.yaml"));
        run("templates", "copy", "site/book");
        assertThat(run("templates", "site/book")).contains("  on for all sites; there are no extensions yet\n");
    }

    @Test
    void builtInTemplatesAreUnknownWhileTheirFolderInTheRootCannotBeRead() throws IOException {
        Files.createDirectory(root.resolve("templates"));
        Files.createSymbolicLink(root.resolve("templates/phones"), Path.of("/"));
        assertThat(run("templates"))
                .containsPattern("(?m)^acme/desk +built-in +unknown: cannot read templates/phones of the root;"
                        + " see 'lineman check'$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b/c d|'a b/c d' is no name for a copy; use letters, digits, '.', '-' and '_', with '/' between folders",
                "x.yaml|'x.yaml' is no name for a copy: the file ends in .xml; leave out '.yaml'",
            })
    void aNameThatIsNoneOfATemplateIsRefused(String name, String message) {
        assertThat(fail("templates", "copy", "acme/desk", "--as", name)).startsWith("lineman: " + message);
        assertThat(root.resolve("templates")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"phone-1.0, phone-1.0.xml", "a/b.xml, a/b.xml", "templates/phones/c.xml, c.xml"})
    void aNameMayHaveANumberOrTheExtensionOfTheFile(String name, String path) {
        run("templates", "copy", "acme/desk", "--as", name);
        assertThat(root.resolve("templates/phones/" + path)).exists();
    }

    @Test
    void aPartOfANameIsSuggestedFromThreeLetters() {
        assertThat(fail("templates", "des")).endsWith("; did you mean 'acme/desk'?\n");
        assertThat(fail("templates", "ac")).endsWith("; 'lineman templates' lists all\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "variants/../../x", "/x", ""})
    void aCopyStaysInItsFolder(String name) throws IOException {
        fail("templates", "copy", "acme/desk", "--as", name);
        assertThat(root.resolve("templates")).doesNotExist();
    }

    @Test
    void fragmentsAreCopiedOnDemand() throws IOException {
        assertThat(run("templates", "copy", "acme/desk", "--with-fragments"))
                .contains("wrote templates/lib/part.vm: all templates that read it use your copy\n");
        assertThat(content(PART)).startsWith("## Copy of " + PART).endsWith("\npart one of $phone.mac\n");
        run("templates", "copy", "acme/wall");
        terminal.run("templates", "copy", "acme/desk", "--as", "variants/a", "--with-fragments");
        assertThat(terminal.out()).contains("it reads lib/part.vm of the root\n");
    }

    @Test
    void aFolderThatIsNoRootGetsNoCopy() throws IOException {
        Files.delete(root.resolve("extensions.d/100.yaml"));
        Files.delete(root.resolve("extensions.d"));
        assertThat(fail("templates", "copy", "acme/desk"))
                .isEqualTo("lineman: " + root + " is no root: it has no folder extensions.d; name the root with --root,"
                        + " or make one with 'lineman init'\n");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void theDiffShowsWhatThePersonChanged() throws IOException {
        assertThat(run("templates", "diff", "acme/desk"))
                .isEqualTo("# " + DESK + " is not in the root, so the built-in file applies; copy it with:"
                        + " lineman templates copy acme/desk\n");
        run("templates", "copy", "acme/desk");
        assertThat(run("templates", "diff", "acme/desk"))
                .isEqualTo("# " + DESK + " is the same as the built-in one; remove it to get updates\n");
        edit(DESK, "desk one", "our desk");
        assertThat(run("templates", "diff", "acme/desk"))
                .startsWith("--- " + DESK + " (built-in, 1.0)\n+++ " + DESK + "\n@@ ")
                .contains(
                        "\n-    <deviceconfig filename=\"%%mac_address%%.txt\"><![CDATA[desk one %%vlan%% %%colour%%]]>")
                .contains(
                        "\n+    <deviceconfig filename=\"%%mac_address%%.txt\"><![CDATA[our desk %%vlan%% %%colour%%]]>")
                .doesNotContain("Copy of")
                .endsWith("# the built-in one is the same as when the copy was made: the diff is what you changed\n");
        assertThat(run("templates", "diff", "--color", "always"))
                .contains("\u001b[31m-")
                .contains("\u001b[32m+");
    }

    @Test
    void afterAnUpdateTheDiffSaysOfWhichVersionTheCopyIs() throws IOException {
        run("templates", "copy", "acme/desk");
        run("templates", "copy", "lib/part.vm");
        edit(DESK, "%%colour%%", "blue");
        terminal.use(program("2.0", "two"));
        String diff = run("templates", "diff", "acme/desk");
        assertThat(diff)
                .contains(
                        "# your copy is of 1.0; the built-in one has changed since: the diff has your changes and its own\n")
                .contains("# when you have merged them, write this in place of line 2 of your copy:\n# <!-- Copy of ");
        assertThat(run("templates", "diff", "lib/part.vm"))
                .contains("-part two of $phone.mac\n+part one of $phone.mac\n")
                .endsWith("# your copy is of 1.0 and unchanged: - is the built-in file of now, + is that of then\n");
        String merged =
                diff.lines().reduce((first, second) -> second).orElseThrow().substring(2);
        edit(DESK, content(DESK).lines().toList().get(1), merged);
        assertThat(run("templates")).doesNotContain("acme/desk:");
    }

    @Test
    void aFileWithoutARecordIsComparedByItsContent() throws IOException {
        terminal.write(WALL, content(program("1.0", "one"), WALL).replace(">wall<", ">own<"));
        terminal.write("templates/phones/own.xml", "<doc/>");
        assertThat(run("templates", "diff", "acme/wall"))
                .contains("\n-")
                .contains("\n+")
                .endsWith("# the file does not say of which version it is a copy\n");
        assertThat(run("templates", "diff", "own"))
                .isEqualTo("# templates/phones/own.xml comes from no built-in file\n");
    }

    @Test
    void jsonHasTheSame() throws IOException {
        run("templates", "copy", "acme/desk");
        assertThat(run("templates", "--json"))
                .startsWith("[{\"name\":\"acme/desk\",\"path\":\"" + DESK + "\",\"kind\":\"phone\",\"from\":\"root\","
                        + "\"replaces_built_in\":true,\"copy_of\":\"" + DESK
                        + "\",\"copy_version\":\"1.0\",\"state\":\"same\",")
                .contains("\"models\":[\"Desk 10\",\"Desk 20\"]");
        assertThat(run("templates", "acme/desk", "--json"))
                .contains(
                        "\"options\":[{\"name\":\"languages\",\"values\":[\"English\",\"German\"],\"default\":\"English\","
                                + "\"scope\":\"phone\"}]")
                .contains("{\"name\":\"vlan\",\"type\":\"int\",\"description\":\"a whole number from 1 to 4094\","
                        + "\"default\":\"7\",\"scope\":\"phone\"}");
    }

    @Test
    void whatCountsForEachLineIsMarked() throws IOException {
        run("templates", "copy", "acme/desk");
        edit(DESK, "<languages>", "<languages scope=\"line\">");
        edit(DESK, "<var name=\"vlan\"", "<var scope=\"line\" name=\"vlan\"");
        assertThat(run("templates", "acme/desk"))
                .contains("languages: English, German; default English; for each line\n")
                .contains("vlan: a whole number from 1 to 4094; default '7'; for each line\n");
        assertThat(run("templates", "acme/desk", "--json"))
                .contains("\"default\":\"English\",\"scope\":\"line\"}")
                .contains("\"default\":\"7\",\"scope\":\"line\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "'copy', 'copy' needs the name of a template",
        "'acme/desk acme/wall', unexpected argument acme/wall",
        "'diff acme/desk acme/wall', unexpected argument acme/wall",
        "'acme/desk --as x', --as belongs to 'lineman templates copy NAME'",
        "'diff --with-fragments', --with-fragments belongs to",
        "'diff --json', JSON belongs to the list"
    })
    void optionsOfAnotherActionAreUsageErrors(String arguments, String message) {
        assertThat(terminal.run(("templates " + arguments).split(" "))).isEqualTo(2);
        assertThat(terminal.err()).startsWith("lineman: " + message);
    }
}
