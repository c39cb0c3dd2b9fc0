package dev.lineman.cycle;

import dev.lineman.cycle.PendingWork.Reason;
import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.Inventory;
import dev.lineman.make.Folders;
import dev.lineman.make.Gatekeeping;
import dev.lineman.make.Kept;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.Masks;
import dev.lineman.render.Reads;
import dev.lineman.resolve.Admission;
import dev.lineman.resolve.FactSet;
import dev.lineman.source.Snapshot;
import dev.lineman.source.StaticFile;
import dev.lineman.watch.Hint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that are published as they are. */
final class StaticFiles {
    private static final String STAYS = "; what was published before stays, and it is tried again by itself";

    private final Snapshot snapshot;
    private final Inventory inventory;
    private final Admission admission;
    private final Store.BodySink bodies;
    private final Register register;
    private final List<Hint> moving = new ArrayList<>();

    /** @param admission who may fetch them */
    StaticFiles(Snapshot snapshot, Inventory inventory, Admission admission, Store.BodySink bodies, Register register) {
        this.snapshot = snapshot;
        this.inventory = inventory;
        this.admission = admission;
        this.bodies = bodies;
        this.register = register;
    }

    /** Publishes a file, or no longer. */
    void make(String key, @Nullable Unit old) {
        String path = UnitKey.path(key);
        if (!(snapshot.document(path) instanceof StaticFile file)) {
            register.replace(key, old, null, List.of());
            return;
        }
        String name = Folders.PROVISIONING + path.substring(Folders.STATIC.length());
        List<Output> before = old == null ? List.of() : old.outputs();
        Output output = new Output(
                key,
                "",
                0,
                name,
                file.digest(),
                file.digest(),
                Reads.NONE,
                Masks.NONE,
                before.isEmpty() ? "" : before.get(0).access());
        if (admission.rule() == null && before.isEmpty()) {
            register.pend(Reason.UNAVAILABLE, key);
            return;
        }
        if (!before.contains(output) && !store(key, file)) {
            return;
        }
        List<Output> outputs = Gatekeeping.admitting(admission, List.of(output));
        register.replace(key, old, new Unit(key, outputs, FactSet.none(), owners(key)), List.of());
    }

    /** What a file is made of: itself, and whatever says who may fetch it. */
    List<String> owners(String key) {
        List<String> owners = new ArrayList<>(List.of(UnitKey.path(key)));
        owners.addAll(inventory.defaultsOf(Folders.EXTENSIONS).files());
        return owners;
    }

    /** Sees to it that the bytes of a file are at hand. */
    void bytes(String key) {
        if (snapshot.document(UnitKey.path(key)) instanceof StaticFile file) {
            store(key, file);
        }
    }

    private boolean store(String key, StaticFile file) {
        Kept kept = bodies.put(file);
        switch (kept.state()) {
            case AT_HAND -> {
                return true;
            }
            case LATER -> {
                // The background wakes the agent.
            }
            case CHANGED -> moving.add(new Hint.At(file.file()));
            case REFUSED ->
                register.find(
                        key,
                        List.of(Problem.error(
                                Position.of(UnitKey.path(key)), "cannot be published: " + kept.reason() + STAYS)));
        }
        register.pend(Reason.UNAVAILABLE, key);
        return false;
    }

    /** Files that changed after they were hashed: they are to be looked at again. */
    List<Hint> moving() {
        return moving;
    }
}
