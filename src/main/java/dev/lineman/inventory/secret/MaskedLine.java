package dev.lineman.inventory.secret;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.FolderDefaults;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of an extension file as people may see it, with dots in place of whatever may be a secret. It goes by the keys above
 * the line and not by what a value looks like; and by the text alone, since a file that is quoted is often one that cannot be
 * parsed. Where it is in doubt there are dots.
 */
public final class MaskedLine {
    private static final String DOTS = "••••••";
    private static final Pattern KEY = Pattern.compile("[\\w.*?: -]+|\"[^\"]*\"|'[^']*'");

    /** What is a name rather than a password, or the number of a key. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_.:-]*|\\d{1,3}");

    private MaskedLine() {}

    /**
     * A line of a file.
     *
     * @param column where the key begins, counted from 0
     * @param rest what follows the colon, without blanks around it
     */
    private record QuotedLine(int column, String key, String rest) {

        /** Null when there is no key. */
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
     * A line as people may see it.
     *
     * @param path of the file, below the root
     * @param lines those of the file
     * @param number counted from 1
     */
    public static String mask(String path, List<String> lines, int number) {
        String text = lines.get(number - 1);
        QuotedLine line = QuotedLine.of(text);
        if (line == null) {
            return text.isBlank() ? "" : " ".repeat(indent(text)) + DOTS;
        }
        Boolean plain = isPublicValue(lines, number - 1, line);
        if (plain == null || !NAME.matcher(line.key()).matches()) {
            return " ".repeat(indent(text)) + DOTS;
        }
        String head =
                text.substring(0, text.indexOf(':', line.column() + line.key().length()) + 1);
        if (line.rest().isEmpty()) {
            return head;
        }
        ExtensionField field = ExtensionField.of(line.key());
        boolean misplaced = FolderDefaults.isDefaults(path) && field != null && field.isNeverDefault();
        return head + ' ' + (plain && !misplaced ? maskValue(line.rest()) : DOTS);
    }

    /** Whether the value of a line is nobody's secret; null when the line may be the inside of a value. */
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
            if (above == null || !(above.rest().isEmpty() || above.rest().startsWith("#"))) {
                return null;
            }
            parent = parent == null ? above.key() : parent;
            provisioning |= above.key().equals("provisioning");
            column = above.column();
        }
        if (!provisioning && ("vars".equals(parent) || "options".equals(parent))) {
            return !SecretStore.isSecretName(line.key());
        }
        ExtensionField field = ExtensionField.of(line.key());
        return field != null && field.isShown() && field.isIn(FieldScope.PROVISIONING) == provisioning;
    }

    /** A value that stands whole in its line; whatever it may be besides is dots. */
    private static String maskValue(String rest) {
        char first = rest.charAt(0);
        if (first == '!') {
            int blank = rest.indexOf(' ');
            return blank < 0 ? rest : rest.substring(0, blank + 1) + DOTS;
        }
        if ("{[|>&*%@`".indexOf(first) >= 0
                || !UrlSecrets.find(rest, part -> false).isEmpty()) {
            return DOTS;
        }
        if (first == '"' || first == '\'') {
            int end = rest.indexOf(first, 1);
            return end == rest.length() - 1 ? rest : DOTS;
        }
        int comment = rest.indexOf(" #");
        return comment < 0 ? rest : rest.substring(0, comment) + " # " + DOTS;
    }

    private static int indent(String text) {
        int indent = 0;
        while (indent < text.length() && text.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }
}
