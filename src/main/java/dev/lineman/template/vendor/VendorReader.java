package dev.lineman.template.vendor;

import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the mapping {@code vendors} of a model file. One instance reads one file. Not thread-safe. */
public final class VendorReader {
    /** The key at the top of a model file. */
    public static final String KEY = "vendors";

    private static final List<String> KEYS = List.of("ouis", "pnp", "dhcp", "vendor_class");
    /** The characters between the digits of a MAC. */
    private static final Pattern SEPARATORS = Pattern.compile("[:.-]");
    /** Six digits, which IEEE gives to a company, or more for a part of them. */
    private static final Pattern OUI = Pattern.compile("[0-9a-f]{6,12}");
    /** Names are also in the files of DHCP servers. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._+()-]{0,63}");
    /** What a text between quotation marks can hold in the files of all DHCP servers. */
    private static final Pattern CLASS = Pattern.compile("[ !#-&(-\\[\\]-~]{1,64}");

    private final FileProblems problems;
    private final DhcpOptionReader options;

    /** @param problems collects the problems of the file */
    public VendorReader(FileProblems problems) {
        this.problems = problems;
        this.options = new DhcpOptionReader(problems);
    }

    /** Reads the mapping of names and entries. Entries with an error are left out, and the file is not used. */
    public List<VendorEntry> read(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping vendors)) {
            problems.error(node, "'vendors' is a mapping of names and values, such as 'Yealink: {ouis: [001565]}'");
            return List.of();
        }
        List<VendorEntry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode.MappingEntry entry : vendors.mappingEntries()) {
            String name = entry.key().text();
            if (!NAME.matcher(name.strip()).matches()) {
                problems.error(
                        entry.key(),
                        "the name of a vendor has 1 to 64 letters, digits, blanks, and the characters . _ + - ( ): write the"
                                + " words with which its families begin");
            } else if (!seen.add(VendorEntry.key(name))) {
                problems.error(
                        entry.key(), "this vendor occurs twice in 'vendors', where case does not matter; remove one");
            } else if (entry.value() instanceof YamlNode.Mapping values) {
                entries.add(entry(name, entry.key(), values));
            } else {
                problems.error(entry.value(), "a vendor is a mapping, such as {ouis: [001565], pnp: folder}");
            }
        }
        return entries;
    }

    private VendorEntry entry(String name, YamlNode at, YamlNode.Mapping values) {
        List<String> ouis = null;
        PnpForm pnp = null;
        List<DhcpOption> dhcp = null;
        List<String> classes = null;
        for (YamlNode.MappingEntry value : values.mappingEntries()) {
            String key = value.key().text();
            switch (key) {
                case "ouis" -> ouis = ouis(value.value());
                case "pnp" -> pnp = pnp(value.value());
                case "dhcp" -> dhcp = options.list(value.value());
                case "vendor_class" -> classes = classes(value.value());
                default ->
                    problems.error(value.key(), "unknown key '" + key + "' in a vendor" + NearestName.hint(key, KEYS));
            }
        }
        return new VendorEntry(
                name.strip(), new Position(problems.file(), at.line(), at.column()), ouis, pnp, dhcp, classes);
    }

    private List<String> ouis(YamlNode node) {
        Set<String> ouis = new LinkedHashSet<>();
        for (YamlNode item : items("ouis", node, "[001565, 805ec0]")) {
            String text = text(item);
            String oui = SEPARATORS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
            if (!OUI.matcher(oui).matches()) {
                problems.error(
                        item,
                        "'" + text
                                + "' is no beginning of a MAC: write its first 6 to 12 digits from 0 to f, such as 001565");
            } else if (!ouis.add(oui)) {
                problems.error(item, "'" + text + "' occurs twice in 'ouis'; remove one");
            }
        }
        return List.copyOf(ouis);
    }

    private @Nullable PnpForm pnp(YamlNode node) {
        String text = text(node);
        PnpForm form = PnpForm.of(text);
        if (form == null) {
            String hint = NearestName.hint(text, PnpForm.keys());
            problems.error(
                    node,
                    "'" + text + "' is no value of 'pnp'"
                            + (hint.isEmpty() ? "; it has " + String.join(", ", PnpForm.keys()) : hint));
        }
        return form;
    }

    private List<String> classes(YamlNode node) {
        List<String> classes = new ArrayList<>();
        for (YamlNode item : items("vendor_class", node, "[yealink]")) {
            String text = text(item);
            if (!CLASS.matcher(text).matches()) {
                problems.error(
                        item,
                        "'vendor_class' has the beginnings of DHCP option 60: 1 to 64 characters of ASCII without quotation"
                                + " marks and backslashes");
            } else {
                classes.add(text);
            }
        }
        return classes;
    }

    private List<YamlNode> items(String key, YamlNode node, String example) {
        if (node instanceof YamlNode.Sequence sequence) {
            return sequence.items();
        }
        problems.error(node, "'" + key + "' is a list, such as " + example);
        return List.of();
    }

    /** A scalar that is no reference, as it is; else an empty text. */
    static String text(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.tag() == YamlNode.Tag.TEXT && scalar.given()
                ? scalar.text()
                : "";
    }
}
