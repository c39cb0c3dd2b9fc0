package dev.lineman.source;

import dev.lineman.disk.Digest;
import dev.lineman.disk.FileStamp;
import dev.lineman.problem.Problem;
import dev.lineman.source.Reader.Interest;
import dev.lineman.source.Snapshot.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inputs as a commit of the git repository around the root has them. Git itself reads them out of the repository;
 * neither work tree nor index is looked at, and nothing is written.
 */
final class Revision {
    private static final Set<String> ELSEWHERE = Set.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX");
    private static final int PIECE = 64 << 10;

    private final Path root;

    /** What git lists of the commit below the root. */
    private final String listing;

    /** @throws NoSuchRevision when git knows no such commit, or cannot be asked */
    Revision(Path root, String name) throws NoSuchRevision {
        this.root = root;
        String prefix = ask("rev-parse", "--show-prefix").strip();
        String commit = ask("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}")
                .strip();
        this.listing = ask("ls-tree", "-r", "-z", "--full-tree", commit + ':' + prefix);
    }

    /** Notes every input that the commit has. */
    void into(Draft draft, Inputs inputs, Reader reader) throws NoSuchRevision {
        try (Contents contents = new Contents(git("cat-file", "--batch"))) {
            CommitTree tree = new CommitTree(root.toRealPath(), root, listing, blob -> contents.bytes(blob.id()));
            CommitWalk walk = new CommitWalk(inputs, tree, root.toRealPath());
            walk.blocked().forEach(draft::block);
            for (Map.Entry<String, CommitTree.Blob> file : walk.files().entrySet()) {
                String path = file.getKey();
                Interest interest = reader.wants(path);
                if (interest == Interest.READ) {
                    byte[] bytes = contents.bytes(file.getValue().id());
                    Problem unfinished = UnfinishedFile.problem(path, bytes);
                    Reading reading =
                            unfinished == null ? reader.read(path, bytes) : new Reading(null, List.of(unfinished));
                    Document document = reading.document();
                    draft.put(
                            path,
                            new Entry(signature(bytes.length), Digest.of(bytes), document, document == null, false),
                            reading.problems());
                } else if (interest == Interest.UNREAD) {
                    draft.unread(path, reader.unread(path));
                } else if (interest == Interest.DIGEST) {
                    Content content = contents.digest(file.getValue().id(), inputs.at(path));
                    StaticFile stored = content.file();
                    Problem conflict = content.small() == null ? null : UnfinishedFile.conflict(path, content.small());
                    draft.put(
                            path,
                            new Entry(
                                    signature(stored.length()),
                                    stored.digest(),
                                    conflict == null ? stored : null,
                                    conflict != null,
                                    false),
                            conflict == null ? List.of() : List.of(conflict));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new NoSuchRevision("git could not be read from: " + e.getMessage());
        }
    }

    /** Nothing that is stored has a time or an inode. */
    private static FileStamp signature(long size) {
        return new FileStamp(size, 0, 0, 0);
    }

    private String ask(String... arguments) throws NoSuchRevision {
        try {
            Process git = git(arguments);
            git.getOutputStream().close();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String complaint = new String(git.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (git.waitFor() != 0) {
                throw new NoSuchRevision(
                        complaint.isEmpty()
                                ? "git knows no such commit"
                                : complaint.lines().findFirst().orElse(complaint));
            }
            return answer;
        } catch (IOException e) {
            throw new NoSuchRevision("git is needed for this, and could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoSuchRevision("interrupted");
        }
    }

    private Process git(String... arguments) throws NoSuchRevision {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // In a hook, git speaks of the repository that it runs in; asked for is the one around the root.
        builder.environment().keySet().removeAll(ELSEWHERE);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new NoSuchRevision("git is needed for this, and could not be run: " + e.getMessage());
        }
    }

    /**
     * A static file of the commit.
     *
     * @param small what it holds; null where that is more than is looked into
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(StaticFile file, byte @Nullable [] small) {}

    /** Blobs by their id, one after the other, from one process (git-cat-file(1), "BATCH OUTPUT"). */
    private record Contents(Process git) implements AutoCloseable {
        byte[] bytes(String id) throws IOException {
            long size = request(id);
            byte[] bytes = git.getInputStream().readNBytes((int) Math.min(size, Integer.MAX_VALUE - 8));
            if (bytes.length < size) {
                throw cut();
            }
            end();
            return bytes;
        }

        Content digest(String id, Path place) throws IOException {
            long size = request(id);
            if (size <= UnfinishedFile.LARGEST_STATIC) {
                byte[] bytes = git.getInputStream().readNBytes((int) size);
                if (bytes.length < size) {
                    throw cut();
                }
                end();
                StaticFile large = size > LargeFile.LARGEST_POINTER ? null : LargeFile.of(bytes, place);
                return new Content(large == null ? new StaticFile(Digest.of(bytes), size, place) : large, bytes);
            }
            MessageDigest digest = Digest.begin();
            byte[] piece = new byte[PIECE];
            long left = size;
            while (left > 0) {
                int read = git.getInputStream().read(piece, 0, (int) Math.min(piece.length, left));
                if (read < 0) {
                    throw cut();
                }
                digest.update(piece, 0, read);
                left -= read;
            }
            end();
            return new Content(new StaticFile(Digest.finish(digest, new byte[0]), size, place), null);
        }

        private long request(String id) throws IOException {
            OutputStream to = git.getOutputStream();
            to.write((id + '\n').getBytes(StandardCharsets.US_ASCII));
            to.flush();
            StringBuilder head = new StringBuilder();
            InputStream from = git.getInputStream();
            for (int c = from.read(); c != '\n'; c = from.read()) {
                if (c < 0) {
                    throw cut();
                }
                head.append((char) c);
            }
            String[] words = head.toString().split(" ", -1);
            if (words.length != 3) {
                throw new IOException("git answered '" + head + "'");
            }
            return Long.parseLong(words[2]);
        }

        private void end() throws IOException {
            if (git.getInputStream().read() != '\n') {
                throw cut();
            }
        }

        private static IOException cut() {
            return new IOException("its answer ended too early");
        }

        @Override
        public void close() throws IOException {
            git.destroy();
            git.getOutputStream().close();
        }
    }
}
