package dev.lineman.template.vendor;

import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.problem.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the DHCP options of a vendor. One instance reads one file. Not thread-safe. */
final class DhcpOptionReader {
    private static final List<String> KEYS = List.of("option", "sub", "type", "value", "scheme", "max");
    private static final List<String> TYPES = Arrays.stream(DhcpOption.OptionValueType.values())
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> SCHEMES = List.of("http", "https");
    /** The standard options that phones read a URL from (RFC 2132, RFC 3679). */
    private static final List<Integer> STANDARD = List.of(DhcpOption.VENDOR_SPECIFIC, 66, 67, 114);
    /** From here on, vendors and sites chose numbers before there was a register. */
    private static final int FIRST_OF_VENDORS = 128;
    /** The addresses of TFTP servers (RFC 5859). */
    private static final int ADDRESSES = 150;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
    private static final Pattern PLACEHOLDER = Pattern.compile("<([^<>]*)>");
    private static final String EXAMPLE = "{option: 66, value: \"<url>\"}";

    private final FileProblems problems;

    DhcpOptionReader(FileProblems problems) {
        this.problems = problems;
    }

    /** Reads a list of options. Options with an error are left out, and the file is not used. */
    List<DhcpOption> list(YamlNode node) {
        List<DhcpOption> options = new ArrayList<>();
        if (node instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                DhcpOption option = option(item);
                if (option != null && options.stream().anyMatch(other -> collides(option, other))) {
                    problems.error(item, "option " + option.code() + " occurs twice in 'dhcp'; remove one");
                } else if (option != null) {
                    options.add(option);
                }
            }
        } else {
            problems.error(node, "'dhcp' is a list of options, such as [" + EXAMPLE + "]");
        }
        return options;
    }

    /** Whether two options would be sent with the same number to one phone. */
    private static boolean collides(DhcpOption one, DhcpOption other) {
        return one.code() == other.code()
                && one.sub() == other.sub()
                && (one.scheme().isEmpty()
                        || other.scheme().isEmpty()
                        || one.scheme().equals(other.scheme()));
    }

    private @Nullable DhcpOption option(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.error(node, "an option is a mapping, such as " + EXAMPLE);
            return null;
        }
        Integer code = null;
        Integer sub = 0;
        Integer max = DhcpOption.LARGEST;
        DhcpOption.OptionValueType type = DhcpOption.OptionValueType.TEXT;
        String value = "<url>";
        String scheme = "";
        for (YamlNode.MappingEntry entry : mapping.mappingEntries()) {
            String key = entry.key().text();
            switch (key) {
                case "option" -> code = code(entry.value());
                case "sub" -> sub = number(key, entry.value(), 254);
                case "max" -> max = number(key, entry.value(), DhcpOption.LARGEST);
                case "type" -> {
                    String word = word(key, entry.value(), TYPES);
                    type = word.isEmpty() ? type : DhcpOption.OptionValueType.valueOf(word.toUpperCase(Locale.ROOT));
                }
                case "scheme" -> scheme = word(key, entry.value(), SCHEMES);
                case "value" -> value = value(entry.value());
                default ->
                    problems.error(entry.key(), "unknown key '" + key + "' in an option" + NearestName.hint(key, KEYS));
            }
        }
        if (code == null
                && mapping.mappingEntries().stream()
                        .noneMatch(entry -> entry.key().text().equals("option"))) {
            problems.error(node, "an option needs its number, such as " + EXAMPLE);
        }
        if (code == null || sub == null || max == null) {
            return null;
        }
        if (sub > 0 != (code == DhcpOption.VENDOR_SPECIFIC)) {
            problems.error(
                    node, "'sub' is the number of the part inside option 43, which needs it; other options have none");
            return null;
        }
        if (code == ADDRESSES && type != DhcpOption.OptionValueType.ADDRESS) {
            problems.error(node, "option 150 has addresses (RFC 5859); add 'type: address', and the value \"<host>\"");
            return null;
        }
        return new DhcpOption(code, sub, type, value, scheme, max);
    }

    /** Reads the number of an option that can hold a URL. The others have a meaning for all devices (RFC 2132). */
    private @Nullable Integer code(YamlNode node) {
        String text = VendorReader.text(node);
        int code = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (!STANDARD.contains(code) && (code < FIRST_OF_VENDORS || code > 254)) {
            problems.error(node, "'option' is 43, 66, 67, 114, or a number from 128 to 254, not '" + text + "'");
            return null;
        }
        return code;
    }

    private @Nullable Integer number(String key, YamlNode node, int largest) {
        String text = VendorReader.text(node);
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (number < 1 || number > largest) {
            problems.error(node, "'" + key + "' is a number from 1 to " + largest + ", not '" + text + "'");
            return null;
        }
        return number;
    }

    private String word(String key, YamlNode node, List<String> words) {
        String text = VendorReader.text(node);
        if (words.contains(text)) {
            return text;
        }
        problems.error(node, "'" + text + "' is no value of '" + key + "'; it has " + String.join(", ", words));
        return "";
    }

    private String value(YamlNode node) {
        String text = VendorReader.text(node);
        Matcher placeholders = PLACEHOLDER.matcher(text);
        boolean any = false;
        while (placeholders.find()) {
            String name = placeholders.group(1);
            if (!DhcpOption.PLACEHOLDERS.contains(name)) {
                problems.error(
                        node,
                        "'<" + name + ">' is no part of a URL; write one of <"
                                + String.join(">, <", DhcpOption.PLACEHOLDERS) + '>');
                return "";
            }
            any = true;
        }
        if (!any || text.chars().anyMatch(Character::isISOControl)) {
            problems.error(node, "'value' is a text of one line with a part of the URL, such as \"<url>\"");
        }
        return text;
    }
}
