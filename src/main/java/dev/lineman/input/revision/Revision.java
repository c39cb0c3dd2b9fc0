package dev.lineman.input.revision;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileStamp;
import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.input.InputPaths;
import dev.lineman.input.ReadResult;
import dev.lineman.input.StaticFile;
import dev.lineman.input.git.UnfinishedFile;
import dev.lineman.input.snapshot.Snapshot.SnapshotEntry;
import dev.lineman.input.snapshot.SnapshotBuilder;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs as a commit of the repository around the root has them. Runs Git to read them. Uses neither the
 * working tree nor the index, and writes nothing.
 *
 * <p>The commands that compare with a commit use it. Not thread-safe.
 */
public final class Revision {
    /** Environment variables that a Git hook has set for its own repository. */
    private static final Set<String> GIT_VARIABLES = Set.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX");
    /** The longest array that Java virtual machines allow. */
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    private final Path root;

    /** Git's list of the commit's files below the root. */
    private final String listing;

    /**
     * Finds a commit.
     *
     * @param name of the commit, in any form that Git accepts
     * @throws NoSuchRevisionException if Git knows no such commit, or cannot be run
     */
    public Revision(Path root, String name) throws NoSuchRevisionException {
        this.root = root;
        String prefix = runGit("rev-parse", "--show-prefix").strip();
        String commit = runGit("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}")
                .strip();
        this.listing = runGit("ls-tree", "-r", "-z", "--full-tree", commit + ':' + prefix);
    }

    /**
     * Adds every input of the commit to a snapshot.
     *
     * @throws NoSuchRevisionException if Git cannot be read from
     */
    public void addTo(SnapshotBuilder snapshotBuilder, InputPaths inputs, DocumentReader reader)
            throws NoSuchRevisionException {
        try (RevisionContents contents = new RevisionContents(startGit("cat-file", "--batch"))) {
            CommitTree tree = new CommitTree(
                    root.toRealPath(),
                    root,
                    listing,
                    blob -> contents.read(blob.id(), MAX_ARRAY_BYTES).bytes());
            CommitWalk walk = new CommitWalk(inputs, tree, root.toRealPath());
            walk.blocked().forEach(snapshotBuilder::block);
            for (Map.Entry<String, CommitTree.Blob> file : walk.files().entrySet()) {
                String path = file.getKey();
                Interest interest = reader.interest(path);
                if (interest == Interest.UNREAD) {
                    snapshotBuilder.unread(path, reader.unreadWarning(path));
                } else if (interest != Interest.IGNORE) {
                    boolean whole = interest == Interest.READ;
                    long most = whole ? MAX_ARRAY_BYTES : UnfinishedFile.MAX_STATIC_BYTES;
                    RevisionFile content = contents.read(file.getValue().id(), most);
                    StaticFile stored = content.file(inputs.resolve(path), !whole);
                    ReadResult readResult = whole ? read(reader, path, content) : stored(path, content, stored);
                    Document document = readResult.document();
                    FileStamp stamp = new FileStamp(stored.length(), 0, 0, 0);
                    snapshotBuilder.put(
                            path,
                            new SnapshotEntry(stamp, stored.digest(), document, document == null, false),
                            readResult.problems());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new NoSuchRevisionException("the inputs of this commit cannot be read: " + e.getMessage());
        }
    }

    /** Reads a file that a document reader parses. */
    private static ReadResult read(DocumentReader reader, String path, RevisionFile content) throws IOException {
        byte[] bytes = content.bytes();
        Problem unfinished = UnfinishedFile.problem(path, bytes);
        return unfinished == null ? reader.read(path, bytes) : new ReadResult(null, List.of(unfinished));
    }

    /** The result for a file that is published byte for byte. */
    private static ReadResult stored(String path, RevisionFile content, StaticFile file) {
        Problem conflict = content.small() == null ? null : UnfinishedFile.conflictProblem(path, content.small());
        return conflict == null ? new ReadResult(file, List.of()) : new ReadResult(null, List.of(conflict));
    }

    /** Runs Git to its end and returns its output. The error is the first line of Git's own message. */
    private String runGit(String... arguments) throws NoSuchRevisionException {
        try {
            Process git = startGit(arguments);
            git.getOutputStream().close();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String error = new String(git.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (git.waitFor() != 0) {
                throw new NoSuchRevisionException(
                        error.isEmpty()
                                ? "git knows no such commit: check the name, or run 'git fetch'"
                                : error.lines().findFirst().orElse(error));
            }
            return answer;
        } catch (IOException e) {
            throw new NoSuchRevisionException("git is needed for this, and could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoSuchRevisionException("interrupted");
        }
    }

    /** Starts Git at the root, with untranslated messages and without optional locks. */
    private Process startGit(String... arguments) throws NoSuchRevisionException {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // In a hook, these name the hook's repository. The one around the root is needed.
        builder.environment().keySet().removeAll(GIT_VARIABLES);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new NoSuchRevisionException("git is needed for this, and could not be run: " + e.getMessage());
        }
    }

    /**
     * The content of a blob.
     *
     * @param size in bytes
     * @param small its bytes; null if there are more than the caller asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record RevisionFile(Digest digest, long size, byte @Nullable [] small) {
        /**
         * The bytes.
         *
         * @throws IOException if the file is too large to keep
         */
        byte[] bytes() throws IOException {
            if (small == null) {
                throw new IOException("a file is too large to be read: " + size + " bytes");
            }
            return small;
        }

        /**
         * This content as a static file. If it is a Git LFS pointer and {@code follows} is true, the file that the
         * pointer names.
         */
        StaticFile file(Path place, boolean follows) {
            StaticFile pointed = follows && small != null ? UnfinishedFile.lfsTarget(small, place) : null;
            return pointed == null ? new StaticFile(digest, size, place) : pointed;
        }
    }

    /** Reads blobs by their id, one after the other, from one Git process (git-cat-file(1), "BATCH OUTPUT"). */
    private record RevisionContents(Process git) implements AutoCloseable {
        /**
         * Reads one blob.
         *
         * @param most the bytes are kept if there are at most this many
         * @throws IOException if Git's answer ends early or is not understood
         */
        RevisionFile read(String id, long most) throws IOException {
            long size = request(id);
            InputStream from = git.getInputStream();
            byte[] whole = size <= most ? new byte[(int) size] : null;
            Digest digest = Digest.read(from, size, whole, () -> false);
            if (digest == null || from.read() != '\n') {
                throw truncatedAnswer();
            }
            return new RevisionFile(digest, size, whole);
        }

        /** Asks for a blob, and returns its size in bytes. */
        private long request(String id) throws IOException {
            OutputStream to = git.getOutputStream();
            to.write((id + '\n').getBytes(StandardCharsets.US_ASCII));
            to.flush();
            StringBuilder head = new StringBuilder();
            InputStream from = git.getInputStream();
            for (int c = from.read(); c != '\n'; c = from.read()) {
                if (c < 0) {
                    throw truncatedAnswer();
                }
                head.append((char) c);
            }
            String[] words = head.toString().split(" ", -1);
            if (words.length != 3) {
                throw new IOException("git answered '" + head + "'");
            }
            return Long.parseLong(words[2]);
        }

        /** Git's process ended before the end of its answer. */
        private static IOException truncatedAnswer() {
            return new IOException("git's answer ended too early");
        }

        @Override
        public void close() throws IOException {
            git.destroy();
            git.getOutputStream().close();
        }
    }
}
