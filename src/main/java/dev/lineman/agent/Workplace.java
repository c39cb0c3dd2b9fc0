package dev.lineman.agent;

import dev.lineman.crew.BackgroundWorker;
import dev.lineman.cycle.Confirmation;
import dev.lineman.cycle.Cycle;
import dev.lineman.cycle.InputReader;
import dev.lineman.cycle.LargeFileCopier;
import dev.lineman.cycle.MountMemory;
import dev.lineman.cycle.PublicationStore;
import dev.lineman.cycle.Reconciler;
import dev.lineman.cycle.Rehearsal;
import dev.lineman.cycle.Sites;
import dev.lineman.cycle.State;
import dev.lineman.cycle.Store;
import dev.lineman.disk.Disk;
import dev.lineman.disk.WriterLock;
import dev.lineman.make.Shortcuts;
import dev.lineman.plan.Removals;
import dev.lineman.problem.Problem;
import dev.lineman.publish.Publisher;
import dev.lineman.render.Renderer;
import dev.lineman.source.Exposure;
import dev.lineman.source.GitLocks;
import dev.lineman.source.LargeFileHasher;
import dev.lineman.source.Reader;
import dev.lineman.source.ScanOptions;
import dev.lineman.source.Settling;
import dev.lineman.source.Source;
import dev.lineman.watch.Hint;
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
final class Workplace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);

    private final World world;
    private final Settings settings;
    private final Duration settle;
    private final BooleanSupplier stopped;
    private final Source source;
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
    Workplace(Settings settings, World world, Duration settle, BooleanSupplier stopped, @Nullable Runnable wake)
            throws CannotStart {
        this.settings = settings;
        this.world = world;
        this.settle = settle;
        this.stopped = stopped;
        Source waiting = source(settings, world, new Settling(settle, world.nanos()), stopped);
        source = wake == null
                ? waiting
                : waiting.with(new LargeFileHasher(beside("hashing", wake), world.clock(), stopped));
        try {
            Disk disk = new Disk(settings.fileMode());
            publisher = Publisher.open(settings.out(), disk, beside("verification", wake));
            // Earlier versions wrote down what the inputs said, passwords too.
            disk.discard(settings.out().resolve(".lineman").resolve("inputs"));
            LargeFileCopier copier = new LargeFileCopier(publisher, beside("copying", wake), world.nanos(), stopped);
            store = new PublicationStore(publisher, copier, world.clock(), wake != null);
        } catch (WriterLock.AnotherWriter e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CannotStart("cannot write to " + settings.out() + ": " + reason(e), e);
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
    static Source source(Settings settings, World world) throws CannotStart {
        return source(settings, world, Settling.NONE, () -> false);
    }

    /** The state after all cycles that a look at everything takes: they publish nothing, and removals take effect at once. */
    static State rehearsed(Settings settings, World world, Cycle.Sight sight, Rehearsal store, State start)
            throws IOException {
        Cycle cycle = cycle(sight, world, Sites.HERE, store, Removals.Rule.unguarded(Duration.ZERO), () -> false);
        State mounted = start.with(new MountMemory(settings.out()).read());
        Reconciler reconciler = new Reconciler(cycle, exposure(settings), null, List::of, mounted);
        reconciler.run(List.of(new Hint.Everything()));
        while (reconciler.nextDue().isPresent()) {
            reconciler.run(List.of());
        }
        return reconciler.state();
    }

    Settings settings() {
        return settings;
    }

    World world() {
        return world;
    }

    Source source() {
        return source;
    }

    Publisher publisher() {
        return publisher;
    }

    /**
     * A reconciler that starts from what earlier runs published.
     *
     * @param confirmed the digest of removals that are meant; empty when there are none
     * @param sight what the inputs are seen through
     * @param besides problems of what goes on beside the cycles
     */
    Reconciler reconciler(String confirmed, Cycle.Sight sight, Sites sites, Supplier<List<Problem>> besides)
            throws CannotStart {
        Confirmation confirmation = new Confirmation(new Disk(settings.fileMode()), settings.out(), confirmed);
        Duration wait = settings.maxWait();
        Duration atStart = settle.compareTo(wait) > 0 ? settle : wait;
        Removals.Rule rule = new Removals.Rule(wait, atStart, settings.maxRemovals(), confirmation::of);
        MountMemory mounts = new MountMemory(settings.out());
        Cycle.Sight noting = mounts.noting(sight, new Disk(settings.fileMode()));
        try {
            return new Reconciler(
                    cycle(noting, world, sites, store, rule, stopped),
                    exposure(settings),
                    confirmation,
                    besides,
                    State.of(store.restored()).with(mounts.read()));
        } catch (IOException e) {
            throw new CannotStart("what was published cannot be read: " + e.getMessage(), e);
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
            Cycle.Sight sight, World world, Sites sites, Store store, Removals.Rule rule, BooleanSupplier stopped) {
        Cycle.RenderSetup making = new Cycle.RenderSetup(new Renderer(), world.environment(), sites, Shortcuts.ALL);
        Cycle.Timing timing = new Cycle.Timing(world.clock(), world.nanos(), stopped, world.progress());
        return new Cycle(sight, making, store, rule, timing);
    }

    private static Source source(Settings settings, World world, Settling settling, BooleanSupplier stopped)
            throws CannotStart {
        requireRoot(settings);
        Path out = settings.out();
        for (Path input : settings.inputFolders()) {
            refuseOverlap(out, input);
        }
        Reader reader = new InputReader(secrets(settings), stopped, world.progress());
        return new Source(settings.inputs(), reader, world.clock(), ScanOptions.DEFAULT.with(settling));
    }

    static void requireRoot(Settings settings) throws CannotStart {
        if (!Files.isDirectory(settings.root())) {
            throw new CannotStart(settings.root() + " is no folder; name the right one with --root");
        }
    }

    /**
     * What the inputs are seen through.
     *
     * @param waiting takes the locks of Git that are waited for
     */
    GitGate gate(Consumer<List<String>> waiting) {
        return new GitGate(source, new GitLocks(settings.inputs(), world.clock(), world.nanos()), waiting);
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
    private static void refuseOverlap(Path out, Path input) throws CannotStart {
        Path written = real(out);
        Path read = real(input);
        if (written.startsWith(read) || read.startsWith(written)) {
            throw new CannotStart(
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
