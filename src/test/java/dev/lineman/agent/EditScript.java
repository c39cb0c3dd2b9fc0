package dev.lineman.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Random edits of a small root folder with few names, so that edits meet. The same seed gives the same script.
 */
final class EditScript {
    private static final List<String> FOLDERS = List.of("extensions.d", "extensions.d/n", "extensions.d/n/m");
    /** Most phones fail without one of these files. */
    private static final Set<String> SHARED =
            Set.of("extensions.d/_defaults.yaml", "templates/phones/x.xml", "secrets.yaml");

    private static final List<String> NAMES = List.of("Ann", "Bob", "\"Ç & <ü>\"", "'%%pbx_ip%% $x #if'");
    private static final List<String> BROKEN =
            List.of("", "extension: [", "extention: 1\n", "a: b: c", "<doc><data>", "\u00ff\u00fe: {", "p: [x]\n");

    /** Choices, codecs and a setting of each line. */
    private static final String LINE_OFFERS =
            "<t param=\"t\" scope=\"line\"><option value=\"u\"/><option value=\"v\"/></t>"
                    + "<Codecspriorities scope=\"line\"><c variableName=\"c1\"><option>PCMA</option><option>G722</option></c>"
                    + "</Codecspriorities><var name=\"e\" type=\"int\" min=\"1\" max=\"9\" default=\"5\" scope=\"line\"/>";

    private final Random random;
    /** For what each line has for itself, so that the rest of a script does not depend on it. */
    private final Random lineRandom;

    /** The random choices of vendor parameters. They leave all other choices of a seed as they are. */
    private final Random parameterRandom;

    /** Another one, for keys. */
    private final Random keyRandom;

    /** Another one, for DECT bases and handsets. */
    private final Random dectRandom;

    /** Another one, for contacts and phonebooks. */
    private final Random peopleRandom;

    /** Another one, for edits inside files of several extensions. */
    private final Random partRandom;

    /** The last content of each extension file. */
    private final Map<String, String> contents = new HashMap<>();

    /** Whether edits keep a part of the last content of an extension file. */
    private final boolean revises;

    private final List<Edit> edits = new ArrayList<>();

    /** The files after all edits. */
    private final TreeSet<String> files = new TreeSet<>();

    private final TreeSet<String> broken = new TreeSet<>();

    private EditScript(long seed, boolean revises) {
        this.revises = revises;
        this.random = new Random(seed);
        this.lineRandom = new Random(~seed);
        this.parameterRandom = new Random(seed + 1_000_003);
        this.dectRandom = new Random(seed + 3_000_003);
        this.keyRandom = new Random(seed + 2_000_003);
        this.peopleRandom = new Random(seed + 4_000_003);
        this.partRandom = new Random(seed + 5_000_003);
        for (String name : List.of("a", "b", "c")) {
            write("extensions.d/" + name + ".yaml", extensions());
        }
        write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nmodel: X\nvars: {a: 1, b: 2}\n");
        write("templates/phones/x.xml", template("X"));
        write("templates/phones/variants/v.xml", template("V"));
        write("templates/lib/f.cfg", "lib %%a%%\n");
        write("templates/site/b.xml", book("book.txt"));
        write("templates/site/variants/w.xml", book("hosts.txt"));
        write("secrets.yaml", "p: hunter2\n");
    }

    /** Returns a script of valid edits with a cycle after each. */
    static List<Edit> good(long seed, int count) {
        EditScript script = new EditScript(seed, seed % 4 == 3);
        for (int i = 0; i < count; i++) {
            script.edits.add(Edit.AgentAction.LOOK);
            script.edit();
        }
        return List.copyOf(script.edits);
    }

    /** Returns a script of valid edits in bursts of different sizes. */
    static List<Edit> bursts(long seed, int count) {
        EditScript script = new EditScript(seed, seed % 4 == 3);
        for (int i = 0; i < count; i++) {
            if (script.random.nextInt(3) == 0) {
                script.edits.add(Edit.AgentAction.LOOK);
            }
            if (script.random.nextInt(8) == 0) {
                script.edits.add(new Edit.ReplaceFolder(script.pick(List.of("extensions.d", "templates"))));
            }
            script.edit();
        }
        if (seed % 2 == 0) {
            script.calm();
        }
        return List.copyOf(script.edits);
    }

