package dev.lineman.build.impact;

import dev.lineman.input.Document;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.extension.EntryChanges;
import dev.lineman.inventory.extension.ExtensionFile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The extensions that differ in the changed files of one cycle, so that a change of one extension in a file of many costs
 * what a change of a small file costs. Immutable.
 *
 * @param byPath the changes in each changed extension file
 */
public record ChangedExtensions(Map<String, EntryChanges> byPath) {

    /** Compares the versions of the extension files among some changes. */
    public static ChangedExtensions of(Collection<FileChange> changes) {
        Map<String, EntryChanges> byPath = new LinkedHashMap<>();
        for (FileChange change : changes) {
            ExtensionFile old = extensionFile(change.before());
            ExtensionFile fresh = extensionFile(change.after());
            if (old != null || fresh != null) {
                byPath.put(change.path(), EntryChanges.of(old, fresh));
            }
        }
        return new ChangedExtensions(byPath);
    }

    private static @Nullable ExtensionFile extensionFile(@Nullable Document document) {
        return document instanceof ExtensionFile file ? file : null;
    }

    /** Returns the paths of the files with extensions that are the same at other lines. Problems name these lines. */
    public Set<String> moved() {
        return byPath.entrySet().stream()
                .filter(file -> file.getValue().isMoved())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
