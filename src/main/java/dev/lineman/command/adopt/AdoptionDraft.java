package dev.lineman.command.adopt;

import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.exchange.ImportCheck;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an adoption would write, before it is written. Immutable.
 *
 * @param problems what prevents it, and warnings
 * @param file the file to write; null if there is an error
 * @param notes what remains to do for the user, and other lines
 * @param manualEdit what to add to an existing file; null for a new extension
 * @param checked the inputs with the file; null without a file
 */
record AdoptionDraft(
        List<Problem> problems,
        CsvImport.@Nullable NewFile file,
        List<String> notes,
        @Nullable ManualEdit manualEdit,
        ImportCheck.@Nullable CheckedImport checked) {
    AdoptionDraft {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** A draft that says only what prevents the adoption. */
    static AdoptionDraft refused(List<Problem> problems, List<String> notes) {
        return new AdoptionDraft(problems, null, notes, null, null);
    }

    /**
     * Lines that the user adds to the file of an existing extension. Files that people wrote are never changed.
     *
     * @param at the extension
     * @param lines YAML
     */
    record ManualEdit(Position at, List<String> lines) {
        ManualEdit {
            lines = List.copyOf(lines);
        }

        /** Returns a sentence that says where the lines belong. */
        String where() {
            return "add these lines to " + at.file() + "; if the extension already has a phone, add them to 'phones':";
        }
    }
}
