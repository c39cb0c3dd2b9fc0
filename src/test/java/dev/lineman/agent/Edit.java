package dev.lineman.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One step of a script: something that a person does to the folders, or the agent looking at them. An edit does the
 * same whatever was done before it, or nothing at all, so that a script with edits left out is a script still.
 */
sealed interface Edit {
    /** Does it; returns where it can be seen. */
    default List<Path> apply(Path root) {
        try {
            return doTo(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> doTo(Path root) throws IOException;

    /** Writes a file in place. */
    record Write(String path, String content, Charset charset) implements Edit {
        Write(String path, String content) {
            this(path, content, StandardCharsets.UTF_8);
        }

        @Override
        public List<Path> doTo(Path root) throws IOException {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            if (Files.isSymbolicLink(file)) {
                Files.delete(file);
            }
            Files.writeString(file, content, charset);
            return List.of(file);
        }

        @Override
        public String toString() {
            return "write " + path + ":\n" + content.indent(4);
        }
    }

    /** Puts a file in the place of another whole, as careful editors do. */
    record Replace(String path, String content) implements Edit {
        @Override
        public List<Path> doTo(Path root) throws IOException {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Path aside = file.resolveSibling(".aside");
            Files.writeString(aside, content);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return List.of(file);
        }

        @Override
        public String toString() {
            return "replace " + path + ":\n" + content.indent(4);
        }
    }

    /** Writes a file in place, in two halves: what an agent sees between them may be anything. */
    record Halves(String path, String content) implements Edit {
        @Override
        public List<Path> doTo(Path root) throws IOException {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.writeString(file, content.substring(0, content.length() / 2));
            Files.writeString(file, content.substring(content.length() / 2), StandardOpenOption.APPEND);
            return List.of(file);
        }

        @Override
        public String toString() {
            return "write in two halves " + path + ":\n" + content.indent(4);
        }
    }

    /** Keeps the old file under another name until the new one is written, as vim and emacs do with backups. */
    record Backup(String path, String content) implements Edit {
        @Override
        public List<Path> doTo(Path root) throws IOException {
            Path file = root.resolve(path);
            Path backup = file.resolveSibling(file.getFileName() + "~");
            Files.createDirectories(file.getParent());
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(file, backup, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(file, content);
            Files.deleteIfExists(backup);
            return List.of(file);
        }

        @Override
        public String toString() {
            return "write beside a backup " + path + ":\n" + content.indent(4);
        }
    }

    /** Takes a whole input folder away, and puts a copy in its place: as a new mount or a flipped link does. */
    record Swap(String folder) implements Edit {
        @Override
        public List<Path> doTo(Path root) throws IOException {
            Path source = root.resolve(folder);
            Path aside = root.resolve("aside-" + folder);
            if (Files.isDirectory(source) && !Files.exists(aside)) {
                Files.move(source, aside);
                copy(aside, source);
                delete(aside);
            }
            return List.of(source);
        }

        private static void copy(Path from, Path to) throws IOException {
            try (Stream<Path> all = Files.walk(from)) {
                for (Path file : all.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
                }
            }
        }

        private static void delete(Path folder) throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }

        @Override
        public String toString() {
            return "put a copy in the place of " + folder;
        }
    }

    /** Deletes a file. */
    record Delete(String path) implements Edit {
        @Override
        public List<Path> doTo(Path root) throws IOException {
            Files.deleteIfExists(root.resolve(path));
            return List.of(root.resolve(path));
        }

        @Override
        public String toString() {
            return "delete " + path;
        }
    }

    /** Moves a file or folder to where nothing is. */
    record Move(String from, String to) implements Edit {
        @Override
        public List<Path> doTo(Path root) throws IOException {
            Path source = root.resolve(from);
            Path target = root.resolve(to);
            if (Files.exists(source, LinkOption.NOFOLLOW_LINKS) && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(target.getParent());
                Files.move(source, target);
            }
            return List.of(source, target);
        }

        @Override
        public String toString() {
            return "move " + from + " to " + to;
        }
    }

    /** Puts a symbolic link that leads nowhere in the place of a file: whatever the user may do, it cannot be read. */
    record Dangle(String path) implements Edit {
        @Override
        public List<Path> doTo(Path root) throws IOException {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, Path.of("nowhere"));
            return List.of(file);
        }

        @Override
        public String toString() {
            return "a link that leads nowhere at " + path;
        }
    }

    /** What the agent does. */
    enum Act implements Edit {
        /** It looks at what was done since it last looked. */
        LOOK,
        /** It ends, and starts again. */
        RESTART;

        @Override
        public List<Path> doTo(Path root) {
            return List.of();
        }
    }
}
