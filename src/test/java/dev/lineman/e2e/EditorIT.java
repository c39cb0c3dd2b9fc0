package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The schemas in an editor: what its language server completes, shows and marks. */
@SystemTest
class EditorIT {
    /** {@code .ci/run} installs the server there. */
    private static final Path SERVER =
            Path.of("target/yaml-language-server/node_modules/yaml-language-server/bin/yaml-language-server");

    private static final String EXTENSION = "# yaml-language-server: $schema=../.schemas/extension.json\n";
    private static final String DEFAULTS = "# yaml-language-server: $schema=../.schemas/defaults.json\n";

    @TempDir
    Path root;

    private YamlLanguageServer server;

    @BeforeEach
    void makeARootAndStartTheServer() throws Exception {
        Path script = Debian.file(SERVER.toAbsolutePath(), "npm: yaml-language-server");
        Jar.CommandResult result = Jar.run(root, "init", "--yes", ".");
        assertThat(result.code()).as("%s", result.err()).isZero();
        Map<String, Object> settings = new HashMap<>(
                Map.of("validate", true, "hover", true, "completion", true, "schemaStore", Map.of("enable", false)));
        new JsonMapper()
                .readTree(Files.readString(root.resolve(".vscode/settings.json")))
                .properties()
                .forEach(setting -> settings.put(setting.getKey().replace("yaml.", ""), setting.getValue()));
        server = new YamlLanguageServer(script, root, settings);
    }

    @AfterEach
    void stopTheServer() {
        if (server != null) {
            server.close();
        }
    }

    private Path file(String name) {
        return root.resolve("extensions.d").resolve(name);
    }

    /** Opens a text in which a {@code |} marks the cursor, and returns what is offered there. */
    private List<String> offered(String name, String text) throws Exception {
        int[] cursor = openAtCursor(name, text);
        return server.completions(file(name), cursor[0], cursor[1]);
    }

    private String shown(String name, String text) throws Exception {
        int[] cursor = openAtCursor(name, text);
        return server.hover(file(name), cursor[0], cursor[1]);
    }

    private int[] openAtCursor(String name, String text) throws Exception {
        String before = text.substring(0, text.indexOf('|'));
        server.open(file(name), before + text.substring(before.length() + 1));
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return new int[] {line, before.length() - before.lastIndexOf('\n') - 1};
    }

    @Test
    void theFilesOfANewRootAreValid() throws Exception {
        for (String name : List.of("extensions.d/100.yaml", "extensions.d/_defaults.yaml", "secrets.yaml")) {
            String text = Files.readString(root.resolve(name));
            assertThat(text).startsWith("# yaml-language-server: $schema=");
            assertThat(server.open(root.resolve(name), text)).as(name).isEmpty();
        }
    }

    @Test
    void keysModelsAndOptionsAreOffered() throws Exception {
        assertThat(offered("a.yaml", EXTENSION + "extension: 100\n|")).contains("first_name", "phone", "vars");
        assertThat(offered("b.yaml", EXTENSION + "extension: 100\nphone:\n  mac: 000413246672\n  model: |"))
                .contains("Yealink T54W", "Snom D785")
                .doesNotContain("true", "null");
        assertThat(offered("c.yaml", EXTENSION + "- extension: 100\n  options:\n    |"))
                .contains("language", "timezone", "srtp");
        assertThat(offered("d.yaml", EXTENSION + "extension: 100\noptions:\n  timezone: |"))
                .contains("Europe/Berlin", "America/New_York");
        assertThat(offered("e.yaml", EXTENSION + "extension: 100\nvars:\n  |")).contains("vlan_id", "ntp_server");
        assertThat(offered("f.yaml", EXTENSION + "extension: 100\ncodecs:\n  - |"))
                .contains("G722", "PCMA");
        assertThat(offered("g.yaml", DEFAULTS + "models:\n  |")).contains("Yealink T54W");
        assertThat(offered("h.yaml", DEFAULTS + "models:\n  \"Yealink *\":\n    options:\n      srtp: |"))
                .contains("offered", "required");
    }

    @Test
    void aKeyAndAValueHaveTheirText() throws Exception {
        assertThat(shown("a.yaml", EXTENSION + "extension: 100\nfirst_|name: John"))
                .startsWith("The first name of the person.");
        assertThat(shown("b.yaml", EXTENSION + "extension: 100\nvars:\n  vlan|_id: 20"))
                .contains("whole number from 1 to 4094");
        assertThat(shown("c.yaml", EXTENSION + "extension: 100\noptions:\n  lang|uage: German"))
                .contains("Default: English", "French");
    }

    @Test
    void whatIsWrongIsMarkedAtItsLineAndNothingElse() throws Exception {
        assertThat(server.open(file("a.yaml"), EXTENSION + "extension: 100\nfrist_name: John\n"))
                .singleElement()
                .asString()
                .startsWith("3: ")
                .contains("frist_name");
        assertThat(server.open(
                        file("b.yaml"),
                        EXTENSION + "- extension: 100\n  phone: {mac: 000413246672, model: Yealink T54X}\n"))
                .singleElement()
                .asString()
                .startsWith("3: ");
        assertThat(server.open(file("c.yaml"), EXTENSION + "extension: 100\noptions: {timezone: Europe/Berln}\n"))
                .singleElement()
                .asString()
                .startsWith("3: ");
        assertThat(server.open(file("d.yaml"), EXTENSION + """
                extension: 0100
                first_name: on
                auth_password: !secret desk
                label: 1e5
                phone:
                  mac: 00:04:13:24:66:72
                  model: yealink t54w
                  line: 01
                  options: {Language: german, timezone: !env ZONE}
                vars: {vlan_id: !env VLAN, greeting: true}
                """)).isEmpty();
    }

    /** Without a line in the file, the editor's settings choose the schema. Then it counts for each document of a file. */
    @Test
    void settingsChooseTheSchemaByFolder() throws Exception {
        assertThat(server.open(file("a.yaml"), "extension: 100\n---\nextension: 101\nfoo: x\n"))
                .singleElement()
                .asString()
                .startsWith("4: ")
                .contains("foo");
        assertThat(server.open(file("a/_defaults.yaml"), "pbx_ip: 10.0.0.1\nextension: 100\n"))
                .singleElement()
                .asString()
                .startsWith("2: ");
        assertThat(server.open(root.resolve("secrets.yaml"), "desk: s3cret\npbx: [s3cret]\n"))
                .singleElement()
                .asString()
                .startsWith("2: ")
                .doesNotContain("s3cret");
    }
}
