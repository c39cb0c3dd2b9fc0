package dev.lineman.cli.completion;

import dev.lineman.inventory.extension.ExtensionReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds numbers, MACs and sites in the extension files of a root without parsing them, while a shell waits. It finds keys
 * that stand at the beginning of a line, and a {@code mac} in a {@code phone: {…}} on one line. It reads no other value of
 * a file. For one thread.
 */
final class ExtensionScan {
    /** Bytes of a file that are searched: more than an extension file has. */
    private static final int MAX_BYTES = 8192;

    private static final String DEFAULTS = "_defaults.yaml";

    private static final Pattern NUMBER = field("extension", "[A-Za-z0-9_*#+-]{1,32}");
    private static final Pattern SITE = field("site", "[^\\s'\"!#&*{\\[][^'\"#\\n]{0,62}");
    private static final Pattern MAC = Pattern.compile(
            "^(?:phone:[ \\t]*\\{[^\"'#\\n]*?\\b|[ \\t]+(?:-[ \\t]+)?)mac:[ \\t]*[\"']?"
                    + "([0-9A-Fa-f]{2}(?:[:.\\- ]?[0-9A-Fa-f]{2}){5})\\b",
            Pattern.MULTILINE);

    private final Path root;
    private final BooleanSupplier timeIsUp;

    /** Folders with a {@code site} in their defaults. */
    private final Map<Path, String> sites = new HashMap<>();

    /**
     * An extension file.
     *
     * @param number empty if it has none
     * @param site of the file, or of the nearest folder with one; empty if there is none
     * @param macs 12 lower-case hex digits each
     */
    record ScannedExtension(String number, String site, List<String> macs) {
        ScannedExtension {
            macs = List.copyOf(macs);
        }
    }

    /**
     * Creates a scan.
     *
     * @param timeIsUp ends the scan; files that are not read by then are left out
     */
    ExtensionScan(Path root, BooleanSupplier timeIsUp) {
        this.root = root;
        this.timeIsUp = timeIsUp;
    }

    private static Pattern field(String key, String value) {
        return Pattern.compile(
                "^" + key + ":[ \\t]*(?:\"(" + value + ")\"|'(" + value + ")'|(" + value + "))[ \\t]*(?:[#\\r].*)?$",
                Pattern.MULTILINE);
    }

    /**
     * Returns the extensions. Files with the typed text in their names are read first.
     *
     * @param typed the beginning of a number
     */
    List<ScannedExtension> extensions(String typed) {
        List<Path> files = new ArrayList<>();
        for (Path file : files()) {
            if (file.getFileName().toString().equals(DEFAULTS)) {
                String site = value(SITE, head(file));
                if (!site.isEmpty()) {
                    sites.put(file.getParent(), site);
                }
            } else {
                files.add(file);
            }
        }
        files.sort(Comparator.comparing(file -> !file.getFileName().toString().startsWith(typed)));
        return files.parallelStream()
                .filter(file -> !timeIsUp.getAsBoolean())
                .map(this::extension)
                .toList();
    }

    /** Returns all folders below {@code extensions.d} and this folder itself. */
    List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        walk(new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.getFileName().toString().startsWith(".")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                folders.add(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return folders;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        walk(new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (ExtensionReader.isYamlFile(file.toString())
                        && !file.getFileName().toString().startsWith(".")) {
                    files.add(file);
                }
                return timeIsUp.getAsBoolean() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private void walk(SimpleFileVisitor<Path> visitor) {
        try {
            Files.walkFileTree(
                    root.resolve("extensions.d"), Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        } catch (IOException e) {
            // The shell then completes with what was found. Commands report what they cannot read.
        }
    }

    private ScannedExtension extension(Path file) {
        String text = head(file);
        List<String> macs = new ArrayList<>();
        for (Matcher mac = MAC.matcher(text); mac.find(); ) {
            macs.add(MacNotation.digits(mac.group(1)));
        }
        String site = value(SITE, text);
        for (Path folder = file.getParent(); site.isEmpty() && folder != null; folder = folder.getParent()) {
            site = sites.getOrDefault(folder, "");
        }
        return new ScannedExtension(value(NUMBER, text), site, macs);
    }

    /** Returns the value of a key in a text; empty if there is none. */
    private static String value(Pattern field, String text) {
        Matcher found = field.matcher(text);
        if (!found.find()) {
            return "";
        }
        for (int i = 1; i <= found.groupCount(); i++) {
            if (found.group(i) != null) {
                return found.group(i).strip();
            }
        }
        return "";
    }

    /** Returns the beginning of a file; empty if it cannot be read. */
    private static String head(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