    /** Writes valid shared files and deletes all but two extension files, so that few phones fail. */
    private void calm() {
        write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nmodel: X\nvars: {a: 1, b: 2}\n");
        write("templates/phones/x.xml", template("X"));
        write("templates/phones/y.xml", template("Y"));
        write("templates/lib/f.cfg", fragment());
        write("secrets.yaml", "p: s\nq: t\n");
        List<String> extensions = new ArrayList<>(files);
        extensions.removeIf(path -> !path.matches("extensions.d/.*/?[abc].yaml"));
        for (String path : extensions.subList(0, Math.max(0, extensions.size() - 2))) {
            files.remove(path);
            edits.add(new Edit.Delete(path));
        }
    }

    /** Returns a script whose edits also break files and restart the agent. At the end all files are valid. */
    static List<Edit> broken(long seed, int count) {
        EditScript script = new EditScript(seed, false);
        for (int i = 0; i < count; i++) {
            if (script.random.nextInt(3) > 0) {
                script.edits.add(Edit.AgentAction.LOOK);
            }
            switch (script.random.nextInt(10)) {
                case 0, 1, 2 -> script.breakOne();
                case 3 -> script.edits.add(Edit.AgentAction.RESTART);
                default -> script.edit();
            }
        }
        script.edits.add(Edit.AgentAction.LOOK);
        for (String path : List.copyOf(script.broken)) {
            script.repair(path);
        }
        return List.copyOf(script.edits);
    }

