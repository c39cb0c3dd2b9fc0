package dev.lineman.operator.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a published file as a user may see it: dots replace secrets.
 *
 * @param lines the first lines of the file
 * @param hidden why the file is not shown; null if it is
 * @param more the number of further lines
 */
public record FileText(List<String> lines, @Nullable String hidden, int more) {
    public FileText {
        lines = List.copyOf(lines);
    }

    /** A file that is not shown, with the reason. */
    public static FileText hidden(String why) {
        return new FileText(List.of(), why, 0);
    }
}
