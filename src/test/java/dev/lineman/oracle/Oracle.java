package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** Computes the files that a template gives for a phone. Tests compare the renderer with it. */
public final class Oracle {
    private static final Pattern PASSWORD =
            Pattern.compile("extension_auth_pw|ext_auth_pw_[0-9]{2}", Pattern.CASE_INSENSITIVE);

    private Oracle() {}

    /**
     * The result for one phone.
     *
     * @param files contents by file name
     * @param errors reasons for missing files; empty if none is missing
     */
    public record Outcome(Map<String, String> files, List<String> errors) {}

    /**
     * Renders all files of a template for a phone.
     *
     * @param fileName the template's file name, without its folder
     */
    public static Outcome render(String fileName, byte[] xml, OraclePhone phone) {
        Map<String, String> files = new TreeMap<>();
        List<String> errors = new ArrayList<>();
        Set<String> clashes = new TreeSet<>();
        try {
            OracleSheet sheet = OracleSheet.read(xml);
            Names names = Names.of(sheet, fileName, phone);
            for (Element config : sheet.deviceConfigs()) {
                Directives.check(text(config));
            }
            for (Element config : sheet.deviceConfigs()) {
                if (config.getAttribute("AllowDownload").equals("false")) {
                    continue;
                }
                try {
                    String name = name(config, names);
                    String content = content(config, names);
                    if (!files.getOrDefault(name, content).equals(content)) {
                        // Neither file is made, and no third file with that name.
                        clashes.add(name);
                        throw new TemplateError("other content for " + name);
                    }
                    files.put(name, content);
                } catch (TemplateError e) {
                    errors.add(e.getMessage());
                }
            }
        } catch (TemplateError e) {
            errors.add(e.getMessage());
        }
        files.keySet().removeAll(clashes);
        return new Outcome(files, errors);
    }

    /** The placeholders of a template without a value for a phone, except those of BLF keys. */
    public static Set<String> missingNames(String fileName, byte[] xml, OraclePhone phone) {
        OracleSheet sheet = OracleSheet.read(xml);
        Names names = Names.of(sheet, fileName, phone);
        StringBuilder all = new StringBuilder();
        sheet.deviceConfigs()
                .forEach(config -> all.append(OracleSheet.content(config)).append(config.getAttribute("filename")));
        sheet.blfTypes()
                .ifPresent(types -> OracleSheet.below(types)
                        .forEach(child -> all.append(OracleSheet.text(child)).append('\n')));
        Set<String> wanted = new TreeSet<>();
        for (int at = 0; at < all.length(); at++) {
            int length = Placeholders.length(all, at);
            if (length > 0) {
                String name = all.substring(at + 2, at + length - 2);
                if (!names.isOfKeys(name) && names.value(name, List.of()).isEmpty()) {
                    wanted.add(Names.fold(name));
                }
                at += length - 1;
            }
        }
        wanted.removeIf(name -> name.matches("blf(firstname|lastname)?[0-9]+"));
        return wanted;
    }

    private static String name(Element config, Names names) {
        String name = Placeholders.filled(
                config.getAttribute("filename"),
                placeholder -> {
                    if (PASSWORD.matcher(placeholder).matches()) {
                        throw new TemplateError("a password in a file name: " + placeholder);
                    }
                    return names.value(placeholder, List.of());
                },
                Oracle::ofName);
        List<String> parts = List.of(name.split("/", -1));
        if (parts.stream().anyMatch(part -> part.isEmpty() || part.startsWith("."))
                || name.contains("\\")
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new TemplateError("no file name: " + name);
        }
        return name;
    }

    private static String ofName(String value) {
        if (value.contains("/")) {
            throw new TemplateError("a value makes no folders: " + value);
        }
        return value;
    }

    /** A content without byte order mark, with line ends of LF. */
    private static String text(Element config) {
        return Layout.lineEnds(OracleSheet.content(config).replaceFirst("^\ufeff", ""));
    }

    private static String content(Element config, Names names) {
        String content = text(config);
        UnaryOperator<String> escape = Escape.of(
                config.getAttribute("escape").toLowerCase(Locale.ROOT), content, config.getAttribute("filename"));
        return filled(Layout.layOut(Directives.resolved(content, names)), names, escape);
    }

    /** Placeholders are replaced last, so that no value is interpreted. */
    private static String filled(List<Glyph> content, Names names, UnaryOperator<String> escape) {
        String text = Glyph.text(content);
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int length = Placeholders.length(text, at);
            List<Integer> near = content.get(at).blfKeys();
            filled.append(
                    length == 0
                            ? text.substring(at, at + 1)
                            : Placeholders.filled(
                                    text.substring(at, at + length), name -> names.value(name, near), escape));
            at += Math.max(length, 1);
        }
        return filled.toString();
    }
}
