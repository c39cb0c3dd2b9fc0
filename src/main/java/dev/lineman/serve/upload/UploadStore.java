package dev.lineman.serve.upload;

import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the uploads of phones within {@link UploadLimits}. An upload is written to a temporary file, which replaces the
 * one before it when it is complete. It is not flushed: a power failure can lose the last uploads. Thread-safe.
 *
 * <p>If a phone has too many uploads, or all phones together have too many bytes, the oldest ones of the phone are removed
 * when a new one is complete. An upload that does not fit even then is refused.
 */
public final class UploadStore {
    /** Uploads that are received or sent at the same time. Each holds a file descriptor. */
    static final int MAX_OPEN = 64;

    /** Uploads of one phone that are received or sent at the same time. */
    static final int MAX_OPEN_OF_PHONE = 4;

    private final UploadFolder folder;
    private final UploadLimits limits;
    private final FileOperations files;
    private final InstantSource clock;
    private final UploadProblems problems;

    /** By MAC and name. Guarded by this object's monitor, as all fields below. */
    private final Map<String, Map<String, UploadedFile>> byMac = new HashMap<>();

    /** The number of open uploads by MAC. */
    private final Map<String, Integer> open = new HashMap<>();

    private int openCount;

    /** Bytes of all stored uploads. */
    private long stored;

    /** Bytes of all open uploads. */
    private long pending;

    /** Phones that were unknown when {@link #forgetPhones} ran last. */
    private Set<String> unknown = Set.of();

    private UploadStore(
            UploadFolder folder,
            UploadLimits limits,
            FileOperations files,
            InstantSource clock,
            Runnable onProblemsChanged) {
        this.folder = folder;
        this.limits = limits;
        this.files = files;
        this.clock = clock;
        this.problems = new UploadProblems(folder.folder(), clock, onProblemsChanged);
    }

    /**
     * Opens the store and removes what a crashed process has left.
     *
     * @param folder is created if it does not exist
     * @param onProblemsChanged runs each time that {@link #problems} change
     */
    public static UploadStore open(
            Path folder, UploadLimits limits, FileMode mode, InstantSource clock, Runnable onProblemsChanged)
            throws IOException {
        return open(folder, limits, new FileOperations(mode), clock, onProblemsChanged);
    }

    static UploadStore open(
            Path folder, UploadLimits limits, FileOperations files, InstantSource clock, Runnable onProblemsChanged)
            throws IOException {
        files.createFolders(folder);
        UploadStore store = new UploadStore(new UploadFolder(folder), limits, files, clock, onProblemsChanged);
        store.deleteLeftovers();
        store.readFolder();
        return store;
    }

    /** Only one process at a time has the writer lock, so every temporary file is left over. */
    private void deleteLeftovers() throws IOException {
        for (String name : folder.leftovers()) {
            files.deleteQuietly(folder.folder().resolve(name));
        }
    }

    private void readFolder() throws IOException {
        Set<String> macs = new HashSet<>(folder.macs());
        synchronized (this) {
            macs.addAll(byMac.keySet());
        }
        for (String mac : macs) {
            readPhone(mac);
        }
    }

    private synchronized void readPhone(String mac) throws IOException {
        Map<String, UploadedFile> now = new TreeMap<>();
        folder.files(mac).forEach(file -> now.put(file.name(), file));
        Map<String, UploadedFile> before = now.isEmpty() ? byMac.remove(mac) : byMac.put(mac, now);
        stored += size(now) - size(before == null ? Map.of() : before);
    }

    private static long size(Map<String, UploadedFile> files) {
        return files.values().stream().mapToLong(UploadedFile::size).sum();
    }

    /** The most bytes of one upload. */
    public long maxLength() {
        return limits.file();
    }

    /** The uploads of a phone, sorted by name. */
    public synchronized List<UploadedFile> files(String mac) {
        return List.copyOf(byMac.getOrDefault(mac, Map.of()).values());
    }

    /** Returns why uploads fail; empty after one that has succeeded, 10 minutes or more after the last failure. */
    public List<Problem> problems() {
        return problems.all();
    }

    /**
     * Begins to receive an upload.
     *
     * @return null if too many uploads are being received
     * @throws IOException if no file can be created; see {@link #problems}
     */
    public @Nullable IncomingUpload begin(UploadName name) throws IOException {
        if (!acquire(name)) {
            return null;
        }
        try {
            return new IncomingUpload(this, name, files.create(folder.folder().resolve(files.temporaryName())));
        } catch (IOException e) {
            release(name, 0);
            fail(e);
            throw e;
        }
    }

    /** Counts one more open file. Returns false if there are too many. */
    private synchronized boolean acquire(UploadName name) {
        int many = open.getOrDefault(name.mac(), 0);
        if (openCount >= MAX_OPEN || many >= MAX_OPEN_OF_PHONE) {
            return false;
        }
        open.put(name.mac(), many + 1);
        openCount++;
        return true;
    }

