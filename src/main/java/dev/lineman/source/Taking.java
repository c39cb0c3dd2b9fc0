package dev.lineman.source;

import dev.lineman.disk.FileStamp;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.source.Reader.Interest;
import dev.lineman.source.Snapshot.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a walk comes upon into the next snapshot: a file is read when its signature is new or was taken too soon
 * after a change. For one thread.
 */
final class Taking implements Findings {
    private record Opened(Path real, FileStamp before) {}

    private final Draft draft;
    private final Meter meter;
    private final Batch batch;
    private final boolean trusts;
    private final Settling settling;
    private final CheckedOut checkedOut = new CheckedOut();
    private final @Nullable Instant start;
    private final Instant now;
    private final Intake intake;

    private Map<String, Opened> opened = new HashMap<>();
    private Set<String> listed = new HashSet<>();
    private SortedSet<String> moving = new TreeSet<>();

    Taking(Intake intake, Draft draft, Meter meter, Instant now, ScanOptions options) {
        this.draft = draft;
        this.meter = meter;
        this.batch = new Batch(intake, options.shortcuts().reads());
        this.trusts = options.shortcuts().trusts();
        this.settling = options.settling();
        this.start = draft.isFirst() ? now : null;
        this.now = now;
        this.intake = intake;
    }

    @Override
    public void file(Folder in, Path name, String path, Status status) {
        read(path);
        Entry known = draft.entry(path);
        if (trusts && known != null && !known.young() && known.signature().equals(status.signature())) {
            draft.unblock(path);
            return;
        }
        Interest interest = intake.wants(path);
        if (!intake.isHashing(path, status)
                && (known == null || !known.signature().equals(status.signature()))) {
            Settling.Pending pending = settling.beforeReading(status, interest, known, draft.pending(path), start);
            if (pending != null && !checkedOut(pending, path, in.path().resolve(name))) {
                draft.block(path, new BlockReason.BeingWritten(pending));
                return;
            }
        }
        batch.add(new Intake.Sighting(in, name, path, status, interest, known));
        if (batch.isFull()) {
            read();
        }
    }

    /** Whether Git has written a file that may still be written; what was waited for before, Git has not. */
    private boolean checkedOut(Settling.Pending pending, String path, Path real) {
        return !pending.equals(draft.pending(path)) && checkedOut.holds(real, pending.signature());
    }

    /** Reads what was come upon so far. */
    void read() {
        try {
            batch.read(this::took);
        } catch (IOException e) {
            throw new UncheckedIOException("a folder that was read could not be closed", e);
        }
    }

    /** What was come upon at a path comes before anything else that is found out about it. */
    private void read(String path) {
        if (batch.holds(path)) {
            read();
        }
    }

    private void took(Intake.Outcome outcome) {
        meter.add(outcome.meter());
        String path = outcome.file().path();
        Entry known = outcome.file().known();
        Intake.Taken taken = outcome.taken();
        if (taken instanceof Intake.Taken.Fresh fresh) {
            Settling.Pending pending =
                    settling.afterReading(fresh.signature(), fresh.reading().document(), known, draft.pending(path));
            Path real = outcome.file().in().path().resolve(outcome.file().name());
            if (pending == null || checkedOut(pending, path, real)) {
                draft.unblock(path);
                put(path, fresh, known);
            } else {
                draft.block(path, new BlockReason.BeingWritten(pending));
            }
        } else if (taken instanceof Intake.Taken.Same same && known != null) {
            draft.unblock(path);
            FileStamp signature = same.signature();
            draft.replace(
                    path,
                    new Entry(signature, known.digest(), known.document(), known.broken(), signature.isYoung(now)));
        } else if (taken instanceof Intake.Taken.Blocked blocked) {
            draft.block(path, blocked.why());
        } else if (taken instanceof Intake.Taken.Moving) {
            moving.add(path);
            draft.block(path, Problem.warning(Position.of(path), Obstacle.BEING_WRITTEN));
        } else {
            draft.gone(path);
        }
    }

    private void put(String path, Intake.Taken.Fresh fresh, @Nullable Entry known) {
        Reading reading = fresh.reading();
        Document document = reading.document();
        boolean broken = document == null;
        if (broken && known != null) {
            document = known.document();
        }
        FileStamp signature = fresh.signature();
        draft.put(
                path,
                new Entry(signature, fresh.digest(), document, broken, signature.isYoung(now)),
                reading.problems());
    }

    @Override
    public void opened(String path, Path real, FileStamp before) {
        read(path);
        draft.folder(path);
        opened.put(path, new Opened(real, before));
    }

    @Override
    public void listed(String path, Set<String> names) {
        listed.add(path);
        draft.unblock(path);
        draft.listed(path, names);
    }

    @Override
    public void link(String path, Path folder) {
        read(path);
        draft.link(path, folder);
    }

    @Override
    public void noLink(String path) {
        read(path);
        draft.unlink(path);
    }

    @Override
    public void missing(String path) {
        read(path);
        draft.gone(path);
    }

    @Override
    public void unread(String path, Problem why) {
        read(path);
        draft.unread(path, why);
    }

    @Override
    public void blocked(String path, Problem why) {
        read(path);
        draft.block(path, why);
    }

    /**
     * Ends a round of looking: what has to be looked at again, because it moved meanwhile. What was read in a folder that
     * another one has taken the place of may have got the other's signature: it is doubted.
     */
    SortedSet<String> restless() {
        read();
        SortedSet<String> restless = moving;
        opened.forEach((path, folder) -> {
            FileStamp now = signature(folder.real());
            if (now == null || now.inode() != folder.before().inode()) {
                draft.doubt(path);
                restless.add(path);
            } else if (listed.contains(path) && !now.equals(folder.before())) {
                restless.add(path);
            }
        });
        opened = new HashMap<>();
        listed = new HashSet<>();
        moving = new TreeSet<>();
        return restless;
    }

    private @Nullable FileStamp signature(Path real) {
        try {
            Status status = meter.look(real);
            return status == null ? null : status.signature();
        } catch (IOException e) {
            return null;
        }
    }
}
