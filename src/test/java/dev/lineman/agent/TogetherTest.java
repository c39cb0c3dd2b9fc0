package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.OneShotRendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many files in one cycle are parsed, rendered and written on all processors. The result equals that of single
 * cycles.
 */
class TogetherTest {
    /** Enough phones for every stage to use several threads. */
    private static final int PHONES = 1200;

    /** Few enough phones that no stage does. */
    private static final int FEW = 50;

    @TempDir
    Path folder;

    @Test
    void aFleetInOneCycleEqualsAFleetInManyCycles() throws Exception {
        Path once = root("once");
        Path pieces = root("pieces");
        List<String> problems = List.of();
        for (int i = 0; i < PHONES; i++) {
            write(pieces, i);
            if (i % FEW == FEW - 1) {
                problems = render(pieces);
            }
        }
        for (int i = 0; i < PHONES; i++) {
            write(once, i);
        }
        assertThat(render(once)).isEqualTo(problems).hasSizeGreaterThan(3);
        assertThat(tree(once)).isEqualTo(tree(pieces)).hasSizeGreaterThan(PHONES / 2);

        edit(once);
        List<String> after = render(once);
        Files.delete(once.resolve("out/provisioning/p0").resolve("000413000000"));
        assertThat(render(once)).isEqualTo(after);
        Path scratch = root("scratch");
        for (int i = 0; i < PHONES; i++) {
            write(scratch, i);
        }
        edit(scratch);
        assertThat(render(scratch)).isEqualTo(after);
        assertThat(tree(once)).isEqualTo(tree(scratch));
    }

    private Path root(String name) throws IOException {
        Path root = folder.resolve(name);
        Files.createDirectories(root.resolve("extensions.d"));
        Files.createDirectories(root.resolve("templates/phones"));
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), "pbx_ip: 10.0.0.1\nvars: {greeting: hello}\n");
        Files.writeString(root.resolve("templates/phones/a.xml"), """
                <doc><header type="phone-template"><name>A</name><models><model ua="A">A</model></models></header>
                <data><device><type>phone</type>
                <deviceconfig filename="p%%group%%/%%mac_address%%"><![CDATA[%%greeting%% %%extension_last_name%%]]></deviceconfig>
                <deviceconfig filename="common"><![CDATA[%%greeting%%]]></deviceconfig>
                </device></data></doc>
                """);
        return root;
    }

    /** Most files are valid. Some cannot be parsed, some lack a value, and some claim the number of another. */
    private static void write(Path root, int i) throws IOException {
        String number = i % 97 == 96 ? String.valueOf(1000 + i - 1) : String.valueOf(1000 + i);
        String group = i % 89 == 88 ? "" : "vars: {group: " + i % 3 + "}\n";
        String broken = i % 83 == 82 ? "nonsense: true\n" : "";
        String name = "extensions.d/" + (1000 + i) + ".yaml";
        String mac = String.format("000413%06x", i);
        Files.writeString(
                root.resolve(name),
                "extension: " + number + "\nfirst_name: Zoë\nlast_name: \"N & " + i
                        + "\"\nauth_id: a\nauth_password: b\n" + "phone: {mac: \"" + mac + "\", model: A}\n" + group
                        + broken);
    }

    private static void edit(Path root) throws IOException {
        Files.writeString(
                root.resolve("extensions.d/_defaults.yaml"), "pbx_ip: 10.0.0.1\nvars: {greeting: good day}\n");
    }

    private static List<String> render(Path root) throws Exception {
        return OneShotRendering.of(root).problems().stream()
                .map(Object::toString)
                .toList();
    }

    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path out = root.resolve("out/provisioning");
        try (Stream<Path> all = Files.walk(out)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(out.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