    /**
     * Opens a stored upload. The caller closes it.
     *
     * @return null if too many uploads are open
     * @throws IOException if there is no such upload, or it cannot be read
     */
    public @Nullable StoredUpload read(UploadName name) throws IOException {
        if (!acquire(name)) {
            return null;
        }
        try {
            refuseLink(name.mac());
            return new StoredUpload(
                    Files.newByteChannel(
                            folder.path(name.mac(), name.file()), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                    () -> release(name, 0));
        } catch (IOException e) {
            release(name, 0);
            throw e;
        }
    }

    /**
     * Reserves space for a part of an upload. Returns false if the limit for all phones does not allow it. The phone's older
     * uploads count as free space: {@link #store} removes them when the new one is complete.
     */
    boolean reserve(UploadName name, long bytes) {
        synchronized (this) {
            long own = size(byMac.getOrDefault(name.mac(), Map.of()));
            if (stored - own + pending + bytes <= limits.total()) {
                pending += bytes;
                return true;
            }
        }
        problems.full();
        return false;
    }

    /** Counts one open file less. */
    synchronized void release(UploadName name, long bytes) {
        pending -= bytes;
        openCount--;
        int left = open.getOrDefault(name.mac(), 0) - 1;
        if (left > 0) {
            open.put(name.mac(), left);
        } else {
            open.remove(name.mac());
        }
    }

    /** Deletes the temporary file of an upload that does not arrive. */
    void discard(Path temporary) {
        files.deleteQuietly(temporary);
    }

    /**
     * Puts a complete upload in the place of the one before it. Its bytes are no longer reserved.
     *
     * @return whether there was none
     */
    boolean store(UploadName name, Path temporary, long size) throws IOException {
        boolean created;
        synchronized (this) {
            Path target = folder.path(name.mac(), name.file());
            refuseLink(name.mac());
            files.createFolders(folder.folder().resolve(name.mac()));
            files.rename(temporary, target);
            UploadedFile before = byMac.computeIfAbsent(name.mac(), mac -> new TreeMap<>())
                    .put(name.file(), new UploadedFile(name.file(), size, clock.instant()));
            created = before == null;
            stored += size - (before == null ? 0 : before.size());
            pending -= size;
            while (isOverLimit(name.mac()) && removeOldest(name.mac(), name.file())) {
                // The newest upload stays.
            }
        }
        problems.succeeded();
        return created;
    }

    /** A symbolic link in the place of a phone's folder could lead anywhere. */
    private void refuseLink(String mac) throws IOException {
        Path own = folder.folder().resolve(mac);
        if (Files.isSymbolicLink(own)) {
            throw new IOException(own + " is a symbolic link");
        }
    }

    private boolean isOverLimit(String mac) {
        Map<String, UploadedFile> own = byMac.getOrDefault(mac, Map.of());
        return own.size() > UploadLimits.FILES_OF_PHONE
                || size(own) > limits.phone()
                || stored + pending > limits.total();
    }

    /**
     * Removes the oldest upload of a phone.
     *
     * @param except a name that stays
     * @return whether one was removed
     */
    private boolean removeOldest(String mac, String except) {
        UploadedFile oldest = byMac.getOrDefault(mac, Map.of()).values().stream()
                .filter(file -> !file.name().equals(except))
                .min(Comparator.comparing(UploadedFile::received))
                .orElse(null);
        if (oldest != null) {
            remove(mac, oldest);
        }
        return oldest != null;
    }

    private void remove(String mac, UploadedFile file) {
        files.deleteQuietly(folder.path(mac, file.name()));
        stored -= file.size();
        Map<String, UploadedFile> own = byMac.getOrDefault(mac, Map.of());
        own.remove(file.name());
        if (own.isEmpty()) {
            byMac.remove(mac);
            files.deleteQuietly(folder.folder().resolve(mac));
        }
    }

    /**
     * Removes the uploads of phones that were unknown the last time too. Called at intervals, so that a phone whose file is
     * moved keeps its uploads. Also notices files that others have deleted or added.
     */
    public void forgetPhones(Predicate<String> isPhone) {
        try {
            readFolder();
        } catch (IOException e) {
            // What is known stays. The next upload makes a problem of it.
        }
        forgetUnknown(isPhone);
    }

    private synchronized void forgetUnknown(Predicate<String> isPhone) {
        Set<String> now = new HashSet<>(byMac.keySet());
        now.removeIf(isPhone);
        for (String mac : now) {
            if (unknown.contains(mac)) {
                new ArrayList<>(byMac.getOrDefault(mac, Map.of()).values()).forEach(file -> remove(mac, file));
            }
        }
        unknown = now;
    }

    /** Notes that an upload could not be written. */
    void fail(IOException failure) {
        problems.failed(failure);
    }
}
