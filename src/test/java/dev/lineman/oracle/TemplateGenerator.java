package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generates templates and phones from a seed. Most are valid, and some have one error. */
public final class TemplateGenerator {
    private static final List<String> VALUES = List.of(
            "plain",
            "5060",
            "",
            "%%extension_auth_pw%%",
            "$x #if($y)",
            "{IF a}",
            "{ENDIF}",
            "<b>&\"it's\"</b>",
            "]]>",
            "#[[a]]#",
            "back\\slash",
            " around ",
            "ü 😀 “q”",
            "100 %",
            "%%",
            "true",
            "$v0");
    private static final List<String> TEXTS = List.of(
            "a",
            "key = ",
            "; ",
            "{ x+ | \\+x+ }",
            "(?'mac'.*)",
            "$x",
            "${x}",
            "$!{x}",
            "$MA",
            "#if",
            "#end",
            "##",
            "#*",
            "#[[",
            "]]#",
            "]]>",
            "[PHONE_MAC_ADDRESS]",
            "5 % ",
            "%d",
            "%%",
            "%",
            "“q”",
            "，",
            "\\",
            "\\$x",
            "{x}",
            "{}",
            "{{",
            "{IFx}",
            "{elsewhere}",
            "{$v}",
            "}",
            "<b>",
            "</b>",
            "&amp;",
            "\"",
            "'",
            "\t",
            "  ",
            "ü",
            "\u00a0",
            "😀",
            "#set($a=1)");
    private static final List<String> INDENTS = List.of("", "", "  ", "    ", "\t", "  \t");
    private static final List<String> BEGINNINGS =
            List.of("", "", "#!version:1.0", "<?xml version=\"1.0\"?>", "<settings>", "<!-- c -->", "{", "< b", "<1");
    private static final List<String> MODELS = List.of("Desk 10", "desk-20", "X30");

    private final Random random;
    private final Map<String, String> vars = new LinkedHashMap<>();
    private final Map<String, OraclePhone.Pick> options = new LinkedHashMap<>();
    private final SortedMap<Integer, OraclePhone.Key> keys = new TreeMap<>();
    private final Map<String, List<String>> types = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>(List.of(
            "extension_number",
            "extension_first_name",
            "Extension_Last_Name",
            "extension_auth_id",
            "extension_auth_pw",
            "pbx_ip",
            "mac_address",
            "MAC_ADDRESS_UPPER",
            "ua",
            "network"));
    private final List<String> codecs = new ArrayList<>();
    private final List<String> words = new ArrayList<>(List.of("plain", "true", "0", "1", "LOCALLAN", "Desk 10"));
    private String network = "";

    private TemplateGenerator(long seed) {
        random = new Random(seed);
    }

    /** The case of a seed; the same seed gives the same case. */
    public static GeneratedCase of(long seed) {
        return new TemplateGenerator(seed * 0x9E3779B97F4A7C15L + 1).generate();
    }

