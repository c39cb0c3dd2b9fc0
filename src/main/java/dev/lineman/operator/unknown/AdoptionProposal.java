package dev.lineman.operator.unknown;

import dev.lineman.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an adoption would write and publish. It has no secrets. Immutable.
 *
 * @param path the new file, below the root; null if nothing can be written
 * @param yaml its content; empty without a file
 * @param notes what remains to do
 * @param problems what prevents the adoption, and warnings
 * @param manual where the user adds {@code manualLines}; null for a new extension
 * @param manualLines YAML for the file of an extension that exists
 * @param plan the diffs of the files that would be published, as {@code lineman plan} prints them
 * @param totals the number of added, changed and removed files
 * @param command the command that writes the same
 * @param obstacle why the page cannot write the file; null when it can
 * @param digest identifies the file and the plan
 */
public record AdoptionProposal(
        @Nullable String path,
        String yaml,
        List<String> notes,
        List<Problem> problems,
        @Nullable String manual,
        List<String> manualLines,
        List<String> plan,
        String totals,
        String command,
        @Nullable String obstacle,
        String digest) {
    public AdoptionProposal {
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
        manualLines = List.copyOf(manualLines);
        plan = List.copyOf(plan);
    }

    /** Whether the page can write the file. */
    public boolean canWrite() {
        return path != null && obstacle == null;
    }
}
