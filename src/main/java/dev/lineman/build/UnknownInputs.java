package dev.lineman.build;

import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.FolderDefaults;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which targets must wait because an input is unreadable since the start. The earlier content of such an
 * input is unknown, so a new output could be wrong or open to the wrong clients.
 */
final class UnknownInputs {
    private UnknownInputs() {}

    /**
     * Returns the index with the targets that must wait after a start: those made from an input that is unreadable
     * now. Site targets wait for any unreadable extension file. An input that becomes unreadable later keeps its last
     * good content, so no target waits for it.
     */
    static OutputIndex holdTargets(OutputIndex outputIndex, Snapshot snapshot) {
        Set<String> unreadable = unreadable(snapshot);
        if (unreadable.isEmpty()) {
            return outputIndex;
        }
        Set<String> extensions = extensions(unreadable);
        OutputIndex waiting = outputIndex;
        for (BuildTarget buildTarget : outputIndex.targets()) {
            for (String sourceFile : buildTarget.sourceFiles()) {
                waiting = snapshot.isUnknown(sourceFile) ? waiting.withWaiting(sourceFile, buildTarget.key()) : waiting;
            }
            for (String path : TargetKey.isSite(buildTarget.key()) ? extensions : Set.<String>of()) {
                waiting = waiting.withWaiting(path, buildTarget.key());
            }
        }
        return waiting;
    }

    private static Set<String> unreadable(Snapshot snapshot) {
        Set<String> unreadable = new TreeSet<>(snapshot.unknownFiles());
        snapshot.blocked().stream().filter(snapshot::isUnknown).forEach(unreadable::add);
        return unreadable;
    }

    private static Set<String> extensions(Set<String> paths) {
        Set<String> extensions = new TreeSet<>(paths);
        extensions.removeIf(path -> !isExtensions(path));
        return extensions;
    }

    /**
     * Returns an unreadable path in the folder of extensions; null when there is none. A site without files waits for it,
     * because it can have phones and access rules of the site.
     */
    static @Nullable String unreadableExtensions(Snapshot snapshot) {
        String file = firstExtensions(snapshot.unknownFiles(), path -> true);
        return file == null ? firstExtensions(snapshot.blocked(), snapshot::isUnknown) : file;
    }

    /** Returns the first of these paths that is the folder of extensions, or in it; null when there is none. */
    private static @Nullable String firstExtensions(SortedSet<String> paths, Predicate<String> condition) {
        for (String path : paths.tailSet(FolderNames.EXTENSIONS)) {
            if (!path.startsWith(FolderNames.EXTENSIONS)) {
                return null;
            }
            if (isExtensions(path) && condition.test(path)) {
                return path;
            }
        }
        return null;
    }

    private static boolean isExtensions(String path) {
        return path.equals(FolderNames.EXTENSIONS) || path.startsWith(FolderNames.EXTENSIONS + '/');
    }

    /**
     * Returns the unreadable defaults file that applies to a phone without files; null when there is none. Such a file
     * can have values of the phone, and can limit access to its files.
     */
    static @Nullable String unreadableDefaults(Phone phone, Snapshot snapshot) {
        if (snapshot.unknownFiles().isEmpty() && snapshot.blocked().isEmpty()) {
            return null;
        }
        return phone.accounts().stream()
                .flatMap(account -> FolderDefaults.pathsAbove(account.file()).stream())
                .filter(snapshot::isUnknown)
                .findFirst()
                .orElse(null);
    }

    /** Returns the index in which no target waits for an input that is readable now. */
    static OutputIndex releaseTargets(OutputIndex outputIndex, Snapshot snapshot) {
        OutputIndex rest = outputIndex;
        for (String input : outputIndex.awaitedInputs()) {
            if (!snapshot.isUnknown(input)) {
                rest = rest.withoutWaitingFor(input);
            }
        }
        return rest;
    }
}
