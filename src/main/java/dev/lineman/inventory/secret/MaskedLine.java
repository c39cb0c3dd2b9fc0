package dev.lineman.inventory.secret;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.FieldValues.ValueReference;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.VariableNames;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows a line of an extension file with dots in place of values that may be secret. It shows the names behind
 * {@code !secret} and {@code !env}. Problems and views quote lines with it. The keys around the line decide, not the
 * form of the value. The class works on text, because a quoted file often cannot be parsed. In doubt it shows dots.
 * Stateless.
 */
public final class MaskedLine {
    private static final String DOTS = "••••••";
    /** A plain, double-quoted or single-quoted key in YAML. */
    private static final Pattern KEY = Pattern.compile("[\\w.*?: -]+|\"[^\"]*\"|'[^']*'");

    /** The form of a name or of a key's number. Other keys may be a misplaced password. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_.:-]*|\\d{1,3}");

    /** A reference, and perhaps a comment. */
    private static final Pattern REFERENCE = Pattern.compile("(!(?:secret|env) +" + ValueReference.NAME + ")( +#.*)?");

    /** A reference that is a value in a flow collection. */
    private static final Pattern FLOW_REFERENCE =
            Pattern.compile("(?<=: |[\\[,] ?)(!(?:secret|env) +" + ValueReference.NAME + ")(?= *[,}\\]])");

    private MaskedLine() {}

    /**
     * A line of a file that has a key.
     *
     * @param column of the key, from 0
     * @param key the key without quotes
     * @param rest the text after the colon, without blanks around it
     */
    private record QuotedLine(int column, String key, String rest) {

        /**
         * Splits a line at its colon; null if it has no key. The dashes of list items belong to the indentation.
         */
        static @Nullable QuotedLine of(String text) {
            int column = indent(text);
            while (text.startsWith("- ", column)) {
                column += 2;
                while (column < text.length() && text.charAt(column) == ' ') {
                    column++;
                }
            }
            String entry = text.substring(column).stripTrailing();
            int colon = entry.endsWith(":") && !entry.contains(": ") ? entry.length() - 1 : entry.indexOf(": ");
            String key = colon < 0 ? "" : entry.substring(0, colon).stripTrailing();
            return KEY.matcher(key).matches()
                    ? new QuotedLine(
                            column,
                            key.replaceAll("[\"']", ""),
                            entry.substring(colon + 1).strip())
                    : null;
        }
    }

    /**
     * Returns a line with dots in place of values that may be secret.
     *
     * @param path the file, below the root
     * @param lines all lines of the file
     * @param number the line's number, from 1
     */
    public static String mask(String path, List<String> lines, int number) {
        String text = lines.get(number - 1);
        QuotedLine line = QuotedLine.of(text);
        if (line == null) {
            return text.isBlank() ? "" : " ".repeat(indent(text)) + DOTS;
        }
        Boolean visible = isPublicValue(lines, number - 1, line);
        if (visible == null) {
            return " ".repeat(indent(text)) + DOTS;
        }
        String references = references(line.rest());
        if (!NAME.matcher(line.key()).matches()) {
            return " ".repeat(indent(text)) + DOTS + (references == null ? "" : ": " + references);
        }
        String head =
                text.substring(0, text.indexOf(':', line.column() + line.key().length()) + 1);
        if (line.rest().isEmpty()) {
            return head;
        }
        if (references != null) {
            return head + ' ' + references;
        }
        ExtensionField field = ExtensionField.of(line.key());
        boolean misplaced = FolderDefaults.isDefaults(path) && field != null && field.isNeverDefault();
        return head + ' ' + (visible && !misplaced ? maskValue(line.rest()) : DOTS);
    }

    /**
     * Whether the value of a line is no secret; null if the line may be inside a multi-line value. Walks up
     * through the lines with less indentation, which are the mappings around it.
     */
    private static @Nullable Boolean isPublicValue(List<String> lines, int index, QuotedLine line) {
        String parent = null;
        boolean provisioning = false;
        int column = line.column();
        for (int i = index - 1; i >= 0 && column > 0 && !lines.get(i).startsWith("---"); i--) {
            String text = lines.get(i);
            if (text.isBlank() || text.stripLeading().startsWith("#")) {
                continue;
            }
            QuotedLine above = QuotedLine.of(text);
            if ((above == null ? indent(text) : above.column()) >= column) {
                continue;
            }
            // A line above has a value of its own, so this line continues it.
            if (above == null || !(above.rest().isEmpty() || above.rest().startsWith("#"))) {
                return null;
            }
            parent = parent == null ? above.key() : parent;
            provisioning |= above.key().equals("provisioning");
            column = above.column();
        }
        if (!provisioning && ("vars".equals(parent) || "options".equals(parent) || "require".equals(parent))) {
            return !VariableNames.isSecret(line.key());
        }
        ExtensionField field = ExtensionField.of(line.key());
        return field != null && field.isShown() && field.isIn(FieldScope.PROVISIONING) == provisioning;
    }

    /** The references of a value, with dots in place of everything else; null if it has none. */
    private static @Nullable String references(String rest) {
        Matcher whole = REFERENCE.matcher(rest);
        if (whole.matches()) {
            return whole.group(1) + (whole.group(2) == null ? "" : " # " + DOTS);
        }
        // In quotes and comments, text that looks like a reference may be a part of a password.
        boolean flow = rest.startsWith("{") || rest.startsWith("[");
        if (!flow || rest.matches(".*[\"'#].*")) {
            return null;
        }
        StringBuilder shown = new StringBuilder(DOTS);
        Matcher item = FLOW_REFERENCE.matcher(rest);
        while (item.find()) {
            shown.append(' ').append(item.group(1)).append(' ').append(DOTS);
        }
        return shown.length() == DOTS.length() ? null : shown.toString();
    }

    /** Masks a value unless it is complete in its line and cannot contain a secret. */
    private static String maskValue(String rest) {
        char first = rest.charAt(0);
        if (first == '!') {
            int blank = rest.indexOf(' ');
            return blank < 0 ? rest : rest.substring(0, blank + 1) + DOTS;
        }
        // Flow collections, block scalars, anchors and aliases go on elsewhere.
        if ("{[|>&*%@`".indexOf(first) >= 0
                || !UrlSecrets.find(rest, part -> false).isEmpty()) {
            return DOTS;
        }
        if (first == '"' || first == '\'') {
            int end = rest.indexOf(first, 1);
            return end == rest.length() - 1 ? rest : DOTS;
        }
        if (first == '#') {
            return "# " + DOTS;
        }
        int comment = rest.indexOf(" #");
        return comment < 0 ? rest : rest.substring(0, comment) + " # " + DOTS;
    }

    /** The number of blanks at the start of a line. */
    private static int indent(String text) {
        int indent = 0;
        while (indent < text.length() && text.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }
}
