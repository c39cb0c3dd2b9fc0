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
import dev.lineman.build.make.BuildShortcuts;
import dev.lineman.build.make.LargeFileCopier;
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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inputs and the publication of one root, opened together for one writer. */
public final class Workspace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

    private final RuntimeContext runtimeContext;
    private final Settings settings;
    private final Duration settle;
    private final BooleanSupplier stopped;
    private final SnapshotScanner source;
    private final Publisher publisher;
    private final PublicationStore store;

    /**
     * Opens both.
     *
     * @param settle how long a file that holds only the beginning of what it held before must stay the same, and how long removals
     *     wait at a start, where nobody knows what a file held before
     * @param stopped whether what is being made is to be given up
     * @param wake has a cycle take up what was done in the background: large files, and looking for damage in {@code out/}; null
     *     where all of it is waited for
     */
    public Workspace(
            Settings settings,
            RuntimeContext runtimeContext,
            Duration settle,
            BooleanSupplier stopped,
            @Nullable Runnable wake)
            throws CannotStartException {
        this.settings = settings;
        this.runtimeContext = runtimeContext;
        this.settle = settle;
        this.stopped = stopped;
        SnapshotScanner waiting =
                source(settings, runtimeContext, new Settling(settle, runtimeContext.nanos()), stopped);
        source = wake == null
                ? waiting
                : waiting.with(new LargeFileHasher(beside("hashing", wake), runtimeContext.clock(), stopped));
        try {
            FileOperations fileOperations = new FileOperations(settings.fileMode());
            publisher = Publisher.open(settings.out(), fileOperations, beside("verification", wake));
            // Earlier versions wrote down what the inputs said, passwords too.
            fileOperations.deleteQuietly(settings.out().resolve(".lineman").resolve("inputs"));
            LargeFileCopier copier =
                    new LargeFileCopier(publisher, beside("copying", wake), runtimeContext.nanos(), stopped);
            store = new PublicationStore(publisher, copier, runtimeContext.clock(), wake != null);
        } catch (WriterLock.AnotherWriterException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CannotStartException("cannot write to " + settings.out() + ": " + reason(e), e);
        }
    }

    private static Executor beside(String name, @Nullable Runnable wake) {
        return wake == null ? Runnable::run : new BackgroundWorker(name, wake);
    }

    /** The message of a failure on a file is often its path alone. */
    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return failure instanceof FileSystemException at && at.getReason() == null
                ? "no such file or folder: " + at.getFile()
                : String.valueOf(failure.getMessage());
    }

    /** The inputs, for commands that only look at them: they take every file as it is. */
    public static SnapshotScanner source(Settings settings, RuntimeContext runtimeContext) throws CannotStartException {
        return source(settings, runtimeContext, Settling.NONE, () -> false);
    }

    /** The state after all cycles that a look at everything takes: they publish nothing, and removals take effect at once. */
    public static State rehearsed(
            Settings settings, RuntimeContext runtimeContext, Cycle.Sight sight, DryRunStore store, State start)
            throws IOException {
        Cycle cycle = cycle(
                sight,
                runtimeContext,
                SiteOutputSource.HERE,
                store,
                PendingRemovals.RemovalRule.unguarded(Duration.ZERO),
                () -> false);
        State mounted = start.with(new MountRecord(settings.out()).read());
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

    public RuntimeContext world() {
        return runtimeContext;
    }

    public SnapshotScanner source() {
        return source;
    }

    public Publisher publisher() {
        return publisher;
    }

    /**
     * A reconciler that starts from what earlier runs published.
     *
     * @param confirmed the digest of removals that are meant; empty when there are none
     * @param sight what the inputs are seen through
     * @param besides problems of what goes on beside the cycles
     */
    public Reconciler reconciler(
            String confirmed, Cycle.Sight sight, SiteOutputSource siteOutputSource, Supplier<List<Problem>> besides)
            throws CannotStartException {
        RemovalApproval removalApproval =
                new RemovalApproval(new FileOperations(settings.fileMode()), settings.out(), confirmed);
        Duration wait = settings.maxWait();
        Duration atStart = settle.compareTo(wait) > 0 ? settle : wait;
        PendingRemovals.RemovalRule rule =
                new PendingRemovals.RemovalRule(wait, atStart, settings.maxRemovals(), removalApproval::of);
        MountRecord mounts = new MountRecord(settings.out());
        Cycle.Sight noting = mounts.noting(sight, new FileOperations(settings.fileMode()));
        try {
            return new Reconciler(
                    cycle(noting, runtimeContext, siteOutputSource, store, rule, stopped),
                    exposure(settings),
                    removalApproval,
                    besides,
                    State.of(store.restored()).with(mounts.read()));
        } catch (IOException e) {
            throw new CannotStartException("what was published cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        store.close();
        try {
            publisher.close();
        } catch (IOException e) {
            LOG.warn("the publication could not be closed; the next start finds it all the same: {}", e.getMessage());
        }
    }

    private static Cycle cycle(
            Cycle.Sight sight,
            RuntimeContext runtimeContext,
            SiteOutputSource siteOutputSource,
            OutputStore store,
            PendingRemovals.RemovalRule rule,
            BooleanSupplier stopped) {
        Cycle.RenderSetup making = new Cycle.RenderSetup(
                new Renderer(), runtimeContext.environment(), siteOutputSource, BuildShortcuts.ALL);
        Cycle.Timing timing = new Cycle.Timing(
                runtimeContext.clock(), runtimeContext.nanos(), stopped, runtimeContext.progressListener());
        return new Cycle(sight, making, store, rule, timing);
    }

    private static SnapshotScanner source(
            Settings settings, RuntimeContext runtimeContext, Settling settling, BooleanSupplier stopped)
            throws CannotStartException {
        requireRoot(settings);
        Path out = settings.out();
        for (Path input : settings.inputFolders()) {
            refuseOverlap(out, input);
        }
        DocumentReader reader = new InputReader(secrets(settings), stopped, runtimeContext.progressListener());
        return new SnapshotScanner(
                settings.inputs(), reader, runtimeContext.clock(), ScanOptions.DEFAULT.with(settling));
    }

    public static void requireRoot(Settings settings) throws CannotStartException {
        if (!Files.isDirectory(settings.root())) {
            throw new CannotStartException(settings.root() + " is no folder; name the right one with --root");
        }
    }

    /**
     * What the inputs are seen through.
     *
     * @param waiting takes the locks of Git that are waited for
     */
    public GitLockGate gate(Consumer<List<String>> waiting) {
        return new GitLockGate(
                source, new GitLocks(settings.inputs(), runtimeContext.clock(), runtimeContext.nanos()), waiting);
    }

    private static Exposure exposure(Settings settings) {
        return new Exposure(settings.secrets(), secrets(settings));
    }

    /** What the file of secrets is called. */
    private static String secrets(Settings settings) {
        return settings.secrets().startsWith(settings.root())
                ? settings.root().relativize(settings.secrets()).toString()
                : settings.secrets().toString();
    }

    /** Whatever links lead where: what is written must not be read again, nor the other way round. */
    private static void refuseOverlap(Path out, Path input) throws CannotStartException {
        Path written = real(out);
        Path read = real(input);
        if (written.startsWith(read) || read.startsWith(written)) {
            throw new CannotStartException(
                    out + " and " + input + " lie one inside the other; outputs and inputs need folders of their own");
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
