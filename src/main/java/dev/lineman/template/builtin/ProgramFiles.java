package dev.lineman.template.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads the templates out of the program: from its jar, or from the folder of its classes during development. The build
 * copies the folder {@code templates} of the project there.
 */
final class ProgramFiles {
    private static final String FOLDER = "templates/";

    private ProgramFiles() {}

    /**
     * The bytes of each file, by its path in the jar.
     *
     * @throws UncheckedIOException if the program's own files cannot be read
     */
    static SortedMap<String, byte[]> templates() {
        CodeSource source = ProgramFiles.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Collections.emptySortedMap();
        }
        try {
            Path program = Path.of(source.getLocation().toURI());
            return Files.isDirectory(program) ? ofFolder(program) : ofJar(program);
        } catch (IOException e) {
            throw new UncheckedIOException("the templates in " + source.getLocation() + " cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program has no path: " + source.getLocation(), e);
        }
    }

    private static SortedMap<String, byte[]> ofJar(Path jar) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry -> entry.getName().startsWith(FOLDER) && !entry.isDirectory())
                    .toList();
            for (ZipEntry entry : entries) {
                try (InputStream content = zip.getInputStream(entry)) {
                    files.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        return files;
    }

    private static SortedMap<String, byte[]> ofFolder(Path classes) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        Path folder = classes.resolve(FOLDER);
        if (Files.isDirectory(folder)) {
            List<Path> found;
            try (Stream<Path> all = Files.walk(folder)) {
                found = all.filter(Files::isRegularFile).toList();
            }
            for (Path file : found) {
                files.put(classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
