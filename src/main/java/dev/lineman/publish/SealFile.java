package dev.lineman.publish;

import dev.lineman.disk.Digest;
import dev.lineman.disk.Disk;
import dev.lineman.disk.FileStamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The seals of large bodies over a restart: a file with a line for each, which is the name of the body's file and four numbers. A body
 * that has no line here is served when it was hashed. Of the writing thread.
 */
final class SealFile {
    private static final int WORDS = 5;

    private final Disk disk;
    private final Path file;
    private final Map<String, FileStamp> written = new TreeMap<>();

    SealFile(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", -1);
                if (words.length == WORDS) {
                    written.put(
                            words[0],
                            new FileStamp(
                                    Long.parseLong(words[1]),
                                    Long.parseLong(words[2]),
                                    Long.parseLong(words[3]),
                                    Long.parseLong(words[4])));
                }
            }
        } catch (IOException | NumberFormatException e) {
            written.clear();
        }
    }

    /** What was known of a body; null when nothing was. */
    @Nullable
    FileStamp stamp(Digest digest) {
        return written.get(digest.toString());
    }

    /** Writes down the seals of these bodies, if they are others than before. */
    void write(Collection<Body> bodies) throws IOException {
        Map<String, FileStamp> now = new TreeMap<>();
        for (Body body : bodies) {
            Seal seal = body.seal();
            FileStamp stamp = seal == null ? null : seal.stamp();
            if (stamp != null) {
                now.put(body.digest().toString(), stamp);
            }
        }
        if (now.equals(written)) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        now.forEach((digest, stamp) -> lines.append(String.join(
                        " ",
                        List.of(
                                digest,
                                Long.toString(stamp.size()),
                                Long.toString(stamp.modified()),
                                Long.toString(stamp.changed()),
                                Long.toString(stamp.inode()))))
                .append('\n'));
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        disk.replace(file, target -> target.write(ByteBuffer.wrap(bytes), 0));
        written.clear();
        written.putAll(now);
    }
}
