package dev.lineman.operator.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file, as people may see it: with dots in place of secrets.
 *
 * @param lines the first ones, when it is long
 * @param hidden why there are none; null when there are
 * @param more how many more lines there are
 */
public record FileText(List<String> lines, @Nullable String hidden, int more) {
    public FileText {
        lines = List.copyOf(lines);
    }

    /** A file of which nothing can be shown. */
    public static FileText hidden(String why) {
        return new FileText(List.of(), why, 0);
    }
}
