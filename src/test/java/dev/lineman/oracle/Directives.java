package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Evaluates the directives of a content by recursive descent over its characters. */
final class Directives {
    private static final Set<String> WORDS = Set.of("IF", "ELSE", "ELSEIF", "ENDIF", "SET");
    private static final Pattern VARIABLE = Pattern.compile("\\$([\\p{L}\\p{Nd}_]+)\\s*=\\s*(.*)");
    private static final Pattern NAME = Pattern.compile("([\\p{L}\\p{Nd}_.:-]+)\\s*(=\\s*(.*))?");
    private static final Pattern KEY = Pattern.compile("blf([0-9]+)");

    private final String text;
    private final Optional<Names> names;
    private final Map<String, String> variables = new HashMap<>();
    private int at;

    /** The condition of the {@code {ELSEIF}} that ended the last block. */
    private String next = "";

    private Directives(String text, Optional<Names> names) {
        this.text = text;
        this.names = names;
    }

    /** The characters of a content that remain for a phone. */
    static List<Glyph> resolved(String content, Names names) {
        return read(content, Optional.of(names));
    }

    /** Throws an error for an invalid directive, independent of any phone. */
    static void check(String content) {
        read(content, Optional.empty());
    }

    private static List<Glyph> read(String content, Optional<Names> names) {
        Directives directives = new Directives(withoutTheirLines(content), names);
        List<Glyph> out = new ArrayList<>();
        String end = directives.block(out, true, List.of());
        if (!end.isEmpty()) {
            throw new TemplateError("{" + end + "} without {IF}");
        }
        return out;
    }

    /** A content in which a directive that is alone on its line is the whole line, without line end. */
    private static String withoutTheirLines(String content) {
        StringBuilder kept = new StringBuilder();
        for (String line : content.split("(?<=\n)", -1)) {
            String bare = line.strip();
            boolean alone = bare.startsWith("{") && length(bare, 0) == bare.length();
            kept.append(alone ? bare : line);
        }
        return kept.toString();
    }

    /** The content after the directives and white space at its beginning. */
    static String beginning(String content) {
        String rest = content.stripLeading();
        while (length(rest, 0) > 0) {
            rest = rest.substring(length(rest, 0)).stripLeading();
        }
        return rest;
    }

    /** Reads up to the directive that ends the block and returns its word; empty at the end of the content. */
    private String block(List<Glyph> out, boolean holds, List<Integer> near) {
        while (at < text.length()) {
            int length = length(text, at);
            if (length == 0) {
                if (holds) {
                    out.add(new Glyph(text.charAt(at), near));
                }
                at++;
                continue;
            }
            String inside = text.substring(at + 1, at + length - 1).strip();
            at += length;
            String word = word(inside);
            String rest = inside.substring(word.length()).strip();
            switch (word) {
                case "IF" -> condition(out, holds, near, rest);
                case "SET" -> set(rest, holds);
                case "ELSE", "ENDIF" -> {
                    if (!rest.isEmpty()) {
                        throw new TemplateError("{" + inside + "}");
                    }
                    return word;
                }
                case "ELSEIF" -> {
                    next = rest;
                    return word;
                }
                default -> throw new TemplateError("{" + inside + "}");
            }
        }
        return "";
    }

    private void condition(List<Glyph> out, boolean holds, List<Integer> near, String condition) {
        boolean so = holds(condition, near);
        List<Integer> nearer = near;
        Matcher key = KEY.matcher(condition.toLowerCase(Locale.ROOT));
        if (key.matches()) {
            nearer = new ArrayList<>(List.of(Integer.parseInt(key.group(1))));
            nearer.addAll(near);
        }
        String end = block(out, holds && so, List.copyOf(nearer));
        if (end.equals("ELSEIF")) {
            condition(out, holds && !so, near, next);
            return;
        }
        if (end.equals("ELSE")) {
            end = block(out, holds && !so, near);
        }
        if (!end.equals("ENDIF")) {
            throw new TemplateError("{IF " + condition + "} without {ENDIF}");
        }
    }

    private boolean holds(String condition, List<Integer> near) {
        Matcher variable = VARIABLE.matcher(condition);
        if (variable.matches()) {
            String value = variables.get(Names.fold(variable.group(1)));
            return value != null && among(value, variable.group(2));
        }
        Matcher name = NAME.matcher(condition);
        if (!name.matches()) {
            throw new TemplateError("{IF " + condition + "}");
        }
        if (names.isEmpty()) {
            return false;
        }
        if (name.group(2) == null) {
            Matcher key = KEY.matcher(Names.fold(name.group(1)));
            if (key.matches()) {
                return names.get().hasKey(Integer.parseInt(key.group(1)));
            }
            return names.get()
                    .value(name.group(1), near)
                    .filter(value -> !value.isEmpty())
                    .isPresent();
        }
        return names.get()
                .value(name.group(1), near)
                .filter(value -> among(value, name.group(3)))
                .isPresent();
    }

    private static boolean among(String value, String list) {
        return Arrays.stream(list.split(",", -1)).anyMatch(one -> one.strip().equalsIgnoreCase(value));
    }

    private void set(String assignment, boolean holds) {
        Matcher variable = VARIABLE.matcher(assignment);
        if (!variable.matches()) {
            throw new TemplateError("{SET " + assignment + "}");
        }
        String value = variable.group(2);
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        if (holds) {
            variables.put(Names.fold(variable.group(1)), value);
        }
    }

    /** Length of the directive that begins at an offset; 0 if there is none. */
    private static int length(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '{') {
            return 0;
        }
        int first = at + 1;
        while (first < text.length() && " \t".indexOf(text.charAt(first)) >= 0) {
            first++;
        }
        if (!WORDS.contains(word(text.substring(first)))) {
            return 0;
        }
        int end = first;
        while (end < text.length() && "{}\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end == text.length() || text.charAt(end) != '}') {
            throw new TemplateError("a directive that does not end");
        }
        return end + 1 - at;
    }

    private static String word(String text) {
        int end = 0;
        while (end < text.length() && " \t\n${}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end).toUpperCase(Locale.ROOT);
    }
}
