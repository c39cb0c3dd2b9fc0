package dev.lineman.build;

import dev.lineman.build.make.DiskSpace;
import dev.lineman.build.make.LargeFileCopier;
import dev.lineman.build.make.StaticFileResult;
import dev.lineman.build.memory.TargetMemo;
import dev.lineman.build.memory.TargetMemos;
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

/** The real publication, and what is remembered with it over a restart. */
public final class PublicationStore implements OutputStore {
    private static final RepairResult NOTHING = new RepairResult(List.of(), 0, 0, List.of());
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
    public TargetMemos restored() throws IOException {
        TargetMemos last = TargetMemos.read(publisher::readMemos, publisher.current());
        remembered.addAll(last.reads());
        costly = last.slowTemplates();
        return last;
    }

    @Override
    public Plan.PublishedNames published() {
        Publication current = publisher.current();
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
    public boolean unfinished() {
        return publisher.isRepairPending();
    }

    @Override
    public boolean refusing() {
        return refusing;
    }

    /** Also puts {@code out/} right, where a crash or a hand changed it since the last run. */
    @Override
    public OutputTransaction begin() {
        boolean first = !begun;
        begun = true;
        refusing = false;
        RepairResult repairs =
                first ? firstRepairs() : publisher.isRepairPending() ? publisher.continueRepair() : NOTHING;
        // Until something else is published in its place, which may fail more than once.
        damaged.addAll(repairs.lost());
        PublishTransaction publishTransaction = publisher.beginTransaction();
        return new OutputTransaction() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                publishTransaction.addContent(digest, bytes);
            }

            @Override
            public StaticFileResult put(StaticFile file) {
                StaticFileResult staticFileResult = publishTransaction.has(file.digest())
                        ? StaticFileResult.AT_HAND
                        : copied(file, publishTransaction);
                refusing |= later && staticFileResult.state() == StaticFileResult.StaticFileState.REFUSED;
                return staticFileResult;
            }

            @Override
            public boolean has(Digest body) {
                return publishTransaction.has(body);
            }

            @Override
            public List<String> damaged() {
                return List.copyOf(damaged);
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
                Set<Digest> told = new HashSet<>();
                // Most phones of a fleet share what they have read, as one object.
                IdentityHashMap<ReadNames, Digest> reads = new IdentityHashMap<>();
                buildTargets.forEach((key, buildTarget) -> remember(
                        publishTransaction,
                        key,
                        buildTarget,
                        told,
                        read -> reads.computeIfAbsent(read, TargetMemo::digest)));
                if (!templates.equals(costly)) {
                    publishTransaction.putMemo(TargetMemo.SLOW_TEMPLATES, TargetMemo.encode(templates));
                }
                PublishResult publishResult = publisher.publish(publishTransaction);
                if (!publishResult.accepted()) {
                    throw new IOException(publishResult.problems().get(0).message());
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
                problems.addAll(publishResult.problems());
                return new OutputReceipt(
                        publishResult.filesWritten() + repairs.filesWritten(),
                        publishResult.filesRemoved() + repairs.filesRemoved(),
                        publishResult.bytesWritten(),
                        problems.stream().distinct().toList());
            }
        };
    }

    private StaticFileResult copied(StaticFile file, PublishTransaction publishTransaction) {
        if (file.length() > Publisher.LARGE) {
            return copier.put(file, publishTransaction);
        }
        StaticFileResult crowded = DiskSpace.refusal(publisher, file.length());
        if (crowded != null) {
            return crowded;
        }
        try (InputStream bytes = Files.newInputStream(file.file())) {
            Digest read = publishTransaction.addContent(bytes);
            return read == null || read.equals(file.digest()) ? StaticFileResult.AT_HAND : StaticFileResult.CHANGED;
        } catch (NotStoredException e) {
            return DiskSpace.refused(e, file.length());
        } catch (IOException e) {
            return StaticFileResult.CHANGED;
        }
    }

    private RepairResult firstRepairs() {
        return later && !publisher.journalLost() ? publisher.beginRepair() : publisher.repair();
    }

    /** With the journal, it is lost which files were ours: those that the inputs want are ours again, others are told of. */
    private List<Problem> strangers() {
        List<String> paths = new ArrayList<>();
        publisher.forEachStrayFile(paths::add);
        paths.removeIf(path -> path.startsWith("."));
        paths.sort(null);
        List<Problem> problems = new ArrayList<>();
        problems.add(Problem.warning(
                Position.of("out/.lineman/journal"),
                "cannot be read, so that it is not known what was published; all outputs are made anew"
                        + (paths.isEmpty()
                                ? ""
                                : ", and " + CountPhrase.of(paths.size(), "file")
                                        + " in out stay that nothing makes")));
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
            PublishTransaction publishTransaction,
            String key,
            @Nullable BuildTarget buildTarget,
            Set<Digest> told,
            Function<ReadNames, Digest> digests) {
        if (buildTarget == null || buildTarget.outputs().isEmpty()) {
            publishTransaction.removeMemo(TargetMemo.key(key));
            return;
        }
        for (Output output : buildTarget.outputs()) {
            Digest digest = digests.apply(output.reads());
            if (!remembered.contains(digest) && told.add(digest)) {
                publishTransaction.putMemo(TargetMemo.key(digest), TargetMemo.encode(output.reads()));
            }
        }
        publishTransaction.putMemo(TargetMemo.key(key), TargetMemo.encode(buildTarget, digests));
    }
}
