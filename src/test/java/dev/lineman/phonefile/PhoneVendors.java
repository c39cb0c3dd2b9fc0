package dev.lineman.phonefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The vendors of the built-in templates. */
public final class PhoneVendors {
    private static final Path TEMPLATES = Path.of("templates/phones");

    private PhoneVendors() {}

    /** The names of the folders below {@code templates/phones}, in order. */
    public static List<String> all() throws IOException {
        try (Stream<Path> folders = Files.list(TEMPLATES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** The names of the files or folders in a folder that begin and end with some text, without this text, in order. */
    public static List<String> named(Path folder, String begin, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(begin) && name.endsWith(end))
                    .map(name -> name.substring(begin.length(), name.length() - end.length()))
                    .sorted()
                    .toList();
        }
    }
}
