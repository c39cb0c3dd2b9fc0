package dev.lineman.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.input.Document;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.url.ServingPath;
import dev.lineman.resolve.variable.StaticFiles;
import dev.lineman.template.Catalog;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A thousand extensions with a phone each, and their template of 200 lines: what the stages are measured on. */
public final class Fleet {
    public static final int PHONES = 1000;

    public static final String TEMPLATE = "templates/phones/desk.xml";

    private static final List<String> NAMES = List.of(
            "mac_address",
            "extension_number",
            "extension_first_name",
            "extension_last_name",
            "extension_auth_id",
            "extension_auth_pw",
            "pbx_ip",
            "desk",
            "ntp");

    private static final String DEFAULTS = "extensions.d/_defaults.yaml";

    private Fleet() {}

    public static String path(int phone) {
        return "extensions.d/" + (1000 + phone) + ".yaml";
    }

    /** The file of an extension. */
    public static byte[] yaml(int phone) {
        return """
                extension: %d
                first_name: Grażyna
                last_name: "O'Hara %d"
                auth_id: u%06d
                auth_password: "%016x"
                phone:
                  mac: %s
                vars:
                  email: u%d@example.org
                  desk: "3-%d"
                """.formatted(1000 + phone, phone, phone, phone * 7919L, mac(phone), phone, phone)
                .getBytes(UTF_8);
    }

    public static String mac(int phone) {
        return "0004f2%06x".formatted(phone);
    }

    /** The file of their template. */
    public static byte[] xml() {
        String lines = IntStream.range(0, 200)
                .mapToObj(i ->
                        "key" + i + "=" + (i % 9 == 0 ? "%%" + NAMES.get(i / 9 % NAMES.size()) + "%%" : "value " + i))
                .collect(Collectors.joining("\n"));
        return ("<doc><header type=\"phone-template\"><name>Desk</name></header><data><device>"
                        + "<deviceconfig filename=\"cfg%%mac_address%%\"><![CDATA[" + lines
                        + "]]></deviceconfig></device></data></doc>")
                .getBytes(UTF_8);
    }

    public static DeviceConfig config() {
        return ((Template) document(new TemplateReader().read(TEMPLATE, xml()).document()))
                .configs()
                .get(0);
    }

    public static Inventory inventory() {
        ExtensionReader reader = new ExtensionReader();
        List<FileChange> changes = new ArrayList<>();
        byte[] defaults = "pbx_ip: 10.1.0.1\nmodel: Desk\nvars: {ntp: 10.1.0.2}\n".getBytes(UTF_8);
        changes.add(
                new FileChange(DEFAULTS, null, reader.read(DEFAULTS, defaults).document()));
        for (int i = 0; i < PHONES; i++) {
            changes.add(new FileChange(
                    path(i), null, document(reader.read(path(i), yaml(i)).document())));
        }
        return Inventory.empty().with(changes);
    }

    public static Resolver resolver() {
        Catalog catalog = Catalog.EMPTY.with(
                TEMPLATE, new TemplateReader().read(TEMPLATE, xml()).document());
        return new Resolver(inventory(), catalog, SecretStore.NONE, Map.of(), StaticFiles.NONE, ServingPath.ASSUMED);
    }

    private static Document document(Document document) {
        return Objects.requireNonNull(document, "a file of the fleet does not parse");
    }
}
