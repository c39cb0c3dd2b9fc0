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

/** Looks at what lies in {@code out/}, through no symbolic link. Of the writing thread. */
public final class MirrorInspection {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final int CHUNK = 64 << 10;

    /** What lies where a file shall lie. */
    enum InspectedFile {
        NOTHING,
        SAME_CONTENT,
        OTHER_CONTENT,
        FOLDER
    }

    private final FileOperations fileOperations;
    private final SequentialBodyReader bodyReader;
    private final Class<? extends BasicFileAttributes> attributes;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

    /** @param window through which bodies are looked at */
    MirrorInspection(FileOperations fileOperations, Path out, SequentialBodyReader window) {
        this.fileOperations = fileOperations;
        this.bodyReader = window;
        this.attributes = out.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? PosixFileAttributes.class
                : BasicFileAttributes.class;
    }

    /** What lies under a name where an entry's file shall lie; its rights are mended where it is the same. */
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

    private static boolean isLinkTo(BasicFileAttributes found, StoredBody body) throws IOException {
        BasicFileAttributes there =
                Files.readAttributes(body.file().path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.fileKey() != null && found.fileKey().equals(there.fileKey());
    }

    /** Whether a file holds what a body does. */
    boolean hasContentOf(Path target, StoredBody body) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(target, READ);
        } catch (IOException e) {
            // Whoever owns out/ may replace what it may not read.
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

    /** What a file holds, under whatever name it has; null when it cannot be read. */
    @Nullable
    public Digest digest(Path file) {
        MessageDigest hash = Digest.begin();
        try (FileChannel open = FileChannel.open(file, READ)) {
            while (open.read(buffer.clear()) >= 0) {
                hash.update(buffer.flip());
            }
        } catch (IOException e) {
            return null;
        }
        return Digest.finish(hash);
    }
}