    private void edit() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                String path = pick(FOLDERS) + "/" + pick(List.of("a", "b", "c")) + ".yaml";
                write(path, revised(path, extensions()));
            }
            case 4, 5 -> {
                String folder = pick(FOLDERS);
                write(folder + "/_defaults.yaml", defaults(folder));
            }
            case 6 -> {
                if (random.nextInt(3) == 0) {
                    write("templates/models/" + pick(List.of("m", "n")) + ".yaml", models());
                } else {
                    write(
                            "templates/phones/" + pick(List.of("x", "y", "variants/v")) + ".xml",
                            template(pick(List.of("X", "Y"))));
                }
            }
            case 7 -> {
                if (random.nextBoolean()) {
                    write("templates/lib/f.cfg", fragment());
                } else {
                    write("secrets.yaml", secrets());
                }
            }
            case 8 -> {
                if (random.nextBoolean()) {
                    write("templates/static/d/s.bin", "static " + random.nextInt(3));
                } else {
                    writeSite(pick(List.of("b", "variants/w")));
                }
            }
            case 9 -> moveFolder();
            default -> delete();
        }
    }

    private void breakOne() {
        String path = pick(List.copyOf(files.isEmpty() ? List.of("extensions.d/a.yaml") : files));
        files.add(path);
        broken.add(path);
        edits.add(
                random.nextInt(4) == 0
                        ? new Edit.DanglingLink(path)
                        : new Edit.Write(path, pick(BROKEN), StandardCharsets.ISO_8859_1));
    }

    private void repair(String path) {
        if (path.endsWith("_defaults.yaml")) {
            write(path, defaults(path.substring(0, path.lastIndexOf('/'))));
        } else if (path.startsWith("extensions.d/")) {
            write(path, extensions());
        } else if (path.startsWith("templates/site/")) {
            writeSite(path.substring("templates/site/".length(), path.length() - ".xml".length()));
        } else if (path.startsWith("templates/models/")) {
            write(path, models());
        } else if (path.endsWith(".xml")) {
            write(path, template(pick(List.of("X", "Y"))));
        } else if (path.endsWith("f.cfg")) {
            write(path, fragment());
        } else {
            write(path, secrets());
        }
    }

    /** Returns new content of an extension file, or its last content with an edit of one extension. */
    private String revised(String path, String fresh) {
        String last = contents.get(path);
        if (!revises || last == null || partRandom.nextInt(3) > 0) {
            return fresh;
        }
        List<String> parts = new ArrayList<>(List.of(last.split("(?<=\n)(?=---\n)")));
        List<String> others = List.of(fresh.split("(?<=\n)(?=---\n)"));
        int at = partRandom.nextInt(parts.size());
        switch (partRandom.nextInt(9)) {
            case 0 -> parts.add(at, others.get(0));
            case 1 -> parts.set(at, others.get(0));
            case 2 -> parts.add(parts.remove(at));
            case 3 -> parts.set(at, parts.get(at) + "# more\n");
            case 4 -> parts.set(0, "# above\n" + parts.get(0));
            case 5 -> {
                if (parts.size() > 1) {
                    parts.remove(at);
                }
            }
            default -> {
                return parts.get(at);
            }
        }
        return String.join("", parts);
    }

    private void write(String path, String content) {
        if (path.startsWith("extensions.d/")) {
            contents.put(path, content);
        }
        files.add(path);
        broken.remove(path);
        edits.add(
                switch (random.nextInt(6)) {
                    case 0 -> new Edit.WriteInTwoHalves(path, content);
                    case 1 -> new Edit.WriteWithBackup(path, content);
                    case 2, 3 -> new Edit.Write(path, content);
                    default -> new Edit.Replace(path, content);
                });
    }

    private void writeSite(String name) {
        write("templates/site/" + name + ".xml", book(name.equals("b") ? "book.txt" : "hosts.txt"));
    }

    private void delete() {
        if (files.isEmpty()) {
            return;
        }
        String path = pick(List.copyOf(files));
        if (SHARED.contains(path) && random.nextInt(4) > 0) {
            path = pick(List.copyOf(files));
        }
        files.remove(path);
        broken.remove(path);
        edits.add(new Edit.Delete(path));
    }

    private void moveFolder() {
        String from = "extensions.d/" + pick(List.of("n", "q")) + "/";
        String to = from.equals("extensions.d/n/") ? "extensions.d/q/" : "extensions.d/n/";
        if (files.stream().anyMatch(path -> path.startsWith(to))) {
            return;
        }
        moved(files, from, to);
        moved(broken, from, to);
        edits.add(new Edit.Move(from, to));
    }

    private static void moved(Set<String> paths, String from, String to) {
        for (String path : List.copyOf(paths)) {
            if (path.startsWith(from)) {
                paths.remove(path);
                paths.add(to + path.substring(from.length()));
            }
        }
    }

    private String extensions() {
        StringBuilder yaml = new StringBuilder();
        if (peopleRandom.nextInt(3) == 0) {
            yaml.append(contact());
        }
        for (int left = random.nextInt(3); left >= 0; left--) {
            yaml.append("---\nextension: ").append(100 + random.nextInt(90)).append('\n');
            yaml.append("first_name: ").append(pick(NAMES));
            yaml.append("\nlast_name: ").append(pick(NAMES));
            yaml.append("\nauth_id: i").append(random.nextInt(3)).append("\nauth_password: s3cret\n");
            if (random.nextInt(9) == 0) {
                yaml.append("site: s").append(random.nextInt(2)).append('\n');
            }
            if (random.nextInt(4) == 0) {
                yaml.append("provisioning: ").append(rule(true)).append('\n');
            }
            yaml.append(lineSetting());
            yaml.append(people(
                    "", "", "mobile: 0" + peopleRandom.nextInt(3) + "\n", "listed: false\n", "groups: [g, h]\n"));
            if (lineRandom.nextInt(4) == 0) {
                yaml.append("vars: {e: ").append(lineRandom.nextInt(11)).append("}\n");
            }
            if (lineRandom.nextInt(5) == 0) {
                yaml.append("profile: ")
                        .append(lineRandom.nextBoolean() ? "d" : "[d, e]")
                        .append('\n');
            }
            if (random.nextInt(4) > 0) {
                phone(yaml);
            }
        }
        return yaml.toString();
    }

    private String contact() {
        return "---\ncontact: {last_name: " + people("Zoë", "Ann", "\"<ü>\"", "!secret p") + ", numbers: {"
                + people("work: 1", "home: 2, mobile: 3") + "}"
                + people("", ", groups: g", ", speed_dial: 7", ", speed_dial: 8") + "}\n";
    }

    private String people(String... texts) {
        return texts[peopleRandom.nextInt(texts.length)];
    }

    /** Returns a setting that templates may have for each line, or none. */
    private String lineSetting() {
        return switch (lineRandom.nextInt(8)) {
            case 0 -> "options: {t: v}\n";
            case 1 -> "options: {t: u}\n";
            case 2 -> "require: {t: v}\n";
            case 3 -> "codecs: [G722]\n";
            case 4 -> "codecs: [opus, PCMA]\n";
            default -> "";
        };
    }

    private void phone(StringBuilder yaml) {
        yaml.append("phone:\n  mac: 0000000000").append(10 + random.nextInt(60));
        yaml.append("\n  line: ").append(1 + random.nextInt(3)).append('\n');
        if (dectRandom.nextInt(4) == 0) {
            yaml.append("  bases: [00000000001")
                    .append(dectRandom.nextInt(10))
                    .append(", {mac: 00000000007")
                    .append(dectRandom.nextInt(10))
                    .append(", name: b}]\n");
        }
        if (dectRandom.nextInt(4) == 0) {
            yaml.append("  handset: {number: ")
                    .append(1 + dectRandom.nextInt(3))
                    .append(", ipui: 02A1B2C3D")
                    .append(dectRandom.nextInt(4))
                    .append("}\n");
        }
        if (random.nextInt(3) == 0) {
            yaml.append("  model: ").append(pick(List.of("X", "Y"))).append('\n');
        }
        if (random.nextInt(8) == 0) {
            yaml.append("  template: ")
                    .append(pick(List.of("x", "x", "x.xml", "y")))
                    .append('\n');
        }
        if (random.nextInt(6) == 0) {
            yaml.append("  provisioning: ").append(rule(true)).append('\n');
        }
        if (lineRandom.nextInt(6) == 0) {
            yaml.append("  modules: ").append(lineRandom.nextInt(3)).append('\n');
        }
        if (lineRandom.nextInt(6) == 0) {
            yaml.append("  profile: ")
                    .append(lineRandom.nextBoolean() ? "e" : "[e, d]")
                    .append('\n');
        }
        if (random.nextInt(5) == 0) {
            String number = "number: " + (100 + random.nextInt(90));
            yaml.append("  ")
                    .append(keys("blf", "blf", "softkeys"))
                    .append(": ")
                    .append(keys(
                            "[{" + number + "}]",
                            "{1: {" + number + ", type: " + keys("blf", "park", "none", "own") + "}}",
                            "[{" + number + ", label: L" + keyRandom.nextInt(2) + ", icon: i}]",
                            "{1: {" + number + ", line: " + (1 + keyRandom.nextInt(3)) + "}, 2: {type: dnd}}"))
                    .append('\n');
        }
        if (random.nextInt(3) == 0) {
            String value = pick(List.of("!secret p", "!secret p", "!secret p", "x", "x", "x", "x", "!secret q"));
            yaml.append("  vars: {a: ").append(value).append("}\n");
        }
        if (parameterRandom.nextInt(4) == 0) {
            yaml.append("  settings: ").append(parameters(true)).append('\n');
        }
    }

    private String defaults(String folder) {
        String vars = "vars: {a: d" + random.nextInt(2) + ", b: d" + random.nextInt(2) + "}\n";
        if (random.nextInt(3) == 0) {
            // The fleet-wide rule needs files that never fail.
            vars += "provisioning: " + rule(!folder.equals("extensions.d")) + '\n';
        }
        if (random.nextInt(4) == 0) {
            vars += "models: {\"" + pick(List.of("X", "Y", "*")) + "\": {template: "
                    + pick(List.of("variants/v", "variants/v", "x", "y"))
                    + (lineRandom.nextBoolean() ? ", vars: {e: 3}, codecs: [G722]}}\n" : "}}\n");
        }
        vars += lineSetting();
        vars += people("", "", "phonebook_sort: first_name\n", "company: c" + peopleRandom.nextInt(2) + "\n");
        if (parameterRandom.nextInt(4) == 0) {
            vars += "settings: " + parameters(false) + '\n';
        }
        if (lineRandom.nextInt(3) > 0) {
            vars += "profiles: "
                    + List.of("{d: {vars: {a: p}}}", "{d: {vars: {b: q}}, e: {vars: {a: r}}}", "{d: {}, e: }")
                            .get(lineRandom.nextInt(3))
                    + '\n';
        }
        if (random.nextInt(3) == 0) {
            vars += "site_templates: " + pick(List.of("[variants/w]", "[variants/w, b]", "[w]", "[]")) + '\n';
        }
        return folder.equals("extensions.d")
                ? vars + pick(List.of("", "pbx_ip: 10.0.0.1\nmodel: Y\n", "pbx_ip: 10.0.0.2\nmodel: X\n"))
                : vars
                        + pick(List.of(
                                "",
                                "pbx_ip: 10.0.0.3\n",
                                "site: s0\n",
                                "model: Y\n",
                                "first_name: Z\n",
                                "last_name: Z #1\n"));
    }

    /**
     * Returns vendor parameters: of the families of templates, of another one, and some with wrong names.
     *
     * @param flat whether they can be without a family
     */
    private String parameters(boolean flat) {
        List<String> values = List.of(
                "{line: s" + parameterRandom.nextInt(3) + "}",
                "{line: [one, two], new.password: !secret p}",
                "{new: !secret p, \"no name\": 1}",
                "{new: \"\", line.two: \"ü & <\"}");
        String some = values.get(parameterRandom.nextInt(values.size()));
        List<String> families = List.of("fx", "fx", "fy", "fz");
        return flat && parameterRandom.nextBoolean()
                ? some
                : "{" + families.get(parameterRandom.nextInt(families.size())) + ": " + some + "}";
    }

    /** Returns an access rule, with secrets of which some are missing. */
    private String rule(boolean secrets) {
        String password = secrets ? pick(List.of("!secret p", "!secret p", "!secret q")) : "w";
        return pick(List.of(
                "{allow: [10.0.0.0/" + (8 + random.nextInt(3)) + "]}",
                "{user: u, password: " + password + "}",
                "{user: \"\", user_agent: true, fetches: " + (1 + random.nextInt(3)) + "}",
                "{token: 0123456789abcde" + random.nextInt(3) + "}",
                "{certificate: " + random.nextBoolean() + "}",
                "{until: 2026-12-0" + (1 + random.nextInt(3)) + "T12:00Z}",
                "{}"));
    }

    /** Returns a site template with a loop over the phones. */
    private String book(String file) {
        String field = pick(List.of("firstName", "displayName", "number", "label", "authId", "pbxIp", "vars.size()"));
        String loop =
                pick(List.of("#foreach($e in $extensions)$e." + field + " #end", "#foreach($p in $phones)$p.mac #end"));
        loop = people(
                loop,
                loop,
                "#foreach($p in $people)$p.lastName#foreach($n in $p.numbers)$n.number,#end$p.speedDial #end",
                "#foreach($g in $groups)$g.name:#foreach($p in $g.people)$p.displayName$p.company #end#end");
        return "<doc><header><type>site-template</type><name>B</name></header><data><device>"
                + "<deviceconfig filename=\"" + file + "\" syntax=\"velocity\"" + pick(List.of("", " serve=\"true\""))
                + people("", "", " pageSize=\"2\"")
                + "><![CDATA[\n" + loop + "\n]]></deviceconfig></device></data></doc>";
    }

    /** Returns a file of models, which often fit the templates. */
    private String models() {
        String model = pick(List.of("X", "Y"));
        return "family: F\nfeatures: [tls]\nmodels:\n  " + model + ": {template: "
                + pick(List.of("x", "y", model.toLowerCase(Locale.ROOT), "variants/v")) + ", lines: "
                + random.nextInt(4)
                + keys("", ", softkeys: 1")
                + pick(List.of("", ", keys: 3, modules: {count: 1, keys: 2}", ", aliases: [Z, X]")) + "}\n"
                + pick(List.of("", "  Z: {template: x, pages: 2}\n"));
    }

    private String fragment() {
        return "lib " + random.nextInt(3) + " %%" + pick(List.of("a", "b")) + "%%\n";
    }

    private String secrets() {
        return "p: s" + random.nextInt(3) + (random.nextInt(3) == 0 ? "\nq: t\n" : "\n");
    }

    private String template(String name) {
        String values = pick(List.of(
                "%%extension_number%% %%a%%",
                "%%extension_first_name%% %%extension_auth_pw%%",
                "%%ext_label_01%% %%ext_01_enabled%%",
                "%%ext_int_num_02%%-%%b%%-%%pbx_ip%%",
                "%%phone_model%%{IF phone_lines} %%phone_lines%%{ENDIF}{IF phone_keys} k%%phone_keys%%{ENDIF}",
                "same for all"));
        boolean ofLines = lineRandom.nextInt(3) > 0;
        boolean velocity = ofLines && lineRandom.nextInt(3) == 0;
        if (velocity) {
            values =
                    "#foreach($a in $accounts)$a.line $a.handset.number $a.handset.ipui $a.vars['param::t'] $a.vars.c1 $a.vars.e,#end"
                            + " $vars.c1 $phone.base.number#foreach($b in $phone.bases) $b.mac#end";
        } else if (ofLines) {
            values +=
                    " %%param::t%% %%ext_handset_ipui_02%% %%ext_param::t_02%% %%ext_c1_02%%{IF ext_e_02} %%ext_e_02%%{ENDIF}";
        }
        String keys = keys(
                "<blftype><extension><value>%%blfno%% %%blflabel%%</value></extension></blftype>",
                "<blftype><blf><value>%%blfline%%</value></blf></blftype><softkeytype><blf/><dnd/></softkeytype>",
                "<softkeytype><extension/></softkeytype>",
                "");
        if (!velocity) {
            values += keys(
                    "{IF blf1} %%blf1%% %%blflabel1%% %%blfline1%% %%blficon1%%{ENDIF}",
                    keys.startsWith("<blf") ? "{IF blf1} %%value%%{ENDIF}" : "",
                    "{IF softkey1} %%softkeylabel1%%{ENDIF}",
                    "");
        } else {
            values += keys("", "#foreach($k in $blf)$k.key $k.label $k.line#end#foreach($k in $softkeys)$k.label#end");
        }
        String file =
                pick(List.of("cfg%%mac_address%%", "%%mac_address%%.xml", "%%extension_number%%.cfg", "shared.cfg"));
        List<String> kinds = List.of("", "<settings family=\"fx\"/>", "<settings family=\"fx, fy\"/>");
        String families = kinds.get(parameterRandom.nextInt(kinds.size()));
        String second =
                random.nextInt(3) == 0 ? "<deviceconfig filename=\"lib%%mac_address%%\" src=\"lib/f.cfg\"/>" : "";
        return "<doc><header><type>phone-template</type><name>" + name + "</name>" + (ofLines ? LINE_OFFERS : "")
                + keys + families + "</header><data><device><deviceconfig filename=\""
                + (velocity ? "${phone.mac}.v\" syntax=\"velocity" : file)
                + (parameterRandom.nextBoolean() ? "\" settings=\"assignments" : "") + "\"><![CDATA[\n  line = "
                + values
                + "\n]]></deviceconfig>" + second
                + "</device></data></doc>";
    }

    private String keys(String... texts) {
        return texts[keyRandom.nextInt(texts.length)];
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
