package dev.lineman.workspace;

import dev.lineman.build.Cycle;
import dev.lineman.build.DryRunStore;
import dev.lineman.build.InputReader;
import dev.lineman.build.MountRecord;
import dev.lineman.build.OutputStore;
import dev.lineman.build.PublicationStore;
import dev.lineman.build.Reconciler;
import dev.lineman.build.RemovalApproval;
import dev.lineman.build.State;
import dev.lineman.build.copy.LargeFileCopier;
import dev.lineman.build.make.BuildShortcuts;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.WriterLock;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.git.GitLocks;
import dev.lineman.input.scan.Exposure;
import dev.lineman.input.scan.LargeFileHasher;
import dev.lineman.input.scan.ScanOptions;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.snapshot.Settling;
import dev.lineman.input.watch.Hint;
import dev.lineman.problem.Problem;
import dev.lineman.publish.Publisher;
import dev.lineman.render.Renderer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inputs and the publication of one root, opened for one writer. The agent and the one-shot commands build their
 * scanner, their publisher and their {@link Reconciler} here. While a workspace is open, no other process can publish
 * to the same {@code out/}. For one thread, the one that runs the cycles.
 */
public final class Workspace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

    private final RuntimeContext runtimeContext;
    private final Settings settings;
    private final Duration settle;
    private final BooleanSupplier stopped;
    private final SnapshotScanner scanner;
    private final Publisher publisher;
    private final PublicationStore store;

    /**
     * Opens the inputs and the publication.
     *
     * @param settle how long a file must stay the same if it holds only the beginning of its earlier content; also
     *     how long removals wait at least after a start, because the earlier content is then unknown
     * @param stopped whether the work in progress is to be given up
     * @param wake starts a cycle that continues after background work: large files, verification of {@code out/}.
     *     Null when the caller waits for all of it
     * @throws CannotStartException if another process publishes here, or a folder is missing or not writable
     */
    public Workspace(
            Settings settings,
            RuntimeContext runtimeContext,
            Duration settle,
            BooleanSupplier stopped,
            @Nullable Runnable wake)
            throws CannotStartException {
        RootCheck.requireInputs(settings);
        this.settings = settings;
        this.runtimeContext = runtimeContext;
        this.settle = settle;
        this.stopped = stopped;
        SnapshotScanner snapshotScanner =
                scanner(settings, runtimeContext, new Settling(settle, runtimeContext.nanos()), stopped);
        scanner = wake == null
                ? snapshotScanner
                : snapshotScanner.with(new LargeFileHasher(executor("hashing", wake), runtimeContext.clock(), stopped));
        try {
            FileOperations fileOperations = new FileOperations(settings.fileMode());
            publisher = Publisher.open(settings.out(), fileOperations, executor("verification", wake));
            // Earlier versions wrote down what the inputs said, passwords too.
            fileOperations.deleteQuietly(settings.out().resolve(".lineman").resolve("inputs"));
            LargeFileCopier copier =
                    new LargeFileCopier(publisher, executor("copying", wake), runtimeContext.nanos(), stopped);
            store = new PublicationStore(publisher, copier, runtimeContext.clock(), wake != null);
        } catch (WriterLock.AnotherWriterException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "cannot write to " + settings.out() + ": " + FileOperations.reason(e)
                            + "; this folder and all files in it must belong to the user that runs Lineman",
                    e);
        }
    }

    /** Runs tasks in the background, or at once when no cycle can be woken. */
    private static Executor executor(String name, @Nullable Runnable wake) {
        return wake == null ? Runnable::run : new BackgroundWorker(name, wake);
    }

    /**
     * Opens the inputs for commands that only read. They read every file without waiting for it to settle.
     *
     * @throws CannotStartException if the root is missing, or inputs and outputs overlap
     */
    public static SnapshotScanner scanner(Settings settings, RuntimeContext runtimeContext)
            throws CannotStartException {
        return scanner(settings, runtimeContext, Settling.NONE, () -> false);
    }

    /**
     * Runs full cycles until no work is left, without publishing, and returns the last state. Removals take effect at
     * once.
     *
     * @param store receives the outputs
     * @param start the state to start from
     * @throws IOException if the inputs cannot be scanned
     */
    public static State dryRun(
            Settings settings,
            RuntimeContext runtimeContext,
            Cycle.InputScanner inputScanner,
            DryRunStore store,
            State start)
            throws IOException {
        Cycle cycle = cycle(
                inputScanner,
                runtimeContext,
                SiteOutputSource.IN_CYCLE,
                store,
                PendingRemovals.RemovalRule.unguarded(Duration.ZERO),
                () -> false);
        State mounted = start.with(new MountRecord(settings.out()).read()).servedAt(settings.servingPath());
        Reconciler reconciler = new Reconciler(cycle, exposure(settings), null, List::of, mounted);
        reconciler.run(List.of(new Hint.FullScanHint()));
        while (reconciler.nextDue().isPresent()) {
            reconciler.run(List.of());
        }
        return reconciler.state();
    }

    public Settings settings() {
        return settings;
    }

    public RuntimeContext runtimeContext() {
        return runtimeContext;
    }

    public SnapshotScanner scanner() {
        return scanner;
    }

    public Publisher publisher() {
        return publisher;
    }

    /**
     * Creates a reconciler that starts from the publication on disk.
     *
     * @param confirmed the digest of removals that the operator confirmed; empty when there are none
     * @param inputScanner makes the snapshots
     * @param siteOutputSource renders site outputs
     * @param operationProblems supplies the problems of the agent itself: certificates, hook, locks
     * @throws CannotStartException if the publication cannot be read
     */
    public Reconciler reconciler(
            String confirmed,
            Cycle.InputScanner inputScanner,
            SiteOutputSource siteOutputSource,
            Supplier<List<Problem>> operationProblems)
            throws CannotStartException {
        RemovalApproval removalApproval =
                new RemovalApproval(new FileOperations(settings.fileMode()), settings.out(), confirmed);
        Duration wait = settings.maxWait();
        Duration waitAtStart = settle.compareTo(wait) > 0 ? settle : wait;
        PendingRemovals.RemovalRule removalRule =
                new PendingRemovals.RemovalRule(wait, waitAtStart, settings.maxRemovals(), removalApproval::isApproved);
        MountRecord mounts = new MountRecord(settings.out());
        Cycle.InputScanner recordingScanner = mounts.recording(inputScanner, new FileOperations(settings.fileMode()));
        try {
            return new Reconciler(
                    cycle(recordingScanner, runtimeContext, siteOutputSource, store, removalRule, stopped),
                    exposure(settings),
                    removalApproval,
                    operationProblems,
                    State.of(store.readMemos()).with(mounts.read()).servedAt(settings.servingPath()));
        } catch (IOException e) {
            throw new CannotStartException("the publication cannot be read: " + e.getMessage(), e);
        }
    }

    /** Stops background copies and releases the writer lock. */
    @Override
    public void close() {
        store.close();
        try {
            publisher.close();
        } catch (IOException e) {
            LOG.warn("the publication could not be closed; it is complete on the disk: {}", e.getMessage());
        }
    }

    private static Cycle cycle(
            Cycle.InputScanner inputScanner,
            RuntimeContext runtimeContext,
            SiteOutputSource siteOutputSource,
            OutputStore store,
            PendingRemovals.RemovalRule removalRule,
            BooleanSupplier stopped) {
        Cycle.RenderSetup setup = new Cycle.RenderSetup(
                new Renderer(),
                runtimeContext.environment(),
                runtimeContext.builtInTemplates(),
                siteOutputSource,
                BuildShortcuts.ALL);
        Cycle.Timing timing = new Cycle.Timing(
                runtimeContext.clock(), runtimeContext.nanos(), stopped, runtimeContext.progressListener());
        return new Cycle(inputScanner, setup, store, removalRule, timing);
    }

    private static SnapshotScanner scanner(
            Settings settings, RuntimeContext runtimeContext, Settling settling, BooleanSupplier stopped)
            throws CannotStartException {
        RootCheck.requireRoot(settings);
        RootCheck.requireSeparateFolders(settings);
        return new SnapshotScanner(
                settings.inputs(),
                reader(settings, runtimeContext, stopped),
                runtimeContext.clock(),
                ScanOptions.DEFAULT.with(settling));
    }

    /**
     * Returns the reader of input files.
     *
     * @param stopped whether the work in progress is to be given up
     */
    public static DocumentReader reader(Settings settings, RuntimeContext runtimeContext, BooleanSupplier stopped) {
        return new InputReader(settings.secretsName(), stopped, runtimeContext.progressListener());
    }

    /**
     * Creates the gate that delays scans while Git changes a working tree.
     *
     * @param waiting receives the paths of the Git locks that the gate waits for
     */
    public GitLockGate gitLockGate(Consumer<List<String>> waiting) {
        return new GitLockGate(
                scanner, new GitLocks(settings.inputs(), runtimeContext.clock(), runtimeContext.nanos()), waiting);
    }

    private static Exposure exposure(Settings settings) {
        return new Exposure(settings.secrets(), settings.secretsName());
    }
}
