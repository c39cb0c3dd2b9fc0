package dev.lineman.command.schema;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.FieldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A random extension file or {@code _defaults.yaml}, right or wrong, with the keys of the table. Names of models,
 * templates and options are those of the project's own templates in any spelling. For one test.
 */
final class RandomInputFile {
    /** Scalars as they are typed: what YAML takes for a number, a truth value, a date, nothing or a reference. */
    private static final List<String> SCALARS = List.of(
            "0100",
            "100",
            "on",
            "yes",
            "true",
            "False",
            "~",
            "null",
            "''",
            "\"\"",
            "1e5",
            "0x1F",
            "0o17",
            ".5",
            "-1",
            "+7",
            "1_000",
            ".inf",
            ".nan",
            "2024-01-02",
            "12:30",
            "'a: b'",
            "\"x\"",
            "!secret desk",
            "!env PBX_2",
            "Ümit",
            "'*97'",
            "10.172.0.2",
            "pbx.example",
            "http://h/p?x=1",
            "Desk 5",
            "a.b-c_d",
            "1",
            "99",
            "\"a\\tb\"",
            "[a]",
            "{a: b}");

    private static final List<String> MODELS =
            List.of("Yealink T54W", "T54W", "SIP-T54W", "Snom D785", "370", "Cisco 8841", "Poly VVX 250", "Fanvil X5U");
    private static final List<String> TEMPLATES =
            List.of("yealink/yealink-t", "fanvil/fanvil.xml", "snom320", "' poly/poly '");
    private static final List<String> SITE_TEMPLATES =
            List.of("phonebooks", "asterisk.xml", "' dnsmasq '", "poly-master");
    private static final List<List<String>> OPTIONS = List.of(
            List.of("timezone", "Europe/Berlin"),
            List.of("language", "German"),
            List.of("transport", "TLS"),
            List.of("srtp", "off"),
            List.of("srtp", "2"),
            List.of("resync", "daily"),
            List.of("timezone", "!env ZONE"),
            List.of("language", "!secret a.b"),
            List.of("transport", "~"));
    private static final List<String> MACS = List.of(
            "000413246672",
            "00:04:13:24:66:72",
            "00-04-13-24-66-72",
            "0004.1324.6672",
            "'00041324667A'",
            "12e413246672");
    private static final List<String> NETWORKS =
            List.of("10.0.0.0/8", "192.168.1.1", "\"2001:db8::/32\"", "\"::1\"", "\"::ffff:10.0.0.0/104\"", "lan");
    private static final List<String> MOMENTS = List.of(
            "2026-12-01T12:00Z",
            "2026-12-01T12:00:30.5+02:00",
            "'2026-12-01t12:00z'",
            "+12026-12-01T12:00-0130",
            "-0001-12-01T00:00Z",
            "2026-12-01T24:00Z",
            "''",
            "~");
    private static final List<String> PARAMETERS = List.of(
            "account.1.label: 20",
            "'user_srtp[2]': off",
            "yealink: {'a.b': !secret t, c: [1, x]}",
            "snom: {}",
            "fanvil: ~",
            "sip/line[1]/A: ''",
            "static.security.user_password: [user:a, !env B]",
            "x: ~");

    private static final List<String> VARIABLES = List.of(
            "vlan_id: 20",
            "VLAN_ID: 30",
            "vlan_id: !env VLAN",
            "sip_port: '5070'",
            "outbound_proxy: sbc.example",
            "'Größe': 1",
            "param::x: on",
            "ntp_server: ~",
            "1: 2",
            "lldp: no",
            "admin_password: !secret a");

    private final Random random;

    RandomInputFile(long seed) {
        this.random = new Random(seed);
    }

    String text(SchemaKind kind) {
        if (kind == SchemaKind.defaults) {
            return mapping(FieldScope.DEFAULTS);
        }
        return switch (random.nextInt(3)) {
            case 0 -> entry();
            case 1 -> list(this::entry);
            default -> entry() + "\n---\n" + entry();
        };
    }

    private String entry() {
        return random.nextInt(4) == 0
                ? "{contact: " + mapping(FieldScope.CONTACT) + '}'
                : mapping(FieldScope.EXTENSION);
    }

    private String mapping(FieldScope scope) {
        List<String> entries = new ArrayList<>();
        for (ExtensionField field : ExtensionField.all(each -> each.isIn(scope))) {
            boolean needed = field == ExtensionField.EXTENSION
                    || field == ExtensionField.MAC
                    || field == ExtensionField.NUMBERS
                    || (field == ExtensionField.COMPANY && scope == FieldScope.CONTACT)
                    || field == ExtensionField.WORK;
            if (needed || random.nextInt(6) == 0) {
                entries.add(field.key() + ": " + value(field));
            }
        }
        return '{' + String.join(", ", entries) + '}';
    }

