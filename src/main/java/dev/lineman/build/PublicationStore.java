package dev.lineman.build;

import dev.lineman.build.copy.DiskSpace;
import dev.lineman.build.copy.LargeFileCopier;
import dev.lineman.build.copy.StaticFileResult;
import dev.lineman.build.memo.TargetMemo;
import dev.lineman.build.memo.TargetMemos;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.Plan;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.fs.Digest;
import dev.lineman.input.StaticFile;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.publish.PublishResult;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.RepairResult;
import dev.lineman.publish.body.NotStoredException;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.render.content.ReadNames;
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

/**
 * Publishes outputs through {@link Publisher}, and records memos of targets in the journal. After a restart, the
 * memos say what each output was made from. For the thread of the cycles.
 */
public final class PublicationStore implements OutputStore {
    private static final RepairResult NOTHING = new RepairResult(List.of(), 0, 0, List.of());

    /**
     * An agent writes the files of a larger change into {@code out/} between the next changes: on ext4, 1,000 files take
     * up to 0.6 s.
     */
    private static final int MIRRORED_AT_ONCE = 20_000;

    /** At most this many unknown files are named in problems. */
    private static final int MAX_NAMES = 20;

    private final Publisher publisher;
    private final InstantSource clock;
    private final LargeFileCopier copier;
    private final boolean deferRepair;

    /** The digests of the sets of read names that the journal holds already. */
    private final Set<Digest> storedReadNames = new HashSet<>();

    /** The paths of published files that lost their bytes, until they are published again. */
    private final Set<String> damagedPaths = new TreeSet<>();

    /** The costly templates that the journal holds. */
    private Set<String> costly = Set.of();

    /** Whether a transaction has begun since the start: the first one repairs {@code out/}. */
    private boolean firstTransactionBegun;

    private boolean refusedFiles;

    /** The problems after the journal was lost, until the process ends. */
    private List<Problem> unknownFiles = List.of();

    /**
     * Creates a store.
     *
     * @param copier copies large static files in the background
     * @param deferRepair whether to repair {@code out/} step by step after the first publication, and to write the files
     *     of large changes there step by step. The agent does,
     *     because phones do not wait for it; one-shot commands repair first
     */
    public PublicationStore(Publisher publisher, LargeFileCopier copier, InstantSource clock, boolean deferRepair) {
        this.publisher = publisher;
        this.copier = copier;
        this.clock = clock;
        this.deferRepair = deferRepair;
    }

    /**
     * Reads the memos of the last publication. Targets with unusable memos are made again.
     *
     * @throws IOException if the journal cannot be read
     */
    public TargetMemos readMemos() throws IOException {
        TargetMemos last = TargetMemos.read(publisher::readMemos, publisher.current());
        storedReadNames.addAll(last.reads());
        costly = last.costlyTemplates();
        return last;
    }

    @Override
    public Plan.PublishedNames published() {
        return names(publisher.current());
    }

