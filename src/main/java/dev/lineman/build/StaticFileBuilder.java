package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.copy.StaticFileResult;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.input.StaticFile;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.access.AccessResolution;
import dev.lineman.resolve.value.DependencySet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the outputs of static files, which are published unchanged. Part of {@link OutputBuilder}, for one cycle and
 * one thread.
 */
final class StaticFileBuilder {
    /** The end of a message: a refused file does not remove the published one. */
    private static final String STAYS = "; the file published before stays, and Lineman tries again";

    private final Snapshot snapshot;
    private final Inventory inventory;
    private final AccessResolution accessResolution;
    private final OutputStore.BodySink bodies;
    private final CycleResult cycleResult;
    private final List<Hint> rescanHints = new ArrayList<>();

    /**
     * Creates the builder of one cycle.
     *
     * @param accessResolution the access rule for files of no phone
     * @param cycleResult receives targets, problems and pending work
     */
    StaticFileBuilder(
            Snapshot snapshot,
            Inventory inventory,
            AccessResolution accessResolution,
            OutputStore.BodySink bodies,
            CycleResult cycleResult) {
        this.snapshot = snapshot;
        this.inventory = inventory;
        this.accessResolution = accessResolution;
        this.bodies = bodies;
        this.cycleResult = cycleResult;
    }

    /**
     * Makes the target of a static file, or removes it when the file is gone. Without a known access rule, a new file
     * stays pending.
     */
    void make(String key, @Nullable BuildTarget old) {
        String path = TargetKey.path(key);
        if (!(snapshot.document(path) instanceof StaticFile file)) {
            cycleResult.replace(key, old, null, List.of());
            return;
        }
        String name = FolderNames.PROVISIONING + path.substring(FolderNames.STATIC.length());
        List<Output> before = old == null ? List.of() : old.outputs();
        Output output = new Output(
                key,
                "",
                0,
                0,
                name,
                file.digest(),
                file.digest(),
                ReadNames.NONE,
                SecretMasks.NONE,
                before.isEmpty() ? "" : before.get(0).access());
        if (accessResolution.rule() == null && before.isEmpty()) {
            cycleResult.addPending(PendingReason.UNAVAILABLE, key);
            return;
        }
        if (!before.contains(output) && !store(key, file)) {
            return;
        }
        List<Output> outputs = AccessPolicy.withAccess(accessResolution, List.of(output));
        cycleResult.replace(key, old, new BuildTarget(key, outputs, DependencySet.none(), sourceFiles(key)), List.of());
    }

    /** Returns the input files behind a static file: itself, and the files with its access rule. */
    List<String> sourceFiles(String key) {
        List<String> sourceFiles = new ArrayList<>(List.of(TargetKey.path(key)));
        sourceFiles.addAll(inventory.defaultsOf(FolderNames.EXTENSIONS).files());
        return sourceFiles;
    }

    /** Stores the bytes of a static file again, for a published file that is damaged. */
    void storeBody(String key) {
        if (snapshot.document(TargetKey.path(key)) instanceof StaticFile file) {
            store(key, file);
        }
    }

    /** Stores the bytes. If they are not stored yet, the target stays pending. Returns whether they are stored. */
    private boolean store(String key, StaticFile file) {
        StaticFileResult staticFileResult = bodies.put(file);
        switch (staticFileResult.state()) {
            case STORED -> {
                return true;
            }
            case COPYING -> {
                // The background copy starts the next cycle at its end.
            }
            case CHANGED -> rescanHints.add(new Hint.PathHint(file.file()));
            case REFUSED ->
                cycleResult.setProblems(
                        key,
                        List.of(Problem.blocking(
                                Position.of(TargetKey.path(key)),
                                "cannot be published: " + staticFileResult.reason() + STAYS)));
        }
        cycleResult.addPending(PendingReason.UNAVAILABLE, key);
        return false;
    }

    /** Returns hints for files that changed after they were hashed. */
    List<Hint> rescanHints() {
        return rescanHints;
    }
}