    private GeneratedCase generate() {
        SortedMap<Integer, OraclePhone.Account> accounts = accounts();
        for (String name : List.of("param::sipport", "vm_number", "x.y", "b-c", "a")) {
            if (random.nextInt(3) > 0) {
                vars.put(name, pick(VALUES));
                known.add(random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT));
            }
        }
        Node header = header();
        List<Node> parts = new ArrayList<>(List.of(header));
        if (random.nextInt(3) > 0) {
            parts.add(multicast());
        }
        if (random.nextInt(4) > 0) {
            parts.add(blfTypes());
        }
        keys();
        int files = 0;
        for (int d = random.nextInt(2); d >= 0; d--) {
            List<Node> configs = new ArrayList<>();
            for (int c = random.nextInt(2); c >= 0; c--) {
                configs.add(config(files++));
            }
            parts.add(new Node.NestedNode(
                    "<data><device><type>phone</type><field name=\"Name\">x</field>", configs, "</device></data>"));
        }
        String begin = pick(List.of("", "\ufeff", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
        Node doc = new Node.NestedNode(begin + "<doc xmlns:tcx=\"http://www.3cx.com\">", parts, "</doc>");
        return new GeneratedCase(
                doc,
                new OraclePhone(
                        "00041300000" + random.nextInt(10),
                        pick(MODELS),
                        network,
                        accounts,
                        Map.copyOf(options),
                        List.copyOf(codecs),
                        keys,
                        Map.copyOf(vars)));
    }

    private SortedMap<Integer, OraclePhone.Account> accounts() {
        SortedMap<Integer, OraclePhone.Account> accounts = new TreeMap<>();
        int first = 1 + random.nextInt(2);
        for (int i = 0; i <= random.nextInt(3); i++) {
            String number = String.valueOf(100 + i);
            accounts.put(
                    first + 2 * i,
                    new OraclePhone.Account(
                            number,
                            pick(VALUES),
                            pick(VALUES),
                            "id" + number,
                            pick(VALUES),
                            "10.0.0." + i,
                            pick(List.of("", "Desk"))));
        }
        for (String name :
                List.of("enabled", "int_num", "first_name", "last_name", "auth_id", "auth_pw", "pbx_ip", "label")) {
            known.add("ext_" + name + "_0" + (1 + random.nextInt(4)));
        }
        known.replaceAll(name -> name.replaceFirst("^ext_enabled_(..)$", "ext_$1_enabled"));
        return accounts;
    }

    private Node header() {
        List<Node> inside = new ArrayList<>();
        inside.add(leaf("<type>phone-template</type><name>A phone</name><version>1</version>"));
        inside.add(
                leaf(
                        "<models><model ua=\"ua 10\">Desk 10</model><model>Desk 20</model><model ua=\"X 30\">Other</model></models>"));
        words.add("ua 10");
        if (random.nextBoolean()) {
            inside.add(networks());
        }
        for (String choice : List.of("languages", "timezoneParams", "ringtones")) {
            if (random.nextInt(3) > 0) {
                inside.add(choice(choice));
            } else if (rarely()) {
                options.put(choice, new OraclePhone.Pick("None", true));
            }
        }
        if (random.nextBoolean()) {
            inside.add(leaf("<dst variableName=\"daylight\" enable=\"on &amp; on\" disable=\"\"/>"));
            known.add("daylight");
            if (random.nextBoolean()) {
                options.put("dst", new OraclePhone.Pick(pick(List.of("true", "false")), random.nextBoolean()));
            }
        }
        if (random.nextBoolean()) {
            inside.add(
                    leaf(
                            "<xfertype enabled=\"true\" bxfer_Value=\"1\" attxfer_Value=\"2\" bxfer_DkType=\"bb\" attxfer_DkType=\"ba\"/>"));
            known.add("XFERmethod_Value");
            known.add("XFERmethod_DkType");
            if (random.nextBoolean()) {
                options.put("xfertype", new OraclePhone.Pick("attxfer", random.nextBoolean()));
            }
        }
        if (random.nextBoolean()) {
            inside.add(leaf("<enable_extension enable=\"yes\" disable=\"no\"/>"));
        }
        if (random.nextBoolean()) {
            inside.add(settings());
        }
        if (random.nextBoolean()) {
            inside.add(codecs());
        }
        if (random.nextInt(10) == 0) {
            vars.put("lang", pick(VALUES));
            known.add("lang");
        }
        return new Node.NestedNode("<header>", inside, "</header>");
    }

    private Node networks() {
        if (random.nextBoolean()) {
            network = rarely() ? "REMOTESTUN" : pick(List.of("LOCALLAN", "SBC"));
            words.add(network);
        }
        String first = random.nextBoolean() ? "<option value=\"OFF\">0</option>" : "";
        return leaf("<AllowedNetworkConfig>" + first
                + "<option value=\"SBC\">1</option><option value=\"LOCALLAN\">1</option><option value=\"REMOTESTUN\">0</option>"
                + "</AllowedNetworkConfig>");
    }

    private Node choice(String name) {
        String item = name.substring(0, 4);
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(leaf("\n<option value=\"" + name + i + "\" id=\"" + (i + 1) + "\" displaytext=\"Shown " + i + "\">"
                    + "<item name=\"" + item + "\">v" + i + " &lt;&amp; %%a%%</item>"
                    + "<item name=\"" + item + "lcd\"><!-- c --></item></option>"));
        }
        // One option with the same effect under another name, and one with the same value but another effect.
        all.add(leaf("<!-- c --><option value=\"" + name + "0\" displaytext=\"Twin\"><item name=\"" + item
                + "\">v0 &lt;&amp; %%a%%</item><item name=\"" + item + "lcd\">\n</item></option>"));
        all.add(leaf("<option value=\"" + name + "1\"><item name=\"" + item + "\">other</item><item name=\"" + item
                + "lcd\">x</item></option>"));
        known.add(item);
        known.add(item + "lcd");
        String attributes = "";
        if (random.nextBoolean()) {
            attributes += " param=\"p" + item + "\"";
            known.add("param::p" + item);
        }
        if (name.equals("timezoneParams")) {
            known.add("timezone");
        }
        if (random.nextInt(3) == 0) {
            attributes += " default=\"Shown 2\"";
        }
        if (random.nextBoolean()) {
            String pick = pick(List.of("Shown 1", "Twin", "3", "2", name + "0", name + "2"));
            options.put(
                    name,
                    new OraclePhone.Pick(rarely() ? pick(List.of("nothing", name + "1")) : pick, random.nextBoolean()));
        }
        if (random.nextInt(4) == 0) {
            return new Node.NestedNode("<group><" + name + attributes + ">", all, "</" + name + "></group>");
        }
        return new Node.NestedNode("<" + name + attributes + ">", all, "</" + name + ">");
    }

