package dev.lineman.command.adopt;

import dev.lineman.build.make.FolderNames;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.git.WorkingTrees;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why the operator's page cannot write an extension file. Stateless. */
final class WriteObstacle {
    private WriteObstacle() {}

    /**
     * Returns the reason as a sentence; null when the page can write.
     *
     * @param operator the name of the user that logs in at the page; null if the page needs no password
     * @param folder below the root
     */
    static @Nullable String of(Settings settings, @Nullable String operator, String folder) {
        if (operator == null) {
            return "This page can write only if it has a password: start the agent with --admin-password-file.";
        }
        Path present = FileOperations.nearestExisting(settings.root().resolve(folder));
        try {
            WorkingTrees.Tree tree = WorkingTrees.around(present);
            if (tree != null) {
                return folder + " is in the Git working tree " + tree.top()
                        + ": add the file there and commit it, as your other changes.";
            }
        } catch (IOException e) {
            return folder + " cannot be read: " + FileOperations.reason(e) + ".";
        }
        return Files.isWritable(present)
                ? null
                : "The agent cannot write to " + folder + ". To allow it, see 'Adopt unknown phones on the page' in"
                        + " src/docs/operations.md"
                        + (folder.equals(FolderNames.EXTENSIONS) ? "." : ", also for this folder.");
    }
}
