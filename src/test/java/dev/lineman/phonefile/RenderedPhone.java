package dev.lineman.phonefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.OneShotRendering;
import dev.lineman.command.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One phone with one account, rendered with the built-in templates. */
final class RenderedPhone {
    private RenderedPhone() {}

    /** Renders a phone of pbx.example that has an administrator, with the YAML of {@code phone}. Returns its parameters. */
    static Map<String, String> parameters(Path root, String file, String values) throws Exception {
        return parameters(root, file, "pbx_ip: pbx.example, vars: {admin_password: secret}", values);
    }

    /** Renders a phone with the YAML of its extension and of {@code phone}. Returns its parameters. */
    static Map<String, String> parameters(Path root, String file, String extension, String values) throws Exception {
        Files.writeString(Files.createDirectories(root.resolve("extensions.d")).resolve("100.yaml"), """
                {
                  extension: 100, first_name: J, last_name: D, auth_id: j, auth_password: p,
                  provisioning: {allow: [192.0.2.0/24]},
                  %s,
                  phone: {mac: 000413000001, %s}
                }
                """.formatted(
                        extension, values));
        CommandResult result = OneShotRendering.withBuiltInTemplates(root);
        assertThat(result.problems()).isEmpty();
        return PhoneFileReader.byName(
                PhoneFileReader.read(root.resolve("out/provisioning").resolve(file)));
    }
}
