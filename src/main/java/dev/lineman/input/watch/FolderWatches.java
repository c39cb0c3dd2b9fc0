package dev.lineman.input.watch;

import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryChangeListener;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * The operating system's watches over some folders. It keeps them as they were at its construction. {@link
 * FileWatcher} opens new ones if events may be lost.
 *
 * <p>The library's thread calls it with events; other methods are thread-safe.
 */
final class FolderWatches implements DirectoryChangeListener, AutoCloseable {
    private final Map<Path, FileIdentity> identities;
    private final HintSink hintSink;
    private final FolderVisitor visitor = new FolderVisitor();
    private final @Nullable DirectoryWatcher watcher;
    /** The message if no watch could be opened; null otherwise. */
    private final @Nullable String buildFailure;

    private volatile boolean closed;
    private volatile boolean eventsLost;

    /**
     * Watches the folders that exist, and the targets of links. Changes before the return may be lost, so the caller
     * must scan everything afterwards.
     */
    static FolderWatches open(Collection<Path> folders, Collection<Path> targets, HintSink hintSink) {
        return new FolderWatches(FileIdentity.ofFolders(folders), targets, hintSink);
    }

    private FolderWatches(Map<Path, FileIdentity> identities, Collection<Path> targets, HintSink hintSink) {
        this.identities = identities;
        this.hintSink = hintSink;
        DirectoryWatcher built = null;
        String failure = null;
        if (!identities.isEmpty()) {
            try {
                built = build(identities, targets);
            } catch (IOException e) {
                failure = FolderVisitor.limitMessage(e);
            }
        }
        this.watcher = built;
        this.buildFailure = failure;
        if (built != null) {
            CompletableFuture<Void> unused =
                    built.watchAsync(this::start).whenComplete((nothing, error) -> reportLostEvents());
        }
    }

    /** Gives the library real paths, since it takes a symbolic link for a file and reports no error. */
    private DirectoryWatcher build(Map<Path, FileIdentity> folders, Collection<Path> targets) throws IOException {
        List<Path> real = Stream.concat(folders.values().stream().map(FileIdentity::real), targets.stream())
                .filter(Files::isDirectory)
                .distinct()
                .toList();
        return DirectoryWatcher.builder()
                .paths(new ArrayList<>(real))
                .fileHashing(false)
                .fileTreeVisitor(visitor)
                .logger(NOPLogger.NOP_LOGGER)
                .listener(this)
                .build();
    }

    private void start(Runnable events) {
        Thread thread = new Thread(events, "watch-events");
        thread.setDaemon(true);
        thread.start();
    }

    /** The watched folders, by the paths that the caller gave. */
    Map<Path, FileIdentity> identities() {
        return new HashMap<>(identities);
    }

    /** Whether events may have been lost. */
    boolean eventsLost() {
        return eventsLost;
    }

    /** The message for the administrator if no watch could be opened or a limit was reached; null otherwise. */
    @Nullable
    String limitMessage() {
        return buildFailure != null ? buildFailure : visitor.limitMessage();
    }

    @Override
    public void onEvent(DirectoryChangeEvent event) {
        Path path = event.path();
        if (closed) {
            return;
        }
        if (path == null || event.eventType() == DirectoryChangeEvent.EventType.OVERFLOW || visitor.isUnwatched(path)) {
            reportLostEvents();
            return;
        }
        identities.forEach((named, identity) -> {
            if (path.startsWith(identity.real())) {
                hintSink.accept(new Hint.PathHint(named.resolve(identity.real().relativize(path))));
            }
        });
    }

    /**
     * Handles an overflow of the system's queue, too. New folders may be unwatched after it, since their events are
     * lost.
     */
    @Override
    public void onException(Exception e) {
        reportLostEvents();
    }

    @Override
    public boolean isWatching() {
        return !closed;
    }

    /** Hints at everything, and makes {@link FileWatcher} open new watches. */
    private void reportLostEvents() {
        eventsLost = true;
        if (!closed) {
            hintSink.accept(new Hint.FullScanHint());
        }
    }

    @Override
    public void close() {
        closed = true;
        if (watcher != null) {
            try {
                watcher.close();
            } catch (IOException e) {
                throw new IllegalStateException("a watch service could not be closed", e);
            }
        }
    }
}
