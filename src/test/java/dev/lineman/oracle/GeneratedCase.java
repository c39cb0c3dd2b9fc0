package dev.lineman.oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A generated template and a phone that uses it. */
public record GeneratedCase(Node template, OraclePhone phone) {
    /** The template's file name. */
    public static final String FILE = "x.ph.xml";

    /** Extensions without phones, for BLF keys: number, first and last name. */
    static final List<List<String>> COLLEAGUES =
            List.of(List.of("105", "Ann", "Lee & Co"), List.of("106", "%%pbx_ip%%", "$x #if"));

    /** The expected result, as the oracle computes it. */
    public Oracle.Outcome outcome() {
        return Oracle.render(FILE, template.text().getBytes(StandardCharsets.UTF_8), phone);
    }

    /** The input files of this case: their contents by path below the root. */
    public Map<String, String> inputs() {
        Map<String, String> files = new TreeMap<>(extensions(phone));
        for (List<String> colleague : COLLEAGUES) {
            files.put(
                    "extensions.d/" + colleague.get(0) + ".yaml",
                    "extension: " + quoted(colleague.get(0)) + "\nfirst_name: " + quoted(colleague.get(1))
                            + "\nlast_name: " + quoted(colleague.get(2)) + "\n");
        }
        files.put("templates/phones/" + FILE, template.text());
        return files;
    }

    /** The extension files that describe a phone, and {@code _defaults.yaml}. */
    public static Map<String, String> extensions(OraclePhone phone) {
        Map<String, String> files = new TreeMap<>();
        StringBuilder defaults = new StringBuilder("options:\n");
        phone.options().forEach((name, pick) -> {
            if (pick.byDefault()) {
                defaults.append("  ")
                        .append(name)
                        .append(": ")
                        .append(quoted(pick.value()))
                        .append('\n');
            }
        });
        files.put(
                "extensions.d/_defaults.yaml",
                defaults.toString().equals("options:\n") ? "vars: {}\n" : defaults.toString());
        int first = phone.accounts().firstKey();
        phone.accounts()
                .forEach((line, account) -> files.put(
                        "extensions.d/" + account.number() + ".yaml",
                        account(account) + "phone:\n  mac: " + quoted(phone.mac()) + "\n  line: " + line + "\n"
                                + (line == first ? details(phone) : "")));
        return files;
    }

    private static String account(OraclePhone.Account account) {
        return "extension: " + quoted(account.number())
                + "\nfirst_name: " + quoted(account.firstName())
                + "\nlast_name: " + quoted(account.lastName())
                + "\nauth_id: " + quoted(account.authId())
                + "\nauth_password: " + quoted(account.authPassword())
                + "\npbx_ip: " + quoted(account.pbxIp())
                + (account.label().isEmpty() ? "\n" : "\nlabel: " + quoted(account.label()) + "\n");
    }

    private static String details(OraclePhone phone) {
        StringBuilder yaml = new StringBuilder("  model: " + quoted(phone.model()) + "\n");
        if (!phone.network().isEmpty()) {
            yaml.append("  network: ").append(quoted(phone.network())).append('\n');
        }
        if (!phone.codecs().isEmpty()) {
            yaml.append("  codecs: [")
                    .append(String.join(
                            ", ",
                            phone.codecs().stream().map(GeneratedCase::quoted).toList()))
                    .append("]\n");
        }
        Map<String, String> picks = new LinkedHashMap<>();
        phone.options().forEach((name, pick) -> {
            if (!pick.byDefault()) {
                picks.put(name, pick.value());
            }
        });
        map(yaml, "options", picks);
        map(yaml, "vars", phone.vars());
        if (!phone.keys().isEmpty()) {
            yaml.append("  blf:\n");
            phone.keys()
                    .forEach((n, key) -> yaml.append("    ")
                            .append(n)
                            .append(": ")
                            .append(key(key))
                            .append('\n'));
        }
        return yaml.toString();
    }

    private static void map(StringBuilder yaml, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            yaml.append("  ").append(name).append(":\n");
            values.forEach((key, value) -> yaml.append("    ")
                    .append(quoted(key))
                    .append(": ")
                    .append(quoted(value))
                    .append('\n'));
        }
    }

    private static String key(OraclePhone.Key key) {
        String type = key.type().equals("extension") ? "" : "type: " + key.type() + ", ";
        if (key.type().equals("extension")
                && COLLEAGUES.contains(List.of(key.number(), key.firstName(), key.lastName()))) {
            return "{" + type + "number: " + quoted(key.number()) + "}";
        }
        return "{" + type + "number: " + quoted(key.number()) + ", first_name: " + quoted(key.firstName())
                + ", last_name: " + quoted(key.lastName()) + "}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Smaller variants, to shrink a failing case. Those that lack the most come first. */
    public List<GeneratedCase> smaller() {
        List<GeneratedCase> smaller = new ArrayList<>();
        int size = template.size();
        for (int piece = size / 2; piece > 0; piece /= 2) {
            for (int from = 1; from < size; from += piece) {
                smaller.add(new GeneratedCase(template.without(from, from + piece), phone));
            }
        }
        phone.options().keySet().forEach(name -> smaller.add(with(without(phone.options(), name), phone.vars())));
        phone.vars().keySet().forEach(name -> smaller.add(with(phone.options(), without(phone.vars(), name))));
        phone.keys()
                .keySet()
                .forEach(n -> smaller.add(new GeneratedCase(
                        template,
                        new OraclePhone(
                                phone.mac(),
                                phone.model(),
                                phone.network(),
                                phone.accounts(),
                                phone.options(),
                                phone.codecs(),
                                without(phone.keys(), n),
                                phone.vars()))));
        return smaller;
    }

    private GeneratedCase with(Map<String, OraclePhone.Pick> options, Map<String, String> vars) {
        return new GeneratedCase(
                template,
                new OraclePhone(
                        phone.mac(),
                        phone.model(),
                        phone.network(),
                        phone.accounts(),
                        options,
                        phone.codecs(),
                        phone.keys(),
                        vars));
    }

    private static <V> Map<String, V> without(Map<String, V> map, String key) {
        Map<String, V> rest = new LinkedHashMap<>(map);
        rest.remove(key);
        return rest;
    }

    private static <V> SortedMap<Integer, V> without(SortedMap<Integer, V> map, Integer key) {
        SortedMap<Integer, V> rest = new TreeMap<>(map);
        rest.remove(key);
        return rest;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        inputs().forEach((path, content) -> text.append("=== ")
                .append(path)
                .append('\n')
                .append(content.replace("\r", "\\r"))
                .append('\n'));
        return text.toString();
    }
}
