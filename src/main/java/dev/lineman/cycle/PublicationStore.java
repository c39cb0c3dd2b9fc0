package dev.lineman.cycle;

import dev.lineman.disk.Digest;
import dev.lineman.make.Kept;
import dev.lineman.plan.Output;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.publish.Edition;
import dev.lineman.publish.Entry;
import dev.lineman.publish.NotStored;
import dev.lineman.publish.Publication;
import dev.lineman.publish.Published;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.Repaired;
import dev.lineman.recall.Remembered;
import dev.lineman.recall.UnitMemo;
import dev.lineman.render.Reads;
import dev.lineman.report.Count;
import dev.lineman.source.StaticFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The real publication, and what is remembered with it over a restart. */
public final class PublicationStore implements Store {
    private static final Repaired NOTHING = new Repaired(List.of(), 0, 0, List.of());
    private static final int NAMED = 20;

    private final Publisher publisher;
    private final InstantSource clock;
    private final LargeFileCopier copier;
    private final boolean later;
    private final Set<Digest> remembered = new HashSet<>();
    private final Set<String> damaged = new TreeSet<>();
    private Set<String> costly = Set.of();
    private boolean begun;
    private boolean refusing;
    private List<Problem> strangers = List.of();

    /**
     * A store.
     *
     * @param copier of large static files
     * @param later whether to look for what a crash or a hand changed in {@code out/} only after the first publication, a
     *     piece with each run: nobody waits for that
     */
    public PublicationStore(Publisher publisher, LargeFileCopier copier, InstantSource clock, boolean later) {
        this.publisher = publisher;
        this.copier = copier;
        this.clock = clock;
        this.later = later;
    }

    /** What is remembered with the last publication. What cannot be understood is made anew. */
    public Remembered restored() throws IOException {
        Remembered last = Remembered.read(publisher::memos, publisher.current());
        remembered.addAll(last.reads());
        costly = last.costly();
        return last;
    }

    @Override
    public Plan.Publication published() {
        Publication current = publisher.current();
        return new Plan.Publication() {
            @Override
            public Plan.@Nullable Standing at(String name) {
                Entry entry = current.findFolded(name);
                return entry == null ? null : new Plan.Standing(entry.path(), entry.digest(), entry.access());
            }

            @Override
            public Iterable<String> names() {
                return current.names();
            }

            @Override
            public int size() {
                return current.size();
            }
        };
    }

    @Override
    public boolean unfinished() {
        return publisher.owesRepair();
    }

    @Override
    public boolean refusing() {
        return refusing;
    }

    /** Also puts {@code out/} right, where a crash or a hand changed it since the last run. */
    @Override
    public Draft begin() {
        boolean first = !begun;
        begun = true;
        refusing = false;
        Repaired repairs = first ? firstRepairs() : publisher.owesRepair() ? publisher.repairMore() : NOTHING;
        // Until something else is published in its place, which may fail more than once.
        damaged.addAll(repairs.lost());
        Edition edition = publisher.edition();
        return new Draft() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                edition.keep(digest, bytes);
            }

            @Override
            public Kept put(StaticFile file) {
                Kept kept = edition.has(file.digest()) ? Kept.AT_HAND : copied(file, edition);
                refusing |= later && kept.state() == Kept.State.REFUSED;
                return kept;
            }

            @Override
            public boolean has(Digest body) {
                return edition.has(body);
            }

            @Override
            public List<String> damaged() {
                return List.copyOf(damaged);
            }

            @Override
            public Receipt commit(Plan plan, Map<String, @Nullable Unit> units, Set<String> templates)
                    throws IOException {
                Instant now = clock.instant();
                for (Output output : plan.writes()) {
                    edition.put(output.path(), output.access(), output.body(), now);
                }
                plan.drops().forEach(edition::drop);
                Set<Digest> told = new HashSet<>();
                // Most phones of a fleet share what they have read, as one object.
                IdentityHashMap<Reads, Digest> reads = new IdentityHashMap<>();
                units.forEach((key, unit) ->
                        remember(edition, key, unit, told, read -> reads.computeIfAbsent(read, UnitMemo::digest)));
                if (!templates.equals(costly)) {
                    edition.memo(UnitMemo.COSTLY, UnitMemo.encode(templates));
                }
                Published published = publisher.publish(edition);
                if (!published.accepted()) {
                    throw new IOException(published.problems().get(0).message());
                }
                copier.endCycle();
                remembered.addAll(told);
                costly = Set.copyOf(templates);
                damaged.clear();
                if (first && publisher.journalLost()) {
                    strangers = strangers();
                }
                List<Problem> problems = new ArrayList<>(strangers);
                problems.addAll(repairs.problems());
                problems.addAll(published.problems());
                return new Receipt(
                        published.filesWritten() + repairs.filesWritten(),
                        published.filesRemoved() + repairs.filesRemoved(),
                        published.bytesWritten(),
                        problems.stream().distinct().toList());
            }
        };
    }

    private Kept copied(StaticFile file, Edition edition) {
        if (file.length() > Publisher.LARGE) {
            return copier.put(file, edition);
        }
        Kept crowded = DiskRoom.refusal(publisher, file.length());
        if (crowded != null) {
            return crowded;
        }
        try (InputStream bytes = Files.newInputStream(file.file())) {
            Digest read = edition.keep(bytes);
            return read == null || read.equals(file.digest()) ? Kept.AT_HAND : Kept.CHANGED;
        } catch (NotStored e) {
            return DiskRoom.refused(e, file.length());
        } catch (IOException e) {
            return Kept.CHANGED;
        }
    }

    private Repaired firstRepairs() {
        return later && !publisher.journalLost() ? publisher.repairLater() : publisher.repair();
    }

    /** With the journal, it is lost which files were ours: those that the inputs want are ours again, others are told of. */
    private List<Problem> strangers() {
        List<String> paths = new ArrayList<>();
        publisher.strangers(paths::add);
        paths.removeIf(path -> path.startsWith("."));
        paths.sort(null);
        List<Problem> problems = new ArrayList<>();
        problems.add(Problem.warning(
                Position.of("out/.lineman/journal"),
                "cannot be read, so that it is not known what was published; all outputs are made anew"
                        + (paths.isEmpty()
                                ? ""
                                : ", and " + Count.of(paths.size(), "file") + " in out stay that nothing makes")));
        for (String path : paths.subList(0, Math.min(NAMED, paths.size()))) {
            problems.add(Problem.warning(
                    Position.of("out/" + path), "nothing makes this file now: remove it if nobody needs it"));
        }
        return problems;
    }

    /** Ends what goes on in the background. */
    public void close() {
        copier.close();
    }

    private void remember(
            Edition edition, String key, @Nullable Unit unit, Set<Digest> told, Function<Reads, Digest> digests) {
        if (unit == null || unit.outputs().isEmpty()) {
            edition.forget(UnitMemo.key(key));
            return;
        }
        for (Output output : unit.outputs()) {
            Digest digest = digests.apply(output.reads());
            if (!remembered.contains(digest) && told.add(digest)) {
                edition.memo(UnitMemo.key(digest), UnitMemo.encode(output.reads()));
            }
        }
        edition.memo(UnitMemo.key(key), UnitMemo.encode(unit, digests));
    }
}
