package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.cli.table.DisplayWidth;
import dev.lineman.operator.view.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lineman models}: the models of the program and of a root, without reading any extension. */
class ModelsCommandTest {
    @TempDir
    Path root;

    private Terminal terminal;

    @BeforeEach
    void createTerminal() {
        terminal = Terminal.withBuiltInTemplates(root);
    }

    @Test
    void aFolderThatIsNoRootHasTheModelsOfTheProgram() {
        assertThat(terminal.run("models")).isEqualTo(ExitCode.OK);
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out())
                .startsWith("MODEL ")
                .containsPattern("(?m)^Yealink T54W +Yealink T +yealink/\\S+-t +16 +27 +3 x 60 +srtp tls firmware$")
                .containsPattern("(?m)^Snom D785 +Snom D +snom/snom-d7xx +12 +24 +4 x 18 +srtp tls firmware$")
                .containsPattern("(?m)^Cisco 8851 +Cisco 8800 +cisco/mpp8800 +10 +10 +2 x 36 +srtp tls firmware$")
                .containsPattern(
                        "\\n\\d+ models; write the name into an extension file, for example 'model: [^']+'\n\\z");
        assertThat(terminal.out().lines()).allMatch(line -> DisplayWidth.of(line) <= 100);
    }

    @ParameterizedTest
    @CsvSource({
        "t54, 'Yealink T54S, Yealink T54W'",
        "T54 w, Yealink T54W",
        "cp-8851, Cisco 8851",
        "snom-300, 'Snom 300, Snom 320, Snom 360, Snom 370'",
        "w70, 'Yealink W52P, Yealink W56P, Yealink W60B, Yealink W70B'",
        "expansion 301, Poly VVX 301",
        "vvx MODULES 60, 'Poly VVX 600, Poly VVX 601'",
        "linphone srtp, Linphone",
        "cisco-7940 tftp, 'Cisco 7940G, Cisco 7960G'",
        "linphone-linphone, Linphone"
    })
    void wordsSelectByNameFamilyTemplateAndFeature(String words, String models) {
        String[] given = (words + " --json").split(" ");
        assertThat(terminal.run(arguments(given))).isEqualTo(ExitCode.OK);
        assertThat(names(terminal.out())).isEqualTo(List.of(models.split(", ")));
    }

    @Test
    void theExampleOnThePageIsWhatTheCommandPrints() throws IOException {
        assertThat(terminal.run("models", "t54")).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(Path.of("src/docs/phones.md"))).contains("$ lineman models t54\n" + terminal.out());
    }

    @Test
    void jsonHasWhatIsKnown() {
        assertThat(terminal.run("models", "X6U-V2", "--json")).isEqualTo(ExitCode.OK);
        assertThat(JsonObject.read("{\"all\":" + terminal.out().strip() + "}").toString())
                .isEqualTo(
                        "{all=[{model=Fanvil X6U, family=Fanvil X, template=fanvil/fanvil, accounts=20, keys=60, modules=0,"
                                + " module_types=[], module_keys=0, handsets=null, bases=null, screen=null, srtp=true, tls=true, firmware=true, tftp=false, aliases=[X6U-V2]}]}");
        assertThat(terminal.run("models", "Linphone", "--json")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("\"accounts\":null,\"keys\":0,\"modules\":0");
    }

    @Test
    void theRootAddsAndChangesModels() throws IOException {
        terminal.write(
                "templates/models/own.yaml",
                "{family: Yealink T, models: {Yealink T54W: {keys: 20}, Yealink T99: {lines: 3}}}");
        terminal.write("templates/phones/lobby.xml", "<doc><header><name>Lobby phone</name></header></doc>");
        terminal.write("extensions.d/1.yaml", "this is no extension");
        assertThat(terminal.run("models", "yealink-t", "t54w")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains(" 16        20 ").contains("1 model; ");
        assertThat(terminal.run("models", "T99")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("yealink/yealink-t");
        assertThat(terminal.run("models", "lobby", "--json")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("\"model\":\"Lobby phone\",\"family\":null,\"template\":\"lobby\"");
        assertThat(terminal.err())
                .as("the template makes no file")
                .contains("lobby.xml:1:1: warning:")
                .doesNotContain("1.yaml");
    }

    @Test
    void theSummaryHasTheNumberOfModelsOfEachVendor() throws IOException {
        terminal.write(
                "templates/models/own.yaml",
                "{family: Acme Desk, template: fanvil/fanvil, models: {Acme 1: {}, Acme 2: {}}}");
        terminal.write(
                "templates/models/more.yaml", "{family: Acme Wall, template: fanvil/fanvil, models: {Acme 3: {}}}");
        terminal.write("templates/phones/lobby.xml", "<doc><header><name>Lobby acme</name></header></doc>");

        assertThat(terminal.run("models", "acme", "--summary")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).isEqualTo("""
                        VENDOR  MODELS  FAMILIES
                        -       1       -
                        Acme    3       Desk, Wall
                        4 models of 2 vendors; list those of one vendor with its name, for example 'lineman models acme'
                        """);
        assertThat(terminal.run("models", "acme", "--summary", "--json")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out())
                .isEqualTo("[{\"vendor\":null,\"models\":1,\"families\":[{\"family\":null,\"models\":1}]},"
                        + "{\"vendor\":\"Acme\",\"models\":3,\"families\":[{\"family\":\"Acme Desk\",\"models\":2},"
                        + "{\"family\":\"Acme Wall\",\"models\":1}]}]\n");
        assertThat(terminal.run("models", "nothing", "--summary")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void theSummaryCountsEachModelOnce() throws IOException {
        assertThat(terminal.run("models", "--json")).isEqualTo(ExitCode.OK);
        long all = names(terminal.out()).stream().distinct().count();
        assertThat(terminal.run("models", "--summary")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("\n" + all + " models of ");
        assertThat(terminal.out().lines()).allMatch(line -> DisplayWidth.of(line) <= 100);
    }

    @Test
    void aProblemOfAModelFileIsPrinted() throws IOException {
        terminal.write("templates/models/own.yaml", "family: Own\nmodels:\n  Own 1: {line: 3}\n");
        assertThat(terminal.run("models", "t54w")).isEqualTo(ExitCode.OK);
        assertThat(terminal.err())
                .isEqualTo(
                        "templates/models/own.yaml:3:11: error: unknown key 'line' in a model; did you mean 'lines'?\n");
    }

    @Test
    void aFolderThatCannotBeReadIsOneProblem() throws IOException {
        Files.createDirectory(root.resolve("templates"));
        Files.createSymbolicLink(root.resolve("templates/phones"), Path.of("/"));
        assertThat(terminal.run("models")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err().lines().filter(line -> !line.startsWith("lineman: ")))
                .singleElement()
                .asString()
                .startsWith("templates/phones");
    }

    @Test
    void aModelWithTwoTemplatesIsOneModelAndNeedsAChoice() throws IOException {
        terminal.write("templates/phones/a.xml", "<doc><header><models><model>Acme 1</model></models></header></doc>");
        terminal.write("templates/phones/b.xml", "<doc><header><models><model>Acme 1</model></models></header></doc>");
        terminal.run("models", "acme");
        assertThat(terminal.out())
                .endsWith(
                        "1 model; several templates have Acme 1: choose one with 'template' in the extension file or in"
                                + " a\n  _defaults.yaml\n");
    }

    @Test
    void wordsThatMatchNothingNameTheNearestModels() {
        assertThat(terminal.run("models", "t54x")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err())
                .isEqualTo("lineman: no model matches 't54x'; the nearest are Yealink T54S, Yealink T54W\n");
        assertThat(terminal.run("models", "no", "such", "phone", "--json")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).isEqualTo("[]\n");
        assertThat(terminal.err()).contains("see all with: lineman models");
        assertThat(terminal.run("models", "--root", root.resolve("none").toString()))
                .isEqualTo(ExitCode.COULD_NOT_START);
    }

    @Test
    void noLineIsWiderThanATable() throws IOException {
        List<String> parts = List.of("Long name ", "電話機", "e\u0301e\u0301", "x", "👩‍💻", "W".repeat(40), " - ");
        for (long seed = 1; seed <= Rounds.of(15); seed++) {
            Random random = new Random(seed);
            StringBuilder yaml = new StringBuilder("family: F " + text(parts, random) + "\nmodels:\n");
            for (int i = 0; i < 5; i++) {
                yaml.append("  M")
                        .append(i)
                        .append(text(parts, random))
                        .append(": {template: ")
                        .append(random.nextBoolean() ? "yealink/yealink-t" : "fanvil/fanvil")
                        .append(", lines: 9999, keys: 9999, blfkeys: 9999, modules: {count: 9999, keys: 9999},")
                        .append(" features: [srtp, tls, firmware]}\n");
            }
            terminal.write("templates/models/own.yaml", yaml.toString());
            assertThat(terminal.run("models")).as(yaml.toString()).isEqualTo(ExitCode.OK);
            assertThat(terminal.out().lines()).as("seed %d", seed).allMatch(line -> DisplayWidth.of(line) <= 100);
        }
    }

    private static String text(List<String> parts, Random random) {
        StringBuilder text = new StringBuilder("a");
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.append('z').toString();
    }

    private static String[] arguments(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "models";
        System.arraycopy(words, 0, all, 1, words.length);
        return all;
    }

    private static List<String> names(String json) {
        Object all = JsonObject.read("{\"all\":" + json.strip() + "}").get("all");
        return ((List<?>) all)
                .stream()
                        .map(one -> String.valueOf(((Map<?, ?>) one).get("model")))
                        .toList();
    }
}
