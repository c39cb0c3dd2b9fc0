package dev.lineman.publish;

import dev.lineman.fs.Digest;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files in a folder, and the contents of a publication, both as text. */
final class FolderTree {
    private FolderTree() {}

    /** Returns every file in out/ except the publisher's own, by its path. */
    static Map<String, String> files(Path out) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(out.resolve(Publication.STATE)))
                    .forEach(file -> files.put(out.relativize(file).toString(), text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Returns the content of every published file, read and hashed. */
    static Map<String, String> contents(Publisher publisher) {
        Map<String, String> contents = new TreeMap<>();
        for (PublishedFile entry : publisher.current().entries()) {
            byte[] content = content(publisher, entry);
            if (!Digest.of(content).equals(entry.digest())) {
                throw new AssertionError(entry + " does not hash to its digest");
            }
            contents.put(entry.path(), new String(content, StandardCharsets.ISO_8859_1));
        }
        return contents;
    }

    /** Returns the memos. */
    static Map<String, String> memos(Publisher publisher) throws IOException {
        Map<String, String> memos = new TreeMap<>();
        publisher.readMemos((key, memo) -> {
            if (memo == null) {
                memos.remove(key);
            } else {
                memos.put(key, new String(memo, StandardCharsets.ISO_8859_1));
            }
        });
        return memos;
    }

    static byte[] content(Publisher publisher, PublishedFile entry) {
        ByteBuffer content = ByteBuffer.allocate((int) entry.length());
        try {
            while (content.hasRemaining() && publisher.read(entry, content.position(), content) >= 0) {
                // read() may return less than the buffer can take.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.array();
    }

    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