    /** Returns a view of the names of a publication. */
    static Plan.PublishedNames names(Publication current) {
        return new Plan.PublishedNames() {
            @Override
            public Plan.@Nullable PublishedOutput find(String name) {
                PublishedFile entry = current.findFolded(name);
                return entry == null ? null : new Plan.PublishedOutput(entry.path(), entry.digest(), entry.access());
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
    public boolean hasRepairsLeft() {
        return publisher.isRepairPending();
    }

    @Override
    public boolean hasRefusedFiles() {
        return refusedFiles;
    }

    /** Begins a transaction. Also repairs files in {@code out/} that a crash or another program changed. */
    @Override
    public OutputTransaction begin() {
        boolean first = !firstTransactionBegun;
        firstTransactionBegun = true;
        refusedFiles = false;
        RepairResult repairs =
                first ? firstRepairs() : publisher.isRepairPending() ? publisher.continueRepair() : NOTHING;
        // They stay in the set until a commit succeeds: several cycles may fail before.
        damagedPaths.addAll(repairs.lost());
        PublishTransaction publishTransaction = publisher.beginTransaction();
        return new OutputTransaction() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                publishTransaction.addContent(digest, bytes);
            }

            @Override
            public StaticFileResult put(StaticFile file) {
                StaticFileResult staticFileResult = publishTransaction.has(file.digest())
                        ? StaticFileResult.STORED
                        : copy(file, publishTransaction);
                refusedFiles |= deferRepair && staticFileResult.state() == StaticFileResult.StaticFileState.REFUSED;
                return staticFileResult;
            }

            @Override
            public boolean hasBody(Digest body) {
                return publishTransaction.has(body);
            }

            @Override
            public List<String> damagedPaths() {
                return List.copyOf(damagedPaths);
            }

            @Override
            public OutputReceipt commit(
                    Plan plan, Map<String, @Nullable BuildTarget> buildTargets, Set<String> templates)
                    throws IOException {
                Instant now = clock.instant();
                for (Output output : plan.writes()) {
                    publishTransaction.put(output.path(), output.access(), output.body(), now);
                }
                plan.drops().forEach(publishTransaction::drop);
                Set<Digest> newMemos = new HashSet<>();
                // Most phones of a fleet share one instance of their read names: hash each instance once.
                IdentityHashMap<ReadNames, Digest> reads = new IdentityHashMap<>();
                buildTargets.forEach((key, buildTarget) -> remember(
                        publishTransaction,
                        key,
                        buildTarget,
                        newMemos,
                        read -> reads.computeIfAbsent(read, TargetMemo::digest)));
                if (!templates.equals(costly)) {
                    publishTransaction.putMemo(TargetMemo.COSTLY_TEMPLATES, TargetMemo.encode(templates));
                }
                PublishResult publishResult =
                        publisher.publish(publishTransaction, deferRepair ? MIRRORED_AT_ONCE : Integer.MAX_VALUE);
                if (!publishResult.accepted()) {
                    throw new IOException(publishResult.problems().get(0).message());
                }
                copier.endCycle();
                storedReadNames.addAll(newMemos);
                costly = Set.copyOf(templates);
                damagedPaths.clear();
                if (first && publisher.journalLost()) {
                    unknownFiles = unknownFiles();
                }
                List<Problem> problems = new ArrayList<>(unknownFiles);
                problems.addAll(repairs.problems());
                problems.addAll(publishResult.problems());
                return new OutputReceipt(
                        publishResult.filesWritten() + repairs.filesWritten(),
                        publishResult.filesRemoved() + repairs.filesRemoved(),
                        publishResult.bytesWritten(),
                        problems.stream().distinct().toList());
            }
        };
    }

    /** Stores the bytes of a static file: a large one in the background, a small one at once. */
    private StaticFileResult copy(StaticFile file, PublishTransaction publishTransaction) {
        if (file.length() > Publisher.LARGE) {
            return copier.put(file, publishTransaction);
        }
        StaticFileResult refusal = DiskSpace.refusal(publisher, file.length());
        if (refusal != null) {
            return refusal;
        }
        try (InputStream bytes = Files.newInputStream(file.file())) {
            Digest read = publishTransaction.addContent(bytes);
            return read == null || read.equals(file.digest()) ? StaticFileResult.STORED : StaticFileResult.CHANGED;
        } catch (NotStoredException e) {
            return DiskSpace.refused(e, file.length());
        } catch (IOException e) {
            return StaticFileResult.CHANGED;
        }
    }

    /** Repairs {@code out/} at the start, or plans the repair. Without a journal the repair cannot wait. */
    private RepairResult firstRepairs() {
        return deferRepair && !publisher.journalLost() ? publisher.beginRepair() : publisher.repair();
    }

    /**
     * Returns problems for files that nothing makes, after the journal was lost. The journal is the only list of
     * published files. Files that the inputs still make are adopted silently.
     */
    private List<Problem> unknownFiles() {
        List<String> paths = new ArrayList<>();
        publisher.forEachStrayFile(paths::add);
        paths.removeIf(path -> path.startsWith("."));
        paths.sort(null);
        List<Problem> problems = new ArrayList<>();
        problems.add(Problem.warning(
                Position.of("out/.lineman/journal"),
                "cannot be read, so Lineman does not know which files it published; it makes all outputs again"
                        + (paths.isEmpty()
                                ? ""
                                : ", and keeps " + CountPhrase.of(paths.size(), "file")
                                        + " in out that no input makes")));
        for (String path : paths.subList(0, Math.min(MAX_NAMES, paths.size()))) {
            problems.add(Problem.warning(
                    Position.of("out/" + path), "no input makes this file: remove it if you do not need it"));
        }
        return problems;
    }

    /** Stops the background copies. */
    public void close() {
        copier.close();
    }

    /**
     * Adds the memo of a target to the transaction, and the memos of read names that are new. A target without
     * outputs has no memo.
     *
     * @param newMemos collects the digests of new memos
     * @param digests computes the digest of a set of read names
     */
    private void remember(
            PublishTransaction publishTransaction,
            String key,
            @Nullable BuildTarget buildTarget,
            Set<Digest> newMemos,
            Function<ReadNames, Digest> digests) {
        if (buildTarget == null || buildTarget.outputs().isEmpty()) {
            publishTransaction.removeMemo(TargetMemo.key(key));
            return;
        }
        for (Output output : buildTarget.outputs()) {
            Digest digest = digests.apply(output.reads());
            if (!storedReadNames.contains(digest) && newMemos.add(digest)) {
                publishTransaction.putMemo(TargetMemo.key(digest), TargetMemo.encode(output.reads()));
            }
        }
        publishTransaction.putMemo(TargetMemo.key(key), TargetMemo.encode(buildTarget, digests));
    }
}
