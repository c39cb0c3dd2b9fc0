package dev.lineman.source;

import dev.lineman.disk.Digest;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.source.Reader.Interest;
import dev.lineman.source.Snapshot.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a walk comes upon into the next snapshot: a file is read when its signature is new or was taken too soon
 * after a change, and only between two equal looks at it. For one thread.
 */
final class Taking implements Walk.Findings {
    /** File systems keep times as coarse as this; a second change within it may leave the signature as it was. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    /** A time further ahead of the clock than this says nothing about when it was set. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private static final int ATTEMPTS = 3;

    /** The platform keeps a direct buffer as large as the largest read of a thread: so none is large. */
    private static final int PIECE = 64 << 10;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final byte[] NOTHING = {};

    private record Opened(Path real, Signature before) {}

    private final Inputs inputs;
    private final Reader reader;
    private final Draft draft;
    private final Meter meter;
    private final Batch batch;
    private final boolean trusts;
    private final long youngFrom;
    private final long youngUntil;

    private Map<String, Opened> opened = new HashMap<>();
    private Set<String> listed = new HashSet<>();
    private SortedSet<String> moving = new TreeSet<>();

    Taking(Inputs inputs, Reader reader, Draft draft, Meter meter, Instant now, Shortcuts shortcuts) {
        this.inputs = inputs;
        this.reader = reader;
        this.draft = draft;
        this.meter = meter;
        this.batch = new Batch(reader, shortcuts.together());
        this.trusts = shortcuts.trusts();
        this.youngFrom = nanoseconds(now.minus(YOUNG));
        this.youngUntil = nanoseconds(now.plus(AHEAD));
    }

    private static long nanoseconds(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    @Override
    public void file(Folder in, Path name, String path, Status status) {
        parse(path);
        Entry known = draft.entry(path);
        if (trusts && known != null && !known.young() && known.signature().equals(status.signature())) {
            draft.unblock(path);
            return;
        }
        try {
            take(in, name, path, status, known);
        } catch (NoSuchFileException e) {
            draft.gone(path);
        } catch (IOException e) {
            blocked(path, Problem.error(Position.of(path), Obstacle.unreadable(e)));
        }
    }

    private void take(Folder in, Path name, String path, Status status, @Nullable Entry known) throws IOException {
        boolean whole = reader.wants(path) == Interest.READ;
        Status before = status;
        for (int attempt = 0; attempt < ATTEMPTS && before.kind() == Status.Kind.FILE; attempt++) {
            Signature signature = before.signature();
            long most = whole ? Math.min(reader.largest(path), LARGEST_ARRAY) : reader.largest(path);
            if (signature.size() > most) {
                blocked(path, Problem.error(Position.of(path), Obstacle.tooLarge(signature.size(), most)));
                return;
            }
            byte[] bytes = whole ? new byte[(int) signature.size()] : null;
            Digest digest = read(in, name, signature.size(), bytes);
            meter.stats++;
            Status after = Status.of(in.path().resolve(name));
            if (after == null) {
                draft.gone(path);
                return;
            }
            if (digest != null && after.equals(before)) {
                accept(path, signature, digest, bytes, known);
                return;
            }
            before = after;
        }
        moving.add(path);
        blocked(path, Problem.warning(Position.of(path), Obstacle.BEING_WRITTEN));
    }

    /** Reads a file and hashes it; fills {@code whole} if it is given. Null when the file is shorter than it was. */
    private @Nullable Digest read(Folder in, Path name, long size, byte @Nullable [] whole) throws IOException {
        meter.reads++;
        MessageDigest digest = Digest.begin();
        byte[] bytes = whole == null ? new byte[(int) Math.min(size, PIECE)] : whole;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try (SeekableByteChannel channel = in.file(name)) {
            for (long at = 0; at < size; ) {
                int from = whole == null ? 0 : (int) at;
                buffer.limit(from + (int) Math.min(PIECE, size - at)).position(from);
                int read = channel.read(buffer);
                if (read < 0) {
                    return null;
                }
                digest.update(bytes, from, read);
                at += read;
            }
        }
        return Digest.finish(digest, NOTHING);
    }

    private void accept(
            String path, Signature signature, Digest digest, byte @Nullable [] bytes, @Nullable Entry known) {
        draft.unblock(path);
        boolean young = young(signature);
        if (known != null && known.digest().equals(digest)) {
            Entry same = new Entry(signature, known.digest(), known.document(), known.broken(), young);
            if (!same.equals(known)) {
                draft.replace(path, same);
            }
            return;
        }
        if (bytes == null) {
            StaticFile file = new StaticFile(digest, signature.size(), inputs.at(path));
            taken(path, signature, digest, known, new Reading(file, List.of()));
            return;
        }
        meter.parses++;
        batch.add(new Batch.Unparsed(path, signature, digest, known), bytes);
        if (batch.isFull()) {
            parse();
        }
    }

    /** Parses what has been read so far. */
    void parse() {
        batch.parse((file, reading) -> taken(file.path(), file.signature(), file.digest(), file.known(), reading));
    }

    /** What is still to be parsed of a path comes before anything else that is found out about it. */
    private void parse(String path) {
        if (batch.holds(path)) {
            parse();
        }
    }

    private void taken(String path, Signature signature, Digest digest, @Nullable Entry known, Reading reading) {
        Document document = reading.document();
        boolean broken = document == null;
        if (broken && known != null) {
            document = known.document();
        }
        draft.put(path, new Entry(signature, digest, document, broken, young(signature)), reading.problems());
    }

    private boolean young(Signature signature) {
        long time = signature.changed() != 0 ? signature.changed() : signature.modified();
        return time > youngFrom && time < youngUntil;
    }

    @Override
    public void opened(String path, Path real, Signature before) {
        parse(path);
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
    public void link(String path) {
        parse(path);
        draft.link(path);
    }

    @Override
    public void noLink(String path) {
        parse(path);
        draft.unlink(path);
    }

    @Override
    public void missing(String path) {
        parse(path);
        draft.gone(path);
    }

    @Override
    public void blocked(String path, Problem why) {
        parse(path);
        draft.block(path, why);
    }

    /**
     * Ends a round of looking: what has to be looked at again, because it moved meanwhile. What was read in a folder that
     * another one has taken the place of may have got the other's signature: it is doubted.
     */
    SortedSet<String> restless() {
        parse();
        SortedSet<String> restless = moving;
        opened.forEach((path, folder) -> {
            Signature now = signature(folder.real());
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

    private @Nullable Signature signature(Path real) {
        meter.stats++;
        try {
            Status status = Status.of(real);
            return status == null ? null : status.signature();
        } catch (IOException e) {
            return null;
        }
    }
}
