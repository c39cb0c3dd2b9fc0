package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.make.StaticFileResult;
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

/** The files that are published as they are. */
final class StaticFileBuilder {
    private static final String STAYS = "; what was published before stays, and it is tried again by itself";

    private final Snapshot snapshot;
    private final Inventory inventory;
    private final AccessResolution accessResolution;
    private final OutputStore.BodySink bodies;
    private final CycleResult cycleResult;
    private final List<Hint> moving = new ArrayList<>();

    /** @param accessResolution who may fetch them */
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

    /** Publishes a file, or no longer. */
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
                name,
                file.digest(),
                file.digest(),
                ReadNames.NONE,
                SecretMasks.NONE,
                before.isEmpty() ? "" : before.get(0).access());
        if (accessResolution.rule() == null && before.isEmpty()) {
            cycleResult.pend(PendingReason.UNAVAILABLE, key);
            return;
        }
        if (!before.contains(output) && !store(key, file)) {
            return;
        }
        List<Output> outputs = AccessPolicy.admitting(accessResolution, List.of(output));
        cycleResult.replace(key, old, new BuildTarget(key, outputs, DependencySet.none(), owners(key)), List.of());
    }

    /** What a file is made of: itself, and whatever says who may fetch it. */
    List<String> owners(String key) {
        List<String> owners = new ArrayList<>(List.of(TargetKey.path(key)));
        owners.addAll(inventory.defaultsOf(FolderNames.EXTENSIONS).files());
        return owners;
    }

    /** Sees to it that the bytes of a file are at hand. */
    void bytes(String key) {
        if (snapshot.document(TargetKey.path(key)) instanceof StaticFile file) {
            store(key, file);
        }
    }

    private boolean store(String key, StaticFile file) {
        StaticFileResult staticFileResult = bodies.put(file);
        switch (staticFileResult.state()) {
            case AT_HAND -> {
                return true;
            }
            case LATER -> {
                // The background wakes the agent.
            }
            case CHANGED -> moving.add(new Hint.PathHint(file.file()));
            case REFUSED ->
                cycleResult.find(
                        key,
                        List.of(Problem.error(
                                Position.of(TargetKey.path(key)),
                                "cannot be published: " + staticFileResult.reason() + STAYS)));
        }
        cycleResult.pend(PendingReason.UNAVAILABLE, key);
        return false;
    }

    /** Files that changed after they were hashed: they are to be looked at again. */
    List<Hint> moving() {
        return moving;
    }
}
