package dev.lineman.publish;

import dev.lineman.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The repairs that are due: of everything after a start, and of bodies that a verification found damaged. Of the writing thread. */
final class PendingRepairs {
    private final Disk disk;
    private final Path out;
    private final Healing healing;
    private final Verification verification;
    /** Bodies have not all been verified, nor files compared, since the start. */
    private boolean unrepaired;

    private @Nullable Repair repair;

    PendingRepairs(Disk disk, Path out, Healing healing, Verification verification) {
        this.disk = disk;
        this.out = out;
        this.healing = healing;
        this.verification = verification;
    }

    /** From now on, everything is to be repaired. */
    void begin() {
        repair = null;
        unrepaired = true;
    }

    boolean areDue() {
        return unrepaired || verification.hasFound();
    }

    /** As {@link Repair#piece}, and what was found damaged. */
    void piece(int files, long bytes, MirrorPass pass, List<String> lost) throws IOException {
        if (unrepaired) {
            unrepaired = false;
            Repair going = repair == null ? new Repair(disk, out, healing, verification) : repair;
            repair = going;
            try {
                going.piece(files, bytes, pass, lost);
            } finally {
                unrepaired = !going.isDone();
                repair = unrepaired ? going : null;
            }
        }
        Set<Body> damaged = verification.takeDamaged();
        if (!damaged.isEmpty()) {
            List<Entry> entries = healing.store().current().entries().stream()
                    .filter(entry -> damaged.contains(entry.body()))
                    .toList();
            healing.heal(entries, pass, lost);
        }
    }
}
