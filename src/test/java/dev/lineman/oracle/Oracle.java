package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.w3c.dom.Element;

/** What the contract has a template become for a phone. */
public final class Oracle {
    private Oracle() {}

    /**
     * What came of it.
     *
     * @param files the files by name
     * @param errors what keeps others from being made; empty when all are
     */
    public record Outcome(Map<String, String> files, List<String> errors) {}

    /**
     * The files that a template has for a phone.
     *
     * @param fileName the template's file name, without its folder
     */
    public static Outcome render(String fileName, byte[] xml, Handset phone) {
        Map<String, String> files = new TreeMap<>();
        List<String> errors = new ArrayList<>();
        try {
            Sheet sheet = Sheet.read(xml);
            Names names = Names.of(sheet, fileName, phone);
            for (Element config : sheet.deviceConfigs()) {
                Directives.check(text(config));
            }
            for (Element config : sheet.deviceConfigs()) {
                if (config.getAttribute("AllowDownload").equals("false")) {
                    continue;
                }
                try {
                    files.put(name(config, names), content(config, names));
                } catch (Unfit e) {
                    errors.add(e.getMessage());
                }
            }
        } catch (Unfit e) {
            errors.add(e.getMessage());
        }
        return new Outcome(files, errors);
    }

    private static String name(Element config, Names names) {
        String name = Placeholders.filled(
                config.getAttribute("filename"), placeholder -> names.value(placeholder, List.of()), Oracle::ofName);
        if (name.isEmpty()
                || name.startsWith("/")
                || name.startsWith(".")
                || name.contains("..")
                || name.contains("\\")
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new Unfit("no file name: " + name);
        }
        return name;
    }

    private static String ofName(String value) {
        if (value.contains("/")) {
            throw new Unfit("a value makes no folders: " + value);
        }
        return value;
    }

    /** A content without a byte order mark, whose lines end in LF. */
    private static String text(Element config) {
        return Layout.lineEnds(Sheet.content(config).replaceFirst("^\ufeff", ""));
    }

    private static String content(Element config, Names names) {
        String content = text(config);
        UnaryOperator<String> escape =
                Escape.of(config.getAttribute("escape"), content, config.getAttribute("filename"));
        return filled(Layout.laidOut(Directives.resolved(content, names)), names, escape);
    }

    /** Placeholders come last, when all else about the content is settled. */
    private static String filled(List<Glyph> content, Names names, UnaryOperator<String> escape) {
        String text = Glyph.text(content);
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int length = Placeholders.length(text, at);
            List<Integer> near = content.get(at).near();
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
