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
 * One step of a script: a change of the folders by a person, or an action of the agent. An edit does the same
 * after any other edits, or nothing. So a script from which edits are removed is still a script.
 */
sealed interface Edit {
    /** Performs the edit and returns the paths that a file watcher would report. */
    default List<Path> apply(Path root) {
        try {
            return perform(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> perform(Path root) throws IOException;

    /** Writes a file in place. */
    record Write(String path, String content, Charset charset) implements Edit {
        Write(String path, String content) {
            this(path, content, StandardCharsets.UTF_8);
        }

        @Override
        public List<Path> perform(Path root) throws IOException {
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

    /** Replaces a file by renaming, as many editors do. */
    record Replace(String path, String content) implements Edit {
        @Override
        public List<Path> perform(Path root) throws IOException {
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

    /** Writes a file in place in two halves. The agent may read it between them. */
    record WriteInTwoHalves(String path, String content) implements Edit {
        @Override
        public List<Path> perform(Path root) throws IOException {
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

    /** Keeps the old file under another name until the new one is written, as vim and Emacs do with backups. */
    record WriteWithBackup(String path, String content) implements Edit {
        @Override
        public List<Path> perform(Path root) throws IOException {
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

    /** Replaces a whole input folder by a copy, as a new mount or a changed link does. */
    record ReplaceFolder(String folder) implements Edit {
        @Override
        public List<Path> perform(Path root) throws IOException {
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
        public List<Path> perform(Path root) throws IOException {
            Files.deleteIfExists(root.resolve(path));
            return List.of(root.resolve(path));
        }

        @Override
        public String toString() {
            return "delete " + path;
        }
    }

    /** Moves a file or folder to a name that is free. */
    record Move(String from, String to) implements Edit {
        @Override
        public List<Path> perform(Path root) throws IOException {
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

    /** Replaces a file by a symbolic link without a target. No user can read it, not even root. */
    record DanglingLink(String path) implements Edit {
        @Override
        public List<Path> perform(Path root) throws IOException {
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

    /** An action of the agent. */
    enum AgentAction implements Edit {
        /** A cycle with hints for all edits since the last one. */
        LOOK,
        /** A stop and a start. */
        RESTART;

        @Override
        public List<Path> perform(Path root) {
            return List.of();
        }
    }
}