    private String value(ExtensionField field) {
        if (random.nextInt(12) == 0 && field.kind() != FieldKind.MAP && !isName(field)) {
            return any(SCALARS);
        }
        return switch (field.kind()) {
            case PLAIN -> plain(field);
            case MAC -> any(MACS);
            case LINE -> any(List.of("1", "02", "007", "250", "999", "'12'", "1.0", "0x2"));
            case IPUI -> any(List.of("02A1B2C3D4", "'02 a1 b2 c3 d4'", "57005 0782068 7", "570050782068"));
            case HANDSET ->
                random.nextInt(8) == 0
                        ? mapping(FieldScope.HANDSET)
                        : any(List.of(
                                "{}", "{number: 2}", "{number: '003', name: 0x1}", "{ipui: 02A1B2C3D4, name: on}"));
            case BASES ->
                random.nextInt(8) == 0
                        ? list(() -> random.nextBoolean() ? any(MACS) : mapping(FieldScope.BASE))
                        : any(List.of("[]", "[000413246673, ~]", "[{mac: 00-04-13-24-66-73, group: 1}, 000413246674]"));
            case MAP -> anyMapping(this::option);
            case VARS -> anyMapping(() -> any(VARIABLES));
            case PARAMETERS -> anyMapping(() -> any(PARAMETERS));
            case LIST -> list(() -> any(SCALARS));
            case TELEPHONE ->
                any(List.of("+49 30 123456", "'0171/99'", "anna@example.com", "1e5", "+49 (0)30 1", "''", "112"));
            case TELEPHONES -> mapping(FieldScope.NUMBERS);
            case SPEED_DIAL -> any(List.of("7", "'*07'", "''", "007", "x"));
            case NAME_ORDER -> any(List.of("first_name", "last_name", "name", "~"));
            case NAME_LIST -> random.nextBoolean() ? any(SCALARS) : list(() -> any(SCALARS));
            case MODULES -> any(List.of("2", "0", "EXP50", "[EXP50, EXP50]", "[]"));
            case NAMES -> list(() -> any(SITE_TEMPLATES));
            case BLF ->
                random.nextBoolean() ? list(this::blfKey) : anyMapping(() -> random.nextInt(40) + ": " + blfKey());
            case PHONE -> mapping(FieldScope.PHONE);
            case PHONES -> list(() -> mapping(FieldScope.PHONE));
            case MODELS -> anyMapping(() -> '"' + any(MODELS) + "*\": " + mapping(FieldScope.MODEL));
            case PROFILES ->
                anyMapping(() -> any(List.of("desk", "front desk", "a-1.b")) + ": " + mapping(FieldScope.PROFILE));
            case PROVISIONING -> mapping(FieldScope.PROVISIONING);
            case TOKEN ->
                any(List.of("0123456789abcdef", "a~b.c-d_e0123456789", "!secret t", "''", "1234567890123456"));
            case NETWORKS -> list(() -> any(NETWORKS));
            case FLAG -> any(List.of("true", "false", "'true'", "~"));
            case MOMENT -> any(MOMENTS);
            case COUNT -> any(List.of("1", "999999", "''", "'5'", "007"));
            case URL -> field != ExtensionField.EXACT && random.nextBoolean() ? mapping(FieldScope.URL) : any(SCALARS);
            case TEXT, PASSWORD, SITE, USER -> any(SCALARS);
        };
    }

    private static boolean isName(ExtensionField field) {
        return field == ExtensionField.MODEL
                || field == ExtensionField.TEMPLATE
                || field == ExtensionField.SITE_TEMPLATES;
    }

    private String plain(ExtensionField field) {
        return switch (field) {
            case MODEL -> anyCase(any(MODELS));
            case TEMPLATE -> any(TEMPLATES);
            default -> any(SCALARS);
        };
    }

    private String option() {
        List<String> option = any(OPTIONS);
        return anyCase(option.get(0)) + ": " + anyCase(option.get(1));
    }

    private String blfKey() {
        return random.nextInt(8) == 0 ? "~" : mapping(FieldScope.BLF_KEY);
    }

    private String list(Supplier<String> item) {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            items.add(item.get());
        }
        return '[' + String.join(", ", items) + ']';
    }

    private String anyMapping(Supplier<String> entry) {
        String text = list(entry);
        return '{' + text.substring(1, text.length() - 1) + '}';
    }

    /** Another spelling that means the same. The names behind tags stay as they are. */
    private String anyCase(String text) {
        return text.startsWith("!")
                ? text
                : switch (random.nextInt(3)) {
                    case 0 -> text.toLowerCase(Locale.ROOT);
                    case 1 -> text.toUpperCase(Locale.ROOT);
                    default -> text;
                };
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
