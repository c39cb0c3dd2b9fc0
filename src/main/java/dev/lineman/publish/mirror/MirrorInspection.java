package dev.lineman.publish.mirror;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.body.BodySeal;
import dev.lineman.publish.body.SequentialBodyReader;
import dev.lineman.publish.body.StoredBody;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inspects files in {@code out/} and compares them with their bodies. Follows no symbolic link. For the writing
 * thread.
 */
public final class MirrorInspection {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    /** Bytes read at once. */
    private static final int CHUNK = 64 << 10;

    /** What is found at the path of an output. */
    enum InspectedFile {
        /** No file has this name. */
        NOTHING,
        /** A regular file with the content of the body. */
        SAME_CONTENT,
        /** Any other file, or a symbolic link. */
        OTHER_CONTENT,
        FOLDER
    }

    private final FileOperations fileOperations;
    private final SequentialBodyReader bodyReader;
    private final Class<? extends BasicFileAttributes> attributes;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

    /**
     * Creates an inspection.
     *
     * @param bodyReader reads the bodies
     */
    MirrorInspection(FileOperations fileOperations, Path out, SequentialBodyReader bodyReader) {
        this.fileOperations = fileOperations;
        this.bodyReader = bodyReader;
        this.attributes = out.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? PosixFileAttributes.class
                : BasicFileAttributes.class;
    }

    /**
     * Inspects the path of a file. If its content is right, also corrects its mode.
     *
     * @throws IOException if the path or the body cannot be read
     */
    InspectedFile inspect(Path target, PublishedFile entry) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(target, attributes, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return InspectedFile.NOTHING;
        }
        if (found.isDirectory()) {
            return InspectedFile.FOLDER;
        }
        if (!found.isRegularFile() || found.size() != entry.length()) {
            return InspectedFile.OTHER_CONTENT;
        }
        BodySeal bodySeal = entry.body().seal();
        if (bodySeal == null ? !hasContentOf(target, entry.body()) : !isLinkTo(found, entry.body())) {
            return InspectedFile.OTHER_CONTENT;
        }
        if (found instanceof PosixFileAttributes posix && !posix.permissions().equals(fileOperations.fileMode())) {
            if (bodySeal == null) {
                fileOperations.setFileMode(target);
            } else {
                bodySeal.changeMetadata(() -> fileOperations.setFileMode(target));
            }
        }
        return InspectedFile.SAME_CONTENT;
    }

    /** Whether a file is a hard link to the file of a large body. Comparing the content would take too long. */
    private static boolean isLinkTo(BasicFileAttributes found, StoredBody body) throws IOException {
        BasicFileAttributes there =
                Files.readAttributes(body.file().path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.fileKey() != null && found.fileKey().equals(there.fileKey());
    }

    /** Whether a file has the content of a body. A file that cannot be opened has not. */
    boolean hasContentOf(Path target, StoredBody body) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(target, READ);
        } catch (IOException e) {
            // A file without read permission can still be replaced by the owner of the folder.
            return false;
        }
        try (file) {
            for (long at = 0; at < body.length(); ) {
                ByteBuffer wanted = bodyReader.read(body, at);
                at += wanted.remaining();
                while (wanted.hasRemaining()) {
                    buffer.clear().limit(Math.min(CHUNK, wanted.remaining()));
                    if (file.read(buffer) < 0) {
                        return false;
                    }
                    buffer.flip();
                    ByteBuffer piece = wanted.slice(wanted.position(), buffer.remaining());
                    if (!piece.equals(buffer)) {
                        return false;
                    }
                    wanted.position(wanted.position() + piece.remaining());
                }
            }
        }
        return true;
    }

    /** Returns the digest of a file; null if it cannot be read. */
    @Nullable
    public Digest digest(Path file) {
        try (FileChannel open = FileChannel.open(file, READ)) {
            MessageDigest hash = Digest.begin(open.size());
            while (open.read(buffer.clear()) >= 0) {
                hash.update(buffer.flip());
            }
            return Digest.finish(hash);
        } catch (IOException e) {
            return null;
        }
    }
}
