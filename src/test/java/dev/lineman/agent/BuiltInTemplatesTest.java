package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layer of built-in templates beneath the files of a root. */
class BuiltInTemplatesTest {
    private static final String PLAIN = "templates/phones/vendor/plain.xml";
    private static final String LOOPED = "templates/phones/vendor/looped.xml";
    private static final String PART = "templates/lib/part.vm";

    private static final String COUNTED = "templates/phones/counted.xml";
    private static final String MODELS = "templates/models/m.yaml";

    @TempDir
    Path temporary;

    @Test
    void aRootWithExtensionsOnlyGetsFilesForItsPhones() {
        TestRoot root = root("1").write("extensions.d/100.yaml", extension(100, "Plain"));
        root.runUntilIdle();
        assertThat(root.files()).containsEntry("provisioning/plain-00005e005300", "plain 1: 100\n");
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aFileOfTheRootReplacesTheBuiltInOneAndOnlyThatUntilItIsGone() {
        TestRoot root = root("1")
                .write("extensions.d/100.yaml", extension(100, "Plain"))
                .write("extensions.d/101.yaml", extension(101, "Looped"));
        root.runUntilIdle();
        root.write(PLAIN, plain("own"));
        assertThat(root.runUntilIdle().written()).containsExactly("provisioning/plain-00005e005300");
        assertThat(root.files()).containsEntry("provisioning/plain-00005e005300", "plain own: 100\n");
        root.write(PART, "own part");
        assertThat(root.runUntilIdle().written()).containsExactly("provisioning/looped-00005e005301");
        root.delete(PLAIN);
        assertThat(root.runUntilIdle().written()).containsExactly("provisioning/plain-00005e005300");
        assertThat(root.files())
                .containsEntry("provisioning/plain-00005e005300", "plain 1: 100\n")
                .containsEntry("provisioning/looped-00005e005301", "own part: 101\n");
    }

    @Test
    void aRootThatOverridesOneTemplateKeepsItsBytesOverAnUpdateOfTheProgram() {
        TestRoot before = root("1")
                .write("extensions.d/100.yaml", extension(100, "Plain"))
                .write("extensions.d/101.yaml", extension(101, "Looped"))
                .write(PLAIN, plain("own"));
        before.runUntilIdle();
        TestRoot after = root("2");
        after.runUntilIdle();
        assertThat(after.files())
                .containsEntry("provisioning/plain-00005e005300", "plain own: 100\n")
                .containsEntry("provisioning/looped-00005e005301", "part 2: 101\n");
        assertThat(before.files()).containsEntry("provisioning/looped-00005e005301", "part 1: 101\n");
    }

    @Test
    void aModelFileOfTheRootAddsToTheBuiltInOneWithTheSamePath() {
        TestRoot root = root("1")
                .write("extensions.d/101.yaml", extension(101, "Counted 1"))
                .write("extensions.d/102.yaml", extension(102, "Counted 2"));
        root.runUntilIdle();
        assertThat(root.files())
                .containsEntry("provisioning/counted-00005e005301", "1: 1\n")
                .containsEntry("provisioning/counted-00005e005302", "1: 2\n");
        root.write(MODELS, "{family: Own, models: {counted-2: {lines: 7}}}");
        assertThat(root.runUntilIdle().written()).containsExactly("provisioning/counted-00005e005302");
        assertThat(root.files()).containsEntry("provisioning/counted-00005e005302", "1: 7\n");
        root.write(MODELS, "{family: Own, models: {counted-2: {");
        assertThat(root.runUntilIdle().written()).isEmpty();
        root.delete(MODELS);
        assertThat(root.runUntilIdle().written()).containsExactly("provisioning/counted-00005e005302");
        assertThat(root.files()).containsEntry("provisioning/counted-00005e005302", "1: 2\n");
    }

    @Test
    void aBrokenFileOfTheRootDoesNotBringTheBuiltInOneBack() {
        TestRoot root = root("1").write("extensions.d/100.yaml", extension(100, "Plain"));
        root.runUntilIdle();
        root.write(PLAIN, plain("own"));
        root.runUntilIdle();
        root.write(PLAIN, "<doc>");
        root.runUntilIdle();
        assertThat(root.files()).containsEntry("provisioning/plain-00005e005300", "plain own: 100\n");
        assertThat(root.problems()).singleElement().extracting("at.file").isEqualTo(PLAIN);
        TestRoot restarted = root("1");
        restarted.runUntilIdle();
        assertThat(restarted.files()).isEmpty();
        assertThat(restarted.problems()).first().extracting("at.file").isEqualTo(PLAIN);
    }

    @Test
    void afterTheFolderOfTemplatesIsGoneTheBuiltInOnesApply() throws IOException {
        TestRoot root = root("1")
                .write("extensions.d/100.yaml", extension(100, "Plain"))
                .write(PLAIN, plain("own"));
        root.runUntilIdle();
        Files.move(temporary.resolve("templates"), temporary.resolve("moved"));
        assertThat(root.runUntilIdle().written()).containsExactly("provisioning/plain-00005e005300");
        assertThat(root.files()).containsEntry("provisioning/plain-00005e005300", "plain 1: 100\n");
        assertThat(root.problems()).isEmpty();
        Files.move(temporary.resolve("moved"), temporary.resolve("templates"));
        root.runUntilIdle();
        assertThat(root.files()).containsEntry("provisioning/plain-00005e005300", "plain own: 100\n");
    }

    @Test
    void anyEditsOfOverridesGiveWhatAFirstRunGives() throws IOException {
        for (int seed = 0; seed < Rounds.of(4); seed++) {
            Random random = new Random(seed);
            Path folder = Files.createDirectory(temporary.resolve("law" + seed));
            TestRoot root = TestRoot.withBuiltIn(folder, builtIn("1"));
            root.write("extensions.d/100.yaml", extension(100, "Plain"))
                    .write("extensions.d/101.yaml", extension(101, "Looped"))
                    .write("extensions.d/102.yaml", extension(102, "Counted 1"));
            root.runUntilIdle();
            for (int edit = 0; edit < 20; edit++) {
                String path = List.of(PLAIN, LOOPED, PART, "templates/phones/own.xml", MODELS, COUNTED)
                        .get(random.nextInt(6));
                if (random.nextInt(3) == 0) {
                    root.delete(path);
                } else if (path.equals(MODELS)) {
                    root.write(path, models(edit, random.nextBoolean() ? "counted" : "again"));
                } else if (path.equals(COUNTED)) {
                    root.write(path, counted("edit " + edit));
                } else if (path.equals(PART)) {
                    root.write(PART, "part of edit " + edit);
                } else {
                    String name = path.equals(LOOPED) ? "Looped" : path.equals(PLAIN) ? "Plain" : "Own";
                    root.write(path, named(name, "edit " + edit));
                }
                root.runUntilIdle();
                TestRoot scratch = root.fromScratch();
                assertThat(root.files())
                        .as("seed %d, edit %d of %s", seed, edit, path)
                        .isEqualTo(scratch.files());
                assertThat(root.problems()).as("seed %d, edit %d", seed, edit).isEqualTo(scratch.problems());
            }
        }
    }

    /** The templates of the project, as the build packs them. */
    @Test
    void theProgramHasTheTemplatesOfTheProject() throws IOException {
        SortedMap<String, byte[]> contents = BuiltInTemplates.ofProgram().contents();
        assertThat(contents).containsKey("templates/phones/yealink/yealink-t.xml");
        for (String path : contents.keySet()) {
            assertThat(contents.get(path)).as(path).isEqualTo(Files.readAllBytes(Path.of(path)));
        }
        assertThat(contents.keySet()).noneMatch(path -> path.startsWith("templates/static/"));
        assertThat(BuiltInTemplates.ofProgram().catalog().modelProblems()).isEmpty();
    }

    private TestRoot root(String version) {
        return TestRoot.withBuiltIn(temporary, builtIn(version));
    }

    private static BuiltInTemplates builtIn(String version) {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        contents.put(PLAIN, bytes(plain(version)));
        contents.put(
                LOOPED,
                bytes(TestRoot.template(
                        "phone-template",
                        "Looped",
                        "filename=\"looped-${phone.mac}\" syntax=\"velocity\"",
                        "#parse(\"lib/part.vm\"): $account.number")));
        contents.put(PART, bytes("part " + version));
        contents.put(COUNTED, bytes(counted(version)));
        contents.put("templates/phones/again.xml", bytes(counted("again")));
        contents.put(MODELS, bytes(models(1, "counted")));
        return BuiltInTemplates.of(version, contents);
    }

    private static String plain(String version) {
        return named("Plain", version);
    }

    private static String named(String name, String version) {
        return TestRoot.template(
                name,
                name.toLowerCase(Locale.ROOT) + "-%%mac_address%%",
                "plain " + version + ": %%extension_number%%");
    }

    private static String counted(String version) {
        return TestRoot.template("", "counted-%%mac_address%%", version + ": %%phone_lines%%");
    }

    private static String models(int lines, String template) {
        return "{family: F, template: " + template + ", models: {Counted 1: {lines: " + lines
                + "}, Counted 2: {lines: 2}}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String extension(int number, String model) {
        return """
                extension: %d
                first_name: Ann
                last_name: Archer
                auth_id: a
                auth_password: s3cret
                pbx_ip: 192.0.2.1
                provisioning: {allow: [192.0.2.0/24]}
                phone: {mac: "00:00:5e:00:53:%02d", model: %s}
                """.formatted(number, number - 100, model);
    }
}