    private Node settings() {
        known.addAll(List.of("vlan_on", "vlan_id", "free"));
        if (random.nextBoolean()) {
            vars.put("vlan_on", pick(List.of("true", "false")));
        }
        if (random.nextBoolean()) {
            vars.put("vlan_id", pick(List.of("1", "4094", "20")));
        }
        return new Node.NestedNode(
                "<vlan>",
                List.of(
                        leaf("<wan type=\"bool\" readonly=\"false\" default=\"false\" param=\"vlan_on\">"
                                + "<item value=\"false\">1</item><item value=\"true\">2</item></wan>"),
                        leaf("<id type=\"int\" default=\"256\" minvalue=\"1\" maxvalue=\"4094\" param=\"vlan_id\"/>"),
                        leaf("<free type=\"int\" default=\"7\" param=\"free\"/>")),
                "</vlan>");
    }

    private Node codecs() {
        List<String> all = new ArrayList<>(List.of(
                "<option value=\"G711U\" payload=\"payload=0\">PCMU</option>",
                "<option value=\"G711A\" payload=\"payload=8\">PCMA</option>",
                "<option value=\"G722\" payload=\"payload=9\">G722 (WideBand)</option>",
                "<option value=\"G729\" payload=\"payload=18;annexb=no\">G729</option>"));
        List<Node> priorities = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            Collections.shuffle(all, random);
            priorities.add(leaf("<Codecspriority variableName=\"codec" + n + "\" PayloadTypeName=\"payload" + n
                    + "\" priority=\"" + n + "\">" + String.join("", all) + "</Codecspriority>"));
            known.add("codec" + n);
            known.add("payload" + n);
        }
        Collections.shuffle(priorities, random);
        List<List<String>> wanted = new ArrayList<>(List.of(
                List.of("PCMU", "G711u", "ulaw", "payload=0"),
                List.of("PCMA", "G711A", "g711a", "alaw"),
                List.of("G722", "G722 (WideBand)", "G.722"),
                List.of("G729", "g729")));
        Collections.shuffle(wanted, random);
        for (int n = random.nextInt(4); n > 0; n--) {
            codecs.add(rarely() ? "Nonesuch" : pick(wanted.get(n)));
        }
        return new Node.NestedNode("<Codecspriorities>", priorities, "</Codecspriorities>");
    }

    private Node multicast() {
        for (int n = 1; n <= 2; n++) {
            for (String name : List.of("multicastrgip", "multicastrgport", "multicastrgipport", "multicastrgname")) {
                known.add(name + n);
                if (random.nextInt(6) == 0) {
                    vars.put(name + n, pick(VALUES));
                }
            }
        }
        return leaf("<multicastringgroup maxgroupcount=\"2\" blankvalue=\"" + pick(List.of("", "0.0.0.0"))
                + "\"><multicastrg type=\"bool\" default=\"false\" param=\"multicastenabled\">"
                + "<item value=\"false\">0</item><item value=\"true\">1</item></multicastrg></multicastringgroup>");
    }

    private Node blfTypes() {
        List<Node> all = new ArrayList<>();
        for (String type : List.of("extension", "linekey", "speeddial", "parkextension")) {
            if (type.equals("linekey") && random.nextBoolean()) {
                continue;
            }
            List<String> names = new ArrayList<>();
            StringBuilder children = new StringBuilder();
            for (String name : List.of("Line", "Type", "Value", "value2", "label")) {
                if (name.equals("Line") || random.nextInt(4) > 0) {
                    names.add(name);
                    children.append('<')
                            .append(name)
                            .append('>')
                            .append(name.equals("Line") ? "%%blfno%%-1" : blfText())
                            .append("</")
                            .append(name)
                            .append(">\n");
                }
            }
            types.put(type, names);
            all.add(leaf("<" + type + ">" + children + "</" + type + ">"));
        }
        return new Node.NestedNode("<blftype>", all, "</blftype>");
    }

    private String blfText() {
        String name = pick(known);
        return pick(List.of(
                "0",
                "",
                "\n      ",
                "fnc=sd+blf+cp;sub=",
                "a &amp; b",
                "%%blfno%%@1/%%blfno%%",
                "%%blffirstname%% %%blflastname%%",
                "%%" + name + "%% | %%BLFNO%%",
                "[%%Line%%]",
                "{IF a} $x #if 100 %"));
    }

    private void keys() {
        for (int n : List.of(1, 2, 3, 12)) {
            if (random.nextBoolean()) {
                continue;
            }
            String type = types.isEmpty() ? pick(List.of("extension", "speeddial")) : pick(List.copyOf(types.keySet()));
            if (rarely()) {
                type = "nonesuch";
            }
            List<String> colleague = pick(GeneratedCase.COLLEAGUES);
            if (type.equals("extension") && random.nextBoolean()) {
                keys.put(n, new OraclePhone.Key(type, colleague.get(0), colleague.get(1), colleague.get(2)));
            } else {
                keys.put(
                        n,
                        new OraclePhone.Key(type, pick(List.of("200", "*20", "0049 30")), pick(VALUES), pick(VALUES)));
            }
            known.addAll(List.of("blf" + n, "blffirstname" + n, "BLFLastName" + n));
        }
    }

    private Node config(int n) {
        String name = pick(List.of("%%mac_address%%", "%%MAC_ADDRESS_UPPER%%", "d/%%extension_number%%", "common"))
                + "-" + n + pick(List.of(".cfg", ".xml", ".json"));
        if (rarely()) {
            name = "%%" + pick(known) + "%%-" + n;
        }
        if (rarely()) {
            name = "twice.cfg";
        }
        String attributes = "";
        if (random.nextInt(6) == 0) {
            attributes += " escape=\"" + pick(List.of("xml", "json", "none")) + "\"";
        }
        if (random.nextInt(6) == 0) {
            attributes += " AllowDownload=\"" + pick(List.of("true", "false")) + "\"";
        }
        List<Node> inside = new ArrayList<>();
        String end = pick(List.of("\n", "\n", "\r\n"));
        if (random.nextInt(5) > 0) {
            inside.add(leaf("\n  "));
            if (random.nextBoolean()) {
                inside.add(leaf("<filename><model name=\"x\" filename=\"y\"/>no content</filename>"));
            }
            for (int i = random.nextInt(3); i >= 0; i--) {
                inside.add(new Node.CdataNode(lines(end, i == 0 ? "" : pick(BEGINNINGS))));
                inside.add(leaf(pick(List.of("", "\n", "<!-- c -->"))));
            }
        } else {
            inside.add(new Node.EntityTextNode(lines(end, pick(BEGINNINGS))));
        }
        return new Node.NestedNode(
                "<deviceconfig filename=\"" + name + "\"" + attributes + ">", inside, "</deviceconfig>");
    }

    private List<Node> lines(String end, String beginning) {
        List<Node> lines = new ArrayList<>();
        if (!beginning.isEmpty()) {
            lines.add(leaf(beginning + end));
        }
        lines.addAll(block(end, 0, 0));
        if (random.nextInt(40) == 0) {
            lines.add(leaf(pick(List.of(
                    "{ENDIF}",
                    "{IF a}",
                    "{ELSE}",
                    "{ELSEIF a=1}",
                    "{ELSEIF}",
                    "{IF}",
                    "{SET x=1}",
                    "{IF a b}",
                    "{SET $v}"))));
        }
        return lines;
    }

    private List<Node> block(String end, int depth, int key) {
        List<Node> block = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            int kind = random.nextInt(10);
            if (kind < 5) {
                block.addAll(line(end, key));
            } else if (kind == 5) {
                block.add(leaf(pick(INDENTS) + end));
            } else if (kind == 6) {
                block.add(leaf(pick(INDENTS) + set() + pick(INDENTS) + end));
            } else if (depth < 3) {
                block.add(choice(end, depth, key));
            }
        }
        return block;
    }

    private Node choice(String end, int depth, int key) {
        boolean alone = random.nextInt(4) > 0;
        String before = alone ? pick(INDENTS) : "";
        String after = alone ? pick(INDENTS) + end : "";
        List<Node> inside = new ArrayList<>();
        String first = choice(inside, alone ? end : "", depth, key);
        for (int more = random.nextInt(6) - 3; more > 0; more--) {
            List<Node> other = new ArrayList<>();
            String condition = choice(other, alone ? end : "", depth, key);
            inside.add(
                    leaf(before + "{" + pick(List.of("ELSEIF", "elseif", "ElseIf")) + " " + condition + "}" + after));
            inside.addAll(other);
        }
        if (random.nextBoolean()) {
            inside.add(leaf(before + pick(List.of("{ELSE}", "{else}", "{Else}")) + after));
            inside.addAll(alone ? block(end, depth + 1, key) : line("", key));
        }
        return new Node.NestedNode(
                before + "{" + pick(List.of("IF", "if", "If")) + " " + first + "}" + after,
                inside,
                before + pick(List.of("{ENDIF}", "{endif}")) + after);
    }

    /** Generates a condition and, into {@code inside}, the lines of its case. */
    private String choice(List<Node> inside, String end, int depth, int key) {
        int near = random.nextInt(3) == 0 ? pick(List.of(1, 2, 3, 12)) : 0;
        int nearest = near > 0 ? near : key;
        inside.addAll(end.isEmpty() ? line("", nearest) : block(end, depth + 1, nearest));
        return near > 0 ? pick(List.of("blf", "BLF")) + near : condition();
    }

    private String condition() {
        String name = random.nextInt(6) == 0 ? "sysparam.NONE" : pick(known);
        return switch (random.nextInt(5)) {
            case 0 -> name;
            case 1 -> name + "=" + pick(words);
            case 2 ->
                pick(List.of("", " ")) + name + pick(List.of("", " ")) + "= " + pick(words) + " , " + pick(words) + " ";
            case 3 -> name + "=" + pick(words) + "," + pick(words).toUpperCase(Locale.ROOT);
            default -> "$" + pick(List.of("v", "group")) + "=" + pick(words);
        };
    }

    private String set() {
        String value = pick(words);
        return pick(List.of("{SET $", "{set $")) + pick(List.of("v", "group")) + "="
                + (random.nextBoolean() ? value : '"' + value + '"') + "}";
    }

    private List<Node> line(String end, int key) {
        List<Node> line = new ArrayList<>();
        line.add(leaf(pick(INDENTS)));
        for (int n = random.nextInt(5); n >= 0; n--) {
            line.add(leaf(random.nextInt(3) > 0 ? text(end) : "%%" + name(key) + "%%"));
        }
        line.add(leaf(end));
        return line;
    }

    /** Between directives, text contains no part of a placeholder. */
    private String text(String end) {
        String text = pick(TEXTS);
        return end.isEmpty() ? text.replace('%', '~') : text;
    }

    private String name(int key) {
        if (random.nextInt(200) == 0) {
            return "nobody_knows";
        }
        if (key > 0 && random.nextBoolean()) {
            OraclePhone.Key near = keys.get(key);
            List<String> names = near == null ? List.of("value", "label") : types.getOrDefault(near.type(), List.of());
            if (!names.isEmpty()) {
                String name = pick(names);
                return random.nextBoolean() ? name : name.toLowerCase(Locale.ROOT);
            }
        }
        return pick(known);
    }

    private boolean rarely() {
        return random.nextInt(30) == 0;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Node leaf(String text) {
        return new Node.TextNode(text);
    }
}
